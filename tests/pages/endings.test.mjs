/**
 * @file Every held request ends for the page, by the events and errors of a request that the browser has blocked:
 * before a choice, after a refusal, and with a refusal on record. It can still be released afterwards. Each row of
 * `endings/` is tested without the gate against a port that browsers block, and with it.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */
/** @typedef {{ name: string, ends: string, then: string, code: string }} Row */

/** Browsers block requests to this port (Fetch, "bad port"). */
const BLOCKED = ':1';

/** Longer than any test: nothing ends before a choice. */
const NEVER = { element_timeout: 600_000 };

const IMAGE = {
  body: Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64'),
  headers: { 'content-type': 'image/gif', 'access-control-allow-origin': '*' },
};
const SHEET = { body: 'p { color: red }', headers: { 'content-type': 'text/css' } };

const START = inline(`
  var told = [], tell = (word) => void told.push(word);
  var hear = (element) => {
    for (const type of ['load', 'error']) element.addEventListener(type, () => tell(type));
  };
  var toldMore = (than) => new Promise((done) => {
    const look = () => (told.length > than ? done(told) : setTimeout(look, 5));
    look();
  });`);

/** @type {Row[]} */
const ROWS = readFileSync(new URL('endings/elements.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => {
    const [name, ends, then, ...code] = line.split(' | ');
    return { name, ends, then, code: code.join(' | ') };
  });

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

for (const row of ROWS) {
  describe(row.name, { concurrency: 3 }, () => {
    if (row.ends === 'soon') test('before a choice', () => endsAsBlocked(row, {}));
    test('refused', () => endsAsBlocked(row, { config: NEVER, refuses: true }));
    test('refused on an earlier page', () => endsAsBlocked(row, { config: NEVER, earlier: true }));
    test('without an engine', () => endsWithoutEngine(row));
  });
}

/**
 * @param {Row} row
 * @param {{ config?: object, refuses?: boolean, earlier?: boolean }} how
 */
async function endsAsBlocked(row, { config, refuses, earlier }) {
  const native = await endsNatively(row.code);
  const hosts = serve();
  if (earlier)
    await world.visit({ site: hosts.site }, (visit) => visit.run('consentGate.denyAll()'));
  const page = { body: bodyOf(row.code, `https://${hosts.tracked}/`), site: hosts.site, config };
  await world.visit(page, async (visit) => {
    if (refuses) await refuse(visit);
    await visit.run('toldMore(0)');
    await visit.idle();
    assert.deepEqual(await visit.run('told'), native, 'what the page hears');
    assert.equal(world.log.requests(hosts.tracked).length, 0, 'requests before consent');
    await visit.grantAll();
    if (row.then === 'over') return;
    await visit.reached(hosts.tracked);
    if (row.then !== 'load') return;
    const [next] = (await visit.run(`toldMore(${native.length})`)).slice(native.length);
    assert.equal(next, 'load', 'what the page hears after a grant');
  });
}

/** Every call of the engine throws after `broken` is set. */
const BREAKABLE = inline(`{
  const { Instance } = WebAssembly;
  const breakable = (call) => (...args) => { if (self.broken) throw new Error('broken'); return call(...args); };
  WebAssembly.Instance = function (...args) {
    const exports = { ...new Instance(...args).exports };
    for (const name in exports) if (typeof exports[name] === 'function') exports[name] = breakable(exports[name]);
    return { exports };
  };
}`);

test('held before and after a failure of the engine', async () => {
  const { site } = world.hosts();
  const page = { before: BREAKABLE, body: START, site };
  await world.visit(page, async (visit) => {
    await visit.run(`{
      const insert = (src) => {
        const s = document.createElement('script');
        s.onerror = () => tell(src);
        document.head.append(Object.assign(s, { src }));
      };
      insert('https://maps.googleapis.com/maps/api/js');
      fetch('https://connect.facebook.net/b').catch(({ name }) => tell(name));
      broken = true;
      insert('https://connect.facebook.net/c.js');
    }`);
    await visit.run('toldMore(2)');
    assert.deepEqual((await visit.run('told')).sort(), [
      'TypeError',
      'https://connect.facebook.net/c.js',
      'https://maps.googleapis.com/maps/api/js',
    ]);
    assert.match(visit.errors.join(), /failed in "/);
  });
});

/** The policy blocks wasm, and the fallback is missing: nothing can ever be released. @param {Row} row */
async function endsWithoutEngine({ code }) {
  const native = await endsNatively(code);
  const { site, tracked } = serve();
  const page = {
    body: bodyOf(code, `https://${tracked}/`),
    headers: { 'content-security-policy': "script-src 'self' 'unsafe-inline' https:" },
    files: { '/consent-gate-fallback.js': { status: 404 } },
  };
  await world.visit({ ...page, site }, async (visit) => {
    assert.equal(await visit.run('consentGate.state().engine'), 'none');
    await visit.run('toldMore(0)');
    await visit.idle();
    assert.deepEqual(await visit.run('told'), native, 'what the page hears');
    assert.equal(world.log.requests(tracked).length, 0, 'requests');
  });
}

/** @param {Visit} visit */
async function refuse(visit) {
  await visit.idle();
  assert.deepEqual(await visit.run('told'), [], 'what the page hears before a choice');
  await visit.run('consentGate.denyAll()');
}

/** @param {string} code @returns {Promise<string[]>} */
async function endsNatively(code) {
  const { untracked } = world.hosts();
  const page = { body: bodyOf(code, `https://${untracked}${BLOCKED}/`), gate: false };
  return world.visit(page, async (visit) => {
    await visit.run('toldMore(0)');
    await visit.idle();
    return visit.run('told');
  });
}

function serve() {
  const hosts = world.hosts();
  world.server.put(hosts.tracked, '/x.gif', IMAGE);
  world.server.put(hosts.tracked, '/x.css', SHEET);
  return hosts;
}

/** @param {string} code @param {string} folder */
const bodyOf = (code, folder) => START + inline(`{ const u = '${folder}'; ${code} }`);
