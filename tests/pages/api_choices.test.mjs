/** @file The effects of a choice, and values that are not choices. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

const DAY = 86_400_000;
const NONE = { necessary: true, functional: false, analytics: false, marketing: false };
const ALL = { necessary: true, functional: true, analytics: true, marketing: true };

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('choices', { concurrency: 3 }, () => {
  /** The result of each sequence of calls: categories, choices. @type {Record<string, [string[], object, object]>} */
  const sequences = {
    'grant sets exactly the ids given': [['grant("marketing")'], { ...NONE, marketing: true }, {}],
    aliases: [
      ['grant("analytical", "advertising")'],
      { ...NONE, analytics: true, marketing: true },
      {},
    ],
    'deny sets exactly the ids given': [
      ['grantAll()', 'deny("marketing")'],
      { ...ALL, marketing: false },
      {},
    ],
    'narrower choices stand beside categories': [
      ['grantAll()', 'deny("youtube", "infobip/people-cdp-sdk")'],
      ALL,
      { youtube: false, 'infobip/people-cdp-sdk': false },
    ],
    'grantAll deletes narrower choices': [['deny("youtube")', 'grantAll()'], ALL, {}],
    'denyAll deletes narrower choices': [['grant("youtube")', 'denyAll()'], NONE, {}],
    'withdraw is denyAll': [['grantAll()', 'grant("youtube")', 'withdraw()'], NONE, {}],
    'necessary cannot be denied': [['deny("necessary", "marketing")'], NONE, {}],
    'the last choice counts': [['grant("analytics")', 'deny("analytics")'], NONE, {}],
  };
  for (const [name, [calls, categories, choices]] of Object.entries(sequences)) {
    test(name, async () => {
      await onPage({}, async (visit) => {
        for (const call of calls) await visit.run(`consentGate.${call}`);
        const state = await visit.run('consentGate.state()');
        assert.deepEqual([state.categories, state.choices], [categories, choices]);
        assert.equal(state.record.method, calls.at(-1) === 'withdraw()' ? 'withdrawal' : 'api');
        const complaints = name.startsWith('necessary') ? 1 : 0;
        assert.equal(visit.errors.length, complaints, visit.errors.join('\n'));
      });
    });
  }

  test('feature, else vendor, else category', async () => {
    await onPage({}, async (visit) => {
      const held = (/** @type {string[]} */ ...calls) => visit.run(heldAfter, calls);
      const all = [PEOPLE, YOUTUBE, ANALYTICS];
      assert.deepEqual(await held(), all);
      assert.deepEqual(await held('grant("infobip/people-cdp-sdk")'), [YOUTUBE, ANALYTICS]);
      assert.deepEqual(await held('denyAll()', 'grant("infobip")'), [YOUTUBE, ANALYTICS]);
      assert.deepEqual(await held('grant("infobip")', 'deny("infobip/people-cdp-sdk")'), all);
      assert.deepEqual(await held('grantAll()', 'deny("youtube")'), [YOUTUBE]);
      assert.deepEqual(await held('grantAll()', 'deny("marketing")', 'grant("youtube")'), [PEOPLE]);
    });
  });

  test('the record is stored before grant returns', async () => {
    const stored = await onPage({}, (visit) =>
      visit.run(`consentGate.grant("analytics", "youtube"); localStorage.getItem("consent-gate")`),
    );
    const { id, time, expires, table, ...rest } = JSON.parse(stored);
    assert.match(table, /^\d{4}-\d\d-\d\d\/[0-9a-f]+$/);
    const choices = { analytics: true, youtube: true };
    assert.deepEqual(rest, { v: 1, method: 'api', choices, vendors: {} });
    assert.ok(typeof id === 'string' && expires === time + 180 * DAY);
  });

  /** Unknown ids, and their names in the error message. @type {Record<string, string>} */
  const unknown = {
    '"trackers"': 'trackers',
    '"Analytics"': 'Analytics',
    '"infobip/"': 'infobip/',
    '"infobip/no-such"': 'infobip/no-such',
    '"youtube/people-cdp-sdk"': 'youtube/people-cdp-sdk',
    '""': '',
    '"analytics\\nmarketing"': 'analytics marketing',
    '["analytics", "marketing"]': 'analytics,marketing',
    undefined: 'undefined',
    'Symbol("s")': 'Symbol(s)',
    '"x".repeat(1e6)': 'xxx',
  };
  for (const [source, shown] of Object.entries(unknown)) {
    test(`an unknown id is one complaint, the others count: ${source}`, async () => {
      await onPage({}, async (visit) => {
        await visit.run(`consentGate.grant(${source}, "functional")`);
        assert.equal(visit.errors.length, 1, visit.errors.join('\n'));
        assert.ok(visit.errors[0].startsWith(`Consent Gate: "${shown}`), visit.errors[0]);
        assert.ok(visit.errors[0].length < 500, `${visit.errors[0].length} characters`);
        const { categories } = await visit.run('consentGate.state()');
        assert.deepEqual(categories, { ...NONE, functional: true });
      });
    });
  }

  test('only unknown ids: no choice is recorded', async () => {
    await onPage({}, async (visit) => {
      await visit.run('consentGate.grant("nobody"); consentGate.grant()');
      const { decided, record } = await visit.run('consentGate.state()');
      assert.deepEqual([decided, record], [false, null]);
      assert.equal(await visit.run('localStorage.getItem("consent-gate")'), null);
    });
  });
});

const PEOPLE =
  'https://s3.eu-central-1.amazonaws.com/portal-cdn-production/people-events-sdk/pe.latest-2.js';
const YOUTUBE = 'https://www.youtube.com/iframe_api';
const ANALYTICS = 'https://www.google-analytics.com/analytics.js';

/** Runs in the page: returns which of the three would be held after these calls. @param {string[]} calls */
function heldAfter(calls) {
  for (const call of calls) (0, eval)(`consentGate.${call}`);
  const gate = /** @type {any} */ (window).consentGate;
  const urls = [
    'https://s3.eu-central-1.amazonaws.com/portal-cdn-production/people-events-sdk/pe.latest-2.js',
    'https://www.youtube.com/iframe_api',
    'https://www.google-analytics.com/analytics.js',
  ];
  return urls.filter((src) => {
    document.head.append(Object.assign(document.createElement('script'), { src, type: 'module' }));
    const row = gate.report().findLast((/** @type {any} */ it) => it.url === src);
    return row.verdict === 'hold';
  });
}

/**
 * @template T
 * @param {import('./support/browser.mjs').PageOptions} page
 * @param {((visit: Visit, hosts: ReturnType<import('./support/browser.mjs').World['hosts']>) => Promise<T>) | (() => T)} use
 * a function without parameters runs in the page
 * @returns {Promise<any>}
 */
function onPage(page, use) {
  const hosts = world.hosts();
  return world.visit({ ...page, site: hosts.site }, (visit) =>
    use.length === 0 ? visit.run(use) : /** @type {any} */ (use)(visit, hosts),
  );
}
