/** @file The public API: shapes, events, return values, effects of a choice, and the time at which it is stored. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

const DAY = 86_400_000;
const NONE = { necessary: true, functional: false, analytics: false, marketing: false };

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('shapes', { concurrency: 3 }, () => {
  test('the API: its names, frozen, not replaceable', async () => {
    const seen = await onPage({}, () => {
      /** @type {any} */
      const page = window;
      const gate = page.consentGate;
      const before = Object.keys(gate);
      for (const replace of [
        () => (page.consentGate = 1),
        () => (gate.grant = 1),
        () => delete page.consentGate,
      ]) {
        try {
          replace();
        } catch {
          // In strict mode the assignment throws.
        }
      }
      const same = page.consentGate === gate;
      return { names: before, same, grant: typeof gate.grant, version: gate.version };
    });
    assert.deepEqual(seen.names.sort(), NAMES);
    assert.deepEqual([seen.same, seen.grant], [true, 'function']);
    assert.match(seen.version, /^\d+\.\d+\.\d+/);
  });

  test('state() before and after a choice', async () => {
    const config = { policy_version: '7', expires_days: 10 };
    await onPage({ config }, async (visit) => {
      assert.deepEqual(await visit.run('consentGate.state()'), {
        regime: 'opt-in',
        decided: false,
        categories: NONE,
        choices: {},
        signals: { gpc: false },
        record: null,
        strength: 'one-tag',
        engine: 'wasm',
        late: false,
        waiting: 0,
      });
      await visit.run(`consentGate.grant("analytics", "google-maps", "infobip/people-cdp-sdk")`);
      const { record, ...rest } = await visit.run('consentGate.state()');
      assert.deepEqual(rest, {
        regime: 'opt-in',
        decided: true,
        categories: { ...NONE, analytics: true },
        choices: { 'google-maps': true, 'infobip/people-cdp-sdk': true },
        signals: { gpc: false },
        strength: 'one-tag',
        engine: 'wasm',
        late: false,
        waiting: 0,
      });
      const { id, time, ...more } = record;
      assert.match(id, /^[0-9a-f]{32}$/);
      assert.ok(Math.abs(Date.now() - time) < 60_000, `recorded at ${time}`);
      assert.deepEqual(more, { method: 'api', policy_version: '7', expires: time + 10 * DAY });
    });
  });

  test('report(): a row for every third party, none for the site', async () => {
    await onPage({}, async (visit, hosts) => {
      const urls = [
        'https://livechat.infobip.com/widget.js',
        `https://${hosts.tracked}/x.js`,
        `https://${hosts.untracked}/x.js`,
        '/own.js?id=own',
        'https://www.youtube-nocookie.com/embed/1',
      ];
      for (const url of urls) await visit.run(insert, url);
      const rows = await visit.run('consentGate.report()');
      assert.deepEqual(rows.map(withoutReason), [
        row(null, urls[0], ['infobip', 'chat-widget', 'functional'], 'allow', 'allowed'),
        row(1, urls[1], ['doubleclick', null, 'marketing'], 'hold', 'waiting'),
        row(null, urls[2], [null, null, null], 'allow', 'allowed'),
        {
          ...row(2, urls[4], ['youtube', 'privacy-enhanced', 'functional'], 'hold', 'waiting'),
          kind: 'iframe',
        },
      ]);
      for (const { reason } of rows) assert.match(reason, /^[a-z].{10,}$/);
    });
  });

  test('every function returns undefined, whatever it is given', async () => {
    const calls = [
      'grant()',
      'grant("x")',
      'deny("necessary")',
      'grantAll()',
      'denyAll()',
      'withdraw()',
    ]
      .concat(['open()', 'on("hold", () => {})', 'on()', 'on("hold", 1)', 'on("no", () => {})'])
      .concat([
        'grant(Symbol("s"))',
        'grant({ toString() { throw 1 } })',
        'deny(null, undefined, 1n)',
      ])
      .concat(['grant.call(null, "analytics")', 'grantAll.apply(undefined, [1, 2])']);
    const returned = await onPage({}, (visit) =>
      visit.run(`[${calls.map((call) => `typeof consentGate.${call}`)}]`),
    );
    assert.deepEqual(
      returned,
      calls.map(() => 'undefined'),
    );
  });

  test('works from the line after the tag', async () => {
    const head = `<script>consentGate.grant('analytics'); self.early = consentGate.state().decided;</script>`;
    const early = await onPage({ head }, (visit) => visit.run('early'));
    assert.equal(early, true);
  });
});

const NAMES = ['deny', 'denyAll', 'grant', 'grantAll', 'on', 'open', 'receipt', 'report', 'state']
  .concat('version', 'withdraw')
  .sort();

/** Runs in the page. @param {string} src */
function insert(src) {
  const element = document.createElement(src.includes('/embed') ? 'iframe' : 'script');
  document.body.append(Object.assign(element, { src }));
}

/** @param {any} row */
function withoutReason({ reason: _, ...rest }) {
  return rest;
}

/**
 * @param {number | null} ticket @param {string} url @param {(string | null)[]} names
 * @param {string} verdict @param {string} state
 */
function row(ticket, url, [vendor, feature, category], verdict, state) {
  return { ticket, url, kind: 'script', vendor, feature, category, verdict, state };
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
