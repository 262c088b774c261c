/**
 * @file Frameworks and loaders that wait for a third-party request (`packages/rows.mjs`). The page continues as it does
 * when the vendor's host is blocked, and a later grant loads held requests.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ROWS, withHost } from './packages/rows.mjs';
import { startWorld } from './support/browser.mjs';
import { GATE_TAG, inline, pageText } from './support/pages.mjs';
import { javascript } from './support/stand_ins.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */
/** @typedef {import('./packages/rows.mjs').Row} Row */
/** @typedef {{ gate?: boolean, config?: object, earlier?: boolean, refused?: boolean }} How */

/** Longer than any test: nothing ends before a choice. */
const NEVER = { element_timeout: 600_000 };

/** @param {string} host */
const START = (host) =>
  inline(`
  var told = [], onLoad, loaded = new Promise((done) => { onLoad = done; });
  var tell = (word) => { told.push(word); if (word === 'load') onLoad(true); };
  var vendor = (name) => 'https://${host}/' + name;
  var life, lives = new Promise((done) => { life = done; }), alive = () => { tell('alive'); life(true); };`);

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

for (const [name, row] of Object.entries(ROWS)) {
  describe(name, { concurrency: 2 }, () => {
    test('without the gate', () => play(row, { gate: false }, row.hears ? hearsLoad : loads));
    if (process.env.GATE === 'none') return;
    test('before a choice', () => endsAsBlocked(row, {}));
    test('refused', () => endsAsBlocked(row, { config: NEVER }, refuse));
    test('refused on an earlier page', () => endsAsBlocked(row, { config: NEVER, earlier: true }));
  });
}

/** @typedef {(visit: Visit, host: string) => Promise<void>} Act */

/** @param {Visit} visit */
async function goesOn(visit) {
  await visit.run('lives');
  await visit.idle();
}

/** @type {Act} */
async function loads(visit, host) {
  await goesOn(visit);
  await visit.reached(host);
}

/** @param {Visit} visit */
async function hearsLoad(visit) {
  await visit.run('loaded');
}

/** @type {Act} */
async function refuse(visit) {
  await visit.idle();
  await visit.run('consentGate.denyAll()');
}

/** @param {Row} row @param {How} how @param {Act} [act] the visitor's action before the page continues */
async function endsAsBlocked(row, how, act = async () => {}) {
  const blocked = await play(row, { gate: false, refused: true }, goesOn);
  const held = await play(row, how, async (visit, host) => {
    await act(visit, host);
    await goesOn(visit);
    assert.equal(world.log.requests(host).length, 0, 'requests before consent');
  });
  assert.deepEqual(held, blocked);
}

/**
 * Returns the page's notes after its code has continued. With the gate, grants everything then.
 * @param {Row} row @param {How} how @param {Act} act
 */
async function play(row, { gate = true, config, earlier, refused = false }, act) {
  const hosts = world.hosts();
  const body = withHost(START(hosts.tracked) + (await row.body()), hosts.tracked);
  if (refused) world.server.on(hosts.tracked, () => ({ refused }));
  world.server.put(hosts.site, '/own.js', javascript('alive()'));
  const head = gate ? GATE_TAG : '';
  const second = withHost(row.second ?? '', hosts.tracked);
  world.server.put(hosts.site, '/second', `<html lang="en"><head>${head}${second}</head></html>`);
  if (earlier)
    await world.visit({ site: hosts.site }, (visit) => visit.run('consentGate.denyAll()'));
  const text = pageText({ gate, config, body });
  return world.visit({ site: hosts.site, text, until: 'load' }, async (visit) => {
    await act(visit, hosts.tracked);
    const told = await visit.run('told');
    if (gate) await released(visit, row, hosts.tracked);
    return told;
  });
}

/** @param {Visit} visit @param {Row} row @param {string} host */
async function released(visit, { vendor, hears }, host) {
  await visit.grantAll();
  await world.log.when((it) => it.host === host && it.path === vendor);
  if (hears) await visit.run('loaded');
  if (vendor.endsWith('.js')) await visit.ranWhen(host.split('.')[0]);
}
