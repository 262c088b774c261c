/**
 * @file Pages whose policy blocks wasm. The same crate as JavaScript loads automatically and gives the same verdicts.
 * If even that is missing, third parties are held.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { gateFile, startWorld } from './support/browser.mjs';
import { pageText, xhtml } from './support/pages.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

const FALLBACK = '/consent-gate-fallback.js';
/** Policies without 'wasm-unsafe-eval'. */
const POLICIES = {
  "'self' and hosts": { policy: "script-src 'self' 'unsafe-inline' https:" },
  'a nonce': { policy: "script-src 'nonce-n1'", nonce: 'n1' },
  "a nonce and 'strict-dynamic'": {
    policy: "script-src 'self' 'nonce-n1' 'strict-dynamic'",
    nonce: 'n1',
  },
};
const NO_WASM = POLICIES["'self' and hosts"];

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('a policy without wasm', { concurrency: 3 }, () => {
  for (const [name, { policy, nonce }] of Object.entries(POLICIES)) {
    test(name, async () => {
      const bare = await through({ nonce });
      assert.equal(bare.engine, 'wasm');
      const js = await through({ nonce, policy });
      assert.equal(js.engine, 'js', 'the engine that the first tag of the page meets');
      assert.deepEqual({ ...js, engine: 'wasm' }, bare);
    });
  }
});

describe('a file with another name and folder', { concurrency: 2 }, () => {
  /** @type {Record<string, { config: object, path: string }>} */
  const places = {
    base: { config: { base: '/static/gate' }, path: `/static/gate${FALLBACK}` },
    files: { config: { files: { 'consent-gate-fallback.js': 'cg-f.js' } }, path: '/cg-f.js' },
    both: {
      config: { base: '/a/', files: { 'consent-gate-fallback.js': 'b/c.js' } },
      path: '/a/b/c.js',
    },
  };
  for (const [name, { config, path }] of Object.entries(places)) {
    test(name, async () => {
      const files = { [path]: gateFile(FALLBACK.slice(1)), [FALLBACK]: { status: 404 } };
      const seen = await through({ policy: NO_WASM.policy, config, files });
      assert.equal(seen.engine, 'js');
      assert.deepEqual(seen.complaints, []);
    });
  }
});

describe('no engine', { concurrency: 3 }, () => {
  /** @type {Record<string, import('./support/stand_ins.mjs').Answer>} */
  const answers = {
    'the file is missing': { status: 404 },
    'the file is the site’s error page': { body: '<!doctype html><p>Not found' },
    'the file throws': { body: 'throw new Error("damaged")' },
    'the file hands over nonsense': { body: 'window[Symbol.for("consent-gate")]?.(() => 7)' },
  };
  for (const [name, answer] of Object.entries(answers)) {
    for (const { policy, nonce } of [NO_WASM, POLICIES["a nonce and 'strict-dynamic'"]]) {
      test(`${name}, ${nonce ? 'nonce' : 'hosts'}`, () => heldBlindly(answer, policy, nonce));
    }
  }
});

describe('the fallback arrives after the tags', { concurrency: 2 }, () => {
  test('XHTML', () => arrivesLater((parts) => xhtml(pageText(parts)), 'application/xhtml+xml'));
  test('a gate that a script has inserted', () => arrivesLater(insertedGate, 'text/html'));
});

describe('golden verdicts', { concurrency: 1 }, () => {
  test('wasm', () => expectGolden('wasm', {}));
  test('js', () => expectGolden('js', { 'content-security-policy': NO_WASM.policy }));
});

/**
 * Visits a page with a tracked and an untracked static tag, a dynamic one, and one of the site, and grants everything.
 * @param {{ policy?: string, nonce?: string, config?: object, files?: Record<string, any> }} options
 */
async function through({ policy, nonce, ...options }) {
  const hosts = world.hosts();
  const head = staticTags(hosts, nonce);
  const headers = policy ? { 'content-security-policy': policy } : undefined;
  return world.visit(
    { ...options, head, headers, nonce, site: hosts.site, until: 'load' },
    async (visit) => {
      await visit.run(insertScript, [`https://dynamic.${hosts.tracked}/x.js`, nonce]);
      await visit.idle();
      const waiting = await visit.run('consentGate.state().waiting');
      const held = { order: await visit.order(), waiting, report: await reportOf(visit) };
      assert.equal(world.log.requests(`dynamic.${hosts.tracked}`).length, 0);
      await visit.grantAll();
      await visit.ranWhen('dynamic');
      const released = { order: await visit.order(), report: await reportOf(visit) };
      assert.equal(world.log.requests(`dynamic.${hosts.tracked}`).length, 1);
      const engine = await visit.run('engineAtFirst');
      return { engine, held, released, complaints: visit.errors };
    },
  );
}

/** The mark of a host's stand-in is the host's first label. */
function staticTags(
  /** @type {{ tracked: string, untracked: string, site: string }} */ hosts,
  /** @type {string | undefined} */ nonce,
) {
  const own = nonce ? ` nonce="${nonce}"` : '';
  return `<script${own}>self.engineAtFirst = consentGate.state().engine;</script>
<script${own} src="https://tracked.${hosts.tracked}/x.js"></script>
<script${own} src="https://untracked.${hosts.untracked}/x.js"></script>
<script${own} src="/own.js?id=own"></script>`;
}

/** @param {[src: string, nonce?: string]} source */
const insertScript = ([src, nonce = '']) => {
  document.head.append(Object.assign(document.createElement('script'), { src, nonce }));
};

/** Returns `report()` without values that differ between visits. @param {Visit} visit */
async function reportOf(visit) {
  const rows = await visit.run('consentGate.report()');
  return JSON.parse(JSON.stringify(rows).replace(/\b[stu]\d+\./g, ''));
}

/**
 * @param {import('./support/stand_ins.mjs').Answer} answer the fallback file's
 * @param {string} policy @param {string} [nonce]
 */
async function heldBlindly(answer, policy, nonce) {
  const hosts = world.hosts();
  const javascript = { 'content-type': 'text/javascript' };
  const files = { [FALLBACK]: { headers: javascript, ...answer } };
  const headers = { 'content-security-policy': policy };
  const page = { head: staticTags(hosts, nonce), headers, nonce, files, site: hosts.site };
  await world.visit({ ...page, until: 'load' }, async (visit) => {
    await visit.run(insertScript, [`https://${hosts.tracked}/x.js`]);
    await visit.grantAll();
    await visit.ranWhen('own');
    await visit.idle();
    assert.deepEqual(await visit.order(), ['own']);
    assert.equal(world.log.requests(hosts.tracked).length, 0);
    const { engine, waiting } = await visit.run('consentGate.state()');
    assert.deepEqual({ engine, waiting }, { engine: 'none', waiting: 3 });
    const complaints = visit.errors.filter((error) => error.includes('Consent Gate'));
    assert.equal(complaints.length, 1, visit.errors.join('\n'));
    assert.match(complaints[0], /consent-gate-fallback\.js.*third parties are held/);
  });
}

/**
 * Checks that third parties are held before the fallback arrives, and that each gets its verdict then.
 * @param {(parts: import('./support/pages.mjs').PageParts) => string} text @param {string} type
 */
async function arrivesLater(text, type) {
  const hosts = world.hosts();
  /** @type {(answer: import('./support/stand_ins.mjs').Answer) => void} */
  let answer = () => {};
  const files = { [FALLBACK]: new Promise((resolve) => (answer = resolve)) };
  const headers = { 'content-type': type, 'content-security-policy': NO_WASM.policy };
  const page = { text: text({}), headers, files, site: hosts.site };
  await world.visit({ ...page, until: 'domcontentloaded' }, async (visit) => {
    await world.log.when((entry) => entry.host === hosts.site && entry.path === FALLBACK);
    for (const host of [`tracked.${hosts.tracked}`, `untracked.${hosts.untracked}`]) {
      await visit.run(insertScript, [`https://${host}/x.js`]);
    }
    await visit.run(insertScript, ['/own.js?id=own']);
    await visit.ranWhen('own');
    assert.equal(await visit.run('consentGate.state().engine'), 'none');
    assert.equal(world.log.requests(`untracked.${hosts.untracked}`).length, 0);
    answer(gateFile(FALLBACK.slice(1)));
    await visit.ranWhen('untracked');
    assert.equal(await visit.run('consentGate.state().engine'), 'js');
    assert.equal(world.log.requests(`tracked.${hosts.tracked}`).length, 0);
    await visit.grantAll();
    await visit.ranWhen('tracked');
    assert.deepEqual(await visit.order(), ['own', 'untracked', 'tracked']);
    assert.equal(world.log.requests(`tracked.${hosts.tracked}`).length, 1);
  });
}

/** Returns a page whose gate is inserted by a script. @param {import('./support/pages.mjs').PageParts} parts */
function insertedGate(parts) {
  const code = 'document.head.append(Object.assign(document.createElement("script"), {src}))';
  const gateTag = `<script>{ const src = "/consent-gate.js"; ${code}; }</script>`;
  return pageText({ ...parts, gateTag });
}

/** @typedef {{ url: string, kind: string, expected: string }} Golden */

/**
 * Requests every golden URL with an element, as script or iframe (no row distinguishes kinds), and reads the report. As
 * documented for `report()`, it does not contain a URL that is not third-party and matches no row.
 * @param {string} engine @param {Record<string, string>} headers
 */
async function expectGolden(engine, headers) {
  const golden = readGolden();
  await world.visit({ headers, site: 'www.example.com' }, async (visit) => {
    assert.equal(await visit.run('consentGate.state().engine'), engine);
    const found = await visit.run(askForAll, golden);
    assert.deepEqual(found, golden);
  });
}

/** @returns {Golden[]} */
function readGolden() {
  const text = readFileSync(new URL('../cases/verdicts.tsv', import.meta.url), 'utf8');
  const rows = text.trimEnd().split('\n').slice(1);
  assert.ok(rows.length >= 120, `only ${rows.length} golden rows`);
  return rows.map((row) => {
    const [url, kind, vendor, feature, category, , verdict] = row.split('\t');
    return { url, kind, expected: [vendor, feature, category, verdict].join(' ') };
  });
}

/** Runs in the page. @param {Golden[]} golden @returns {Golden[]} the same with the gate's verdicts */
function askForAll(golden) {
  const gate = /** @type {any} */ (window).consentGate;
  return golden.map(({ url, kind }) => {
    const element = document.createElement(kind === 'iframe' ? 'iframe' : 'script');
    element.src = url;
    document.head.append(element);
    element.remove();
    const row = gate.report().findLast((/** @type {any} */ it) => it.url === element.src);
    const { vendor, feature, category, verdict } = row ?? { verdict: 'allow' };
    return { url, kind, expected: [vendor, feature, category, verdict].join(' ') };
  });
}
