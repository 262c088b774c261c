/**
 * @file The record is newer than the page: earlier visits, other tabs, and pages from the back/forward cache apply its
 * present state. A withdrawal takes effect everywhere.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { inline, pageText } from './support/pages.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */
/** @typedef {ReturnType<import('./support/browser.mjs').World['hosts']>} Hosts */

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
});

after(() => world.close());

const CACHED = { 'cache-control': 'private, max-age=60' };
const OTHER = '/other';

describe('the back/forward cache', { concurrency: 2 }, () => {
  test('a page from the back/forward cache releases requests that were granted meanwhile', async () => {
    await awayAndBack(
      async (visit, { tracked }) => {
        await visit.run(insert, `https://${tracked}/x.js`);
        await visit.idle();
        assert.equal(world.log.requests(tracked).length, 0);
      },
      'consentGate.grant("marketing")',
      async (visit, { tracked }) => {
        await visit.ranWhen(tracked.split('.')[0]);
        assert.equal(world.log.requests(tracked).length, 1);
      },
    );
  });

  test('a page from the back/forward cache holds withdrawn requests', async () => {
    await awayAndBack(
      async (visit, { tracked }) => {
        await visit.grantAll();
        await visit.run(insert, `https://${tracked}/x.js`);
        await visit.ranWhen(tracked.split('.')[0]);
      },
      'consentGate.withdraw()',
      async (visit, { tracked, untracked }) => {
        await visit.run(insert, `https://again.${tracked}/x.js`);
        await visit.run(insert, `https://${untracked}/x.js`);
        await visit.ranWhen(untracked.split('.')[0]);
        assert.equal(world.log.requests(`again.${tracked}`).length, 0);
        assert.equal(await visit.run('consentGate.state().record.method'), 'withdrawal');
      },
    );
  });
});

/**
 * Visits a page, opens another one of the site, does something there, and goes back to the first one. That must come
 * from the back/forward cache: the gate must not prevent it.
 * @param {(visit: Visit, hosts: Hosts) => Promise<void>} first @param {string} elsewhere
 * @param {(visit: Visit, hosts: Hosts) => Promise<void>} then
 */
async function awayAndBack(first, elsewhere, then) {
  const hosts = world.hosts();
  const type = { 'content-type': 'text/html' };
  const files = { [OTHER]: { body: pageText({}), headers: { ...type, ...CACHED } } };
  const head = inline(`onpageshow = ({ persisted }) => fetch('/shown?' + persisted);`);
  const page = { head, files, headers: CACHED, site: hosts.site };
  await world.visit({ ...page, until: 'load' }, async (visit) => {
    await first(visit, hosts);
    await visit.page.goto(`${visit.url.slice(0, -1)}${OTHER}`);
    await visit.run(elsewhere);
    const back = visit.page.waitForURL(visit.url, { waitUntil: 'commit' });
    await visit.run('setTimeout(() => history.back()), 0');
    const shown = (/** @type {any} */ { host, path }) =>
      host === hosts.site && path.startsWith('/shown');
    const [, again] = await world.log.when(shown, { count: 2 });
    assert.equal(again.path, '/shown?true', 'restored from the cache');
    await back; // The page notifies the server before the driver knows that it is another one.
    await then(visit, hosts);
  });
}

describe('visits and tabs', { concurrency: 3 }, () => {
  test('a record of an earlier visit counts from the first tag on', async () => {
    const hosts = world.hosts();
    const body = `<script src="https://${hosts.tracked}/x.js"></script><script>__ran.push({ id: 'next' })</script>`;
    await world.visit({ body, site: hosts.site }, async (visit) => {
      await visit.run('consentGate.grant("marketing")');
      await visit.ranWhen(hosts.tracked.split('.')[0]);
      const { record } = await visit.run('consentGate.state()');
      await visit.page.reload();
      assert.deepEqual(await visit.order(), [hosts.tracked.split('.')[0], 'next']);
      const [row] = await visit.run('consentGate.report()');
      assert.deepEqual([row.ticket, row.verdict, row.state], [null, 'allow', 'allowed']);
      assert.deepEqual((await visit.run('consentGate.state()')).record, record);
    });
  });

  test('a grant in another tab releases here, a withdrawal there holds here', async () => {
    const hosts = world.hosts();
    await world.visit({ site: hosts.site }, async (visit) => {
      await visit.run(insert, `https://${hosts.tracked}/x.js`);
      const other = await visit.page.context().newPage();
      await other.goto(visit.url);
      await other.evaluate('consentGate.grant("marketing")');
      await visit.ranWhen(hosts.tracked.split('.')[0]);
      const told = visit.run(
        `new Promise((done) => document.addEventListener('consentgate:change', () => done(true)))`,
      );
      await other.evaluate('consentGate.withdraw()');
      assert.equal(await told, true);
      await visit.run(insert, `https://again.${hosts.tracked}/x.js`);
      await visit.run(insert, `https://${hosts.untracked}/x.js`);
      await visit.ranWhen(hosts.untracked.split('.')[0]);
      assert.equal(world.log.requests(`again.${hosts.tracked}`).length, 0);
      await other.close();
    });
  });

  test('a record that expires while the page is open no longer counts after the next read', async () => {
    const hosts = world.hosts();
    await world.visit({ site: hosts.site }, async (visit) => {
      await visit.grantAll();
      await visit.run(`{ const record = JSON.parse(localStorage.getItem('consent-gate'));
        localStorage.setItem('consent-gate', JSON.stringify({ ...record, time: 1, expires: 2 }));
        document.dispatchEvent(new Event('visibilitychange')); }`);
      assert.equal(await visit.run('consentGate.state().decided'), false);
      await visit.run(insert, `https://${hosts.tracked}/x.js`);
      await visit.idle();
      assert.equal(world.log.requests(hosts.tracked).length, 0);
    });
  });

  test('after another tab has cleared site data, there is no consent any more', async () => {
    const hosts = world.hosts();
    await world.visit({ site: hosts.site }, async (visit) => {
      await visit.grantAll();
      const changed = visit.run(
        `new Promise((done) => consentGate.on('change', () => done(consentGate.state().decided)))`,
      );
      const other = await visit.page.context().newPage();
      await other.goto(visit.url);
      await other.evaluate('localStorage.clear()');
      assert.equal(await changed, false);
      await other.close();
    });
  });

  test('deny keeps requests held; a later grant on the same page releases them', async () => {
    const hosts = world.hosts();
    await world.visit({ site: hosts.site }, async (visit) => {
      await visit.run(insert, `https://${hosts.tracked}/x.js`);
      for (const call of ['deny("marketing")', 'denyAll()', 'withdraw()']) {
        await visit.run(`consentGate.${call}`);
        await visit.idle();
        const [row] = await visit.run('consentGate.report()');
        assert.deepEqual(
          [row.state, await visit.run('consentGate.state().waiting')],
          ['waiting', 1],
        );
      }
      assert.equal(world.log.requests(hosts.tracked).length, 0);
      await visit.run('consentGate.grant("marketing")');
      await visit.ranWhen(hosts.tracked.split('.')[0]);
      assert.equal(world.log.requests(hosts.tracked).length, 1);
    });
  });
});

describe('Global Privacy Control', { concurrency: 3 }, () => {
  const gpc = inline(
    `Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true });`,
  );
  const MARKETING = 'https://ad.doubleclick.net/x.js';
  const ANALYTICS = 'https://www.google-analytics.com/analytics.js';
  const FUNCTIONAL = 'https://maps.googleapis.com/maps/api/js';
  /** Requests that are held before a choice. @type {[string, string, string[]][]} */
  const cases = [
    ['opt-in', '', [MARKETING, ANALYTICS, FUNCTIONAL]],
    ['opt-in', gpc, [MARKETING, ANALYTICS, FUNCTIONAL]],
    ['opt-out', '', []],
    ['opt-out', gpc, [MARKETING, ANALYTICS]],
  ];
  for (const [regime, signal, held] of cases) {
    test(`${regime}, ${signal ? 'with' : 'without'} the signal`, async () => {
      await world.visit({ config: { regime }, before: signal }, async (visit) => {
        for (const url of [MARKETING, ANALYTICS, FUNCTIONAL]) await visit.run(insert, url);
        const rows = await visit.run('consentGate.report()');
        const waiting = rows.filter((/** @type {any} */ { verdict }) => verdict === 'hold');
        assert.deepEqual(
          waiting.map((/** @type {any} */ { url }) => url),
          held,
        );
        const state = await visit.run('consentGate.state()');
        assert.deepEqual([state.signals.gpc, state.decided], [signal !== '', false]);
        assert.equal(state.categories.marketing, held.length === 0);
        const says = regime === 'opt-out' ? /sends Global Privacy Control/ : /has not chosen yet/;
        for (const { reason } of waiting) assert.match(reason, says);
        await visit.run('consentGate.grantAll()');
        if (held.length > 0) await visit.ranWhen(null, 3);
        assert.equal(
          await visit.run('consentGate.state().waiting'),
          0,
          'a choice outranks the signal',
        );
        await visit.run('consentGate.deny("functional")');
        await visit.run(insert, `${FUNCTIONAL}?again`);
        const last = (await visit.run('consentGate.report()')).at(-1);
        assert.deepEqual([last.verdict, last.url], ['hold', `${FUNCTIONAL}?again`]);
      });
    });
  }
});

test("withdraw() clears the vendors' storage on this site, and nothing else", async () => {
  const hosts = world.hosts();
  await world.visit({ site: hosts.site }, async (visit) => {
    await visit.grantAll();
    const left = await visit.run(`
      document.cookie = '_ga=1; path=/; max-age=999';
      document.cookie = '_ga_ABC=1; path=/; domain=site.test; max-age=999';
      document.cookie = '_clck=1; path=/; secure';
      document.cookie = '_gallery=1; path=/';
      document.cookie = 'session=1; path=/';
      localStorage.setItem('_ga_not_a_cookie', '1');
      localStorage.setItem('basket', '1');
      sessionStorage.setItem('tab', '1');
      sessionStorage.setItem('_cltk', '1');
      localStorage.setItem('ZD-buid', '1');
      consentGate.withdraw();
      ({ cookies: document.cookie.split('; ').sort(), local: Object.keys(localStorage).sort(),
        session: Object.keys(sessionStorage) })`);
    assert.deepEqual(left, {
      cookies: ['_gallery=1', 'session=1'],
      local: ['_ga_not_a_cookie', 'basket', 'consent-gate'],
      session: ['tab'],
    });
  });
});

/** Runs in the page. @param {string} src */
function insert(src) {
  document.head.append(Object.assign(document.createElement('script'), { src }));
}
