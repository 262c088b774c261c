/**
 * @file That what is held comes to an end for the page: by the events and failures that it would have if the browser had
 * blocked the request. So before a choice, after a refusal, and with a refusal on record; and it can still be released
 * afterwards. Each row of `endings/` is played without the gate against a port that browsers block, and with it.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */
/** @typedef {{ name: string, ends: string, then: string, code: string }} Row */

/** Browsers ask for nothing at this port (Fetch, "bad port"). */
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
