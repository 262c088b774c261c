/**
 * @file The record: its contents, changes after which the visitor is asked again, the cookie that the site's other
 * hosts read, and the receipt, which the command line verifies.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { IN_FIREFOX, startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';
import { asked, chosen, part, shop } from './support/question.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

const COMMAND = fileURLToPath(new URL('../../target/debug/consent-gate', import.meta.url));
const stored = 'JSON.parse(localStorage.getItem("consent-gate"))';
const GRANT = 'consentGate.grantAll()';

/** Inserts a vendor's script by code: the browser may request static markup early. @param {string} host */
const insert = (host) =>
  inline(
    `document.head.append(Object.assign(document.createElement("script"), { src: "https://${host}/x.js" }))`,
  );

/** Verifies a receipt. @param {unknown} receipt @returns {[number | null, string]} */
function verify(receipt) {
  const input = JSON.stringify(receipt);
  const { status, stdout } = spawnSync(COMMAND, ['receipt', 'verify', '-'], { input });
  return [status, String(stdout)];
}

describe('contents of the record', { concurrency: 1 }, () => {
  /**
   * A choice, and its method in the record.
   * @type {Record<string, [(visit: Visit) => Promise<unknown>, string, string | undefined]>}
   */
  const WAYS = {
    'code of the page': [(visit) => visit.run(GRANT), 'api', undefined],
    'the first layer': [(visit) => part(visit, 'accept').click(), 'banner', 'de'],
    'the second layer': [
      async (visit) => {
        await chosen(visit);
        await part(visit, 'save').click();
      },
      'preferences',
      'de',
    ],
  };
  for (const [name, [act, method, language]] of Object.entries(WAYS)) {
    test(`${name}: language and texts of what asked, vendors, table`, async () => {
      const vendors = { 'google-maps': {}, infobip: {}, 'own-ads': { domains: ['ads.example'] } };
      const site = world.hosts().site;
      const page = shop({ vendors, language: 'de', policy_version: 3 });
      await world.visit({ ...page, site }, async (visit) => {
        assert.equal(await visit.run('consentGate.receipt()'), null);
        await asked(visit);
        await visit.run('crypto.subtle.digest("SHA-256", new Uint8Array(1)).then(() => true)');
        await act(visit);
        await visit.run('new Promise((done) => setTimeout(done))');
        const receipt = await visit.run('consentGate.receipt()');
        const { record } = receipt;
        assert.deepEqual(record, await visit.run(stored));
        assert.deepEqual([record.method, record.language], [method, language]);
        assert.equal(typeof record.texts, language ? 'string' : 'undefined');
        assert.equal(record.table, TABLE);
        assert.equal(record.policy_version, '3');
        assert.equal(record.vendors['google-maps'], 'functional');
        assert.equal(record.vendors['own-ads'], 'marketing');
        assert.equal(record.vendors.infobip, undefined, 'the chat needs no consent');
        assert.equal(record.vendors['infobip/people-cdp-sdk'], 'marketing');
        assert.equal(receipt.site, `https://${site}`);
        const [status, said] = verify(receipt);
        assert.equal(status, 0, said);
        assert.equal(verify({ ...receipt, site: 'https://other.example' })[0], 1);
        assert.deepEqual(visit.errors, []);
      });
    });
  }
});

const table = readFileSync(new URL('../../src/gate/table.txt', import.meta.url), 'utf8');
const TABLE = `${/1 (\S+)/.exec(table)?.[1]}/${/#end (\w+)/.exec(table)?.[1]}`;

describe('asked again', { concurrency: 1 }, () => {
  const ads = { domains: ['ads.example'] };
  const base = { vendors: { 'own-ads': ads, 'google-maps': {} }, policy_version: '1' };
  const using = (/** @type {object} */ more) => ({
    ...base,
    vendors: { ...base.vendors, ...more },
  });
  const banner = (/** @type {object} */ more) => ({ ...base, banner: { control: false, ...more } });
  /** Changes of a site, and whether the visitor is asked again. @type {Record<string, [object, boolean]>} */
  const DIFFS = {
    nothing: [base, false],
    'other hosts of a vendor': [using({ 'own-ads': { domains: ['new.ads.example'] } }), false],
    'a vendor goes': [{ ...base, vendors: {} }, false],
    'another order': [{ ...base, vendors: { 'google-maps': {}, 'own-ads': ads } }, false],
    'the look of the question': [banner({ controller: 'Another name', policy_url: '/p' }), false],
    'its language': [{ ...base, language: 'fr' }, false],
    'how long choices count from now on': [{ ...base, expires_days: 30 }, false],
    'a vendor that needs no consent': [using({ 'own-font': { consent: 'exempt' } }), false],
    'a vendor needs none any more': [using({ 'google-maps': { consent: 'exempt' } }), false],
    'a vendor of the table that needs none': [banner({ vendors: ['osano'] }), false],
    'a vendor that is listed twice': [banner({ vendors: ['google-maps'] }), false],
    'a new vendor': [using({ 'more-ads': { domains: ['more.example'] } }), true],
    'a vendor of the table': [banner({ vendors: ['meta-pixel'] }), true],
    'a vendor of whom a feature needs a consent': [using({ infobip: {} }), true],
    'a vendor for another purpose': [using({ 'google-maps': { category: 'marketing' } }), true],
    'another policy version': [{ ...base, policy_version: '2' }, true],
  };
  for (const [name, [config, again]] of Object.entries(DIFFS)) {
    test(`${name}: ${again ? 'yes' : 'no'}`, async () => {
      const { site, tracked } = world.hosts();
      await world.visit({ site, config: base }, (visit) => visit.run(GRANT));
      const body = insert(tracked);
      await world.visit({ site, config, body, until: 'load' }, async (visit) => {
        assert.equal(await visit.run('consentGate.state().decided'), !again);
        await visit.idle();
        assert.equal(world.log.requests(tracked).length, again ? 0 : 1);
        assert.deepEqual(visit.errors, []);
      });
    });
  }

  test('pages that declare different vendors do not ask alternately', async () => {
    const { site } = world.hosts();
    const other = { ...base, vendors: { 'more-ads': ads } };
    await world.visit({ site, config: base }, (visit) => visit.run(GRANT));
    await world.visit({ site, config: other }, (visit) => visit.run(GRANT));
    for (const config of [base, other])
      await world.visit({ site, config }, async (visit) =>
        assert.equal(await visit.run('consentGate.state().decided'), true),
      );
  });
});

describe('the cookie', { concurrency: 1 }, () => {
  const DAMAGED = /^Consent Gate: the stored record is damaged/;
  const cut = (/** @type {string} */ domain) =>
    inline(`{ const [half] = document.cookie.match(/consent-gate=.{80}/);
      document.cookie = half + ";domain=${domain};path=/"; }`);

  /** Two hosts of one site. */
  function pair() {
    const domain = world.hosts().site;
    return {
      domain,
      one: `one.${domain}`,
      two: `two.${domain}`,
      config: { cookie_domain: domain },
    };
  }
  const method = 'consentGate.state().record?.method';

  test('the choice counts on the other hosts of the site, and can be withdrawn there', async () => {
    const { one, two, config } = pair();
    await world.visit({ site: one, config }, (visit) => visit.run(GRANT));
    await world.visit({ site: two, config }, async (visit) => {
      assert.equal(await visit.run(method), 'api');
      await visit.run('consentGate.withdraw()');
    });
    await world.visit({ site: one, config }, async (visit) => {
      assert.equal(await visit.run(method), 'withdrawal', 'the newest counts');
      assert.deepEqual(visit.errors, []);
    });
  });

  test('the server gets it as long as it counts', async () => {
    const { one, config, domain } = pair();
    await world.visit({ site: one, config }, async (visit) => {
      await visit.run(GRANT);
      await visit.run(`fetch("/own.js").then(() => true)`);
      const sent = world.log.requests(one).at(-1)?.headers.cookie ?? '';
      const record = JSON.parse(decodeURIComponent(String(sent).replace('consent-gate=', '')));
      assert.deepEqual(record, await visit.run(stored));
      const cookies = await visit.page.context().cookies();
      const cookie = cookies.filter((it) => it.domain === `.${domain}`)[0];
      assert.deepEqual(
        [cookie.name, cookie.path, cookie.secure, cookie.sameSite],
        ['consent-gate', '/', true, 'Lax'],
      );
      if (!IN_FIREFOX) assert.ok(Math.abs(cookie.expires * 1000 - record.expires) < 2_000);
    });
  });

  test('a truncated one is reported, the visitor is asked again, and nothing is released', async () => {
    const { domain, one, config } = pair();
    const { tracked } = world.hosts();
    await world.visit({ site: one, config }, (visit) => visit.run(GRANT));
    const body = insert(tracked);
    await world.visit(
      { site: one, config, before: cut(domain), body, until: 'load' },
      async (visit) => {
        assert.equal(visit.errors.length, 1);
        assert.match(visit.errors[0], DAMAGED);
        assert.equal(await visit.run('consentGate.state().decided'), false);
        await visit.idle();
        assert.equal(world.log.requests(tracked).length, 0);
        await visit.run(GRANT);
        await visit.ranWhen(tracked.split('.')[0]);
      },
    );
  });

  test('a domain of another site is reported, and the choice counts on this host', async () => {
    const { one, config } = pair();
    const wrong = { cookie_domain: 'other.example' };
    await world.visit({ site: one, config: wrong }, async (visit) => {
      await visit.run(GRANT);
      assert.match(visit.errors.join(), /takes no record as a cookie of "other.example"/);
      assert.equal(await visit.run('document.cookie'), '');
    });
    await world.visit({ site: one, config }, async (visit) =>
      assert.equal(await visit.run(method), 'api'),
    );
  });
});

test('no endpoint, no receipt is sent; with one, each choice sends one', async () => {
  const { site } = world.hosts();
  for (const [config, count] of /** @type {const} */ ([
    [{}, 0],
    [{ receipt_endpoint: '/receipts' }, 2],
  ])) {
    await world.visit({ site, config }, async (visit) => {
      await visit.run(`${GRANT}; consentGate.withdraw();`);
      await visit.run('fetch("/control").then(() => true)');
      const sent = () => world.log.requests(site).filter(({ path }) => path === '/receipts');
      if (count) await world.log.when(() => sent().length === count, { what: 'receipts' });
      assert.deepEqual(
        sent().map(({ method }) => method),
        Array(count).fill('POST'),
      );
    });
  }
});
