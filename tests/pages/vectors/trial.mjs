/**
 * @file The test of one vector: works without the gate, held with it, released once after consent. The server's log
 * shows all requests; the marks of stand-ins show which code ran, for kinds that run.
 */
import assert from 'node:assert/strict';
import { ENGINE, IN_WEBKIT } from '../support/chosen.mjs';
import { KINDS, RELAY, canBeSpoiled, isClicked, vectorPage } from './page.mjs';

/** @typedef {import("./load.mjs").Vector} Vector */
/** @typedef {import("../support/browser.mjs").World} World */
/** @typedef {import("../support/browser.mjs").Visit} Visit */
/** @typedef {ReturnType<World["hosts"]>} Hosts */

/** Number of times that a page may be spoiled. The most frequent cause spoils one of 26. */
const TIMES = 10;

/** The observations of one visit to a page. @typedef {{ hosts: Hosts, requests: number, errors: string[] }} Passage */

/**
 * Checks that the vector makes its request and runs in a page without a gate, or, if it is dead, does neither.
 * @param {World} world @param {Vector} vector @param {boolean} dead
 * @returns {Promise<Passage>}
 */
export async function tryWithoutGate(world, vector, dead) {
  return passage(world, vector, dead, false, async (visit, hosts) => {
    if (dead) await control(visit, hosts);
    else await came(visit, vector, hosts.tracked);
    if (!isPlain(vector, dead)) await came(visit, vector, hosts.untracked);
    await expectRuns(visit, vector, hosts, dead ? 0 : 1, 'without a gate');
  });
}

/**
 * Checks that the vector is held until consent, and then runs exactly once.
 * @param {World} world @param {Vector} vector @param {boolean} dead
 * @returns {Promise<Passage>}
 */
export async function tryWithGate(world, vector, dead) {
  const plain = isPlain(vector, dead);
  const ends = dead || isDropped(vector);
  return passage(world, vector, dead, true, async (visit, hosts) => {
    if (plain) await control(visit, hosts);
    else await came(visit, vector, hosts.untracked);
    if (!plain && !KINDS[vector.kind].runs) await second(visit, hosts); // Two workers start in any order.
    await expectRuns(visit, vector, hosts, 0, 'before consent');
    if (!mayBeFetchedAhead(vector)) expectRequests(world, hosts, 0, 'before consent');
    await visit.grantAll();
    if (!ends) await came(visit, vector, hosts.tracked);
    await control(visit, { ...hosts, untracked: `again-${hosts.untracked}` });
    await expectRuns(visit, vector, hosts, ends ? 0 : 1, 'after consent');
  });
}

/**
 * Checks, after every page is closed, that nothing arrived after the visits.
 * @param {World} world @param {Vector} vector @param {Passage} seen @param {boolean} dead @param {boolean} gate
 */
export function expectNothingLater(world, vector, { hosts }, dead, gate) {
  const scanned = gate && mayBeFetchedAhead(vector);
  const requests = world.log.requests(hosts.tracked).length;
  if (scanned && requests === 2) return; // One request of the preload scanner, and one of the released element.
  const wanted = dead || (gate && isDropped(vector)) ? 0 : 1;
  // WebKitGTK plays media by GStreamer, which may request one file several times.
  if (IN_WEBKIT && vector.kind === 'media' && wanted === 1 && requests > 1) return;
  expectRequests(world, hosts, wanted, 'in all');
}

/**
 * Visits a page, again if the browser has spoiled it.
 * @param {World} world @param {Vector} vector @param {boolean} dead @param {boolean} gate
 * @param {(visit: Visit, hosts: Hosts) => Promise<void>} use
 * @returns {Promise<Passage>}
 */
async function passage(world, vector, dead, gate, use) {
  for (let times = 0; times < TIMES; times += 1) {
    const seen = await passOnce(world, vector, dead, gate, use);
    if (seen) return seen;
  }
  throw new Error(`${TIMES} times the browser itself did not do what the page asked for`);
}

/**
 * @param {World} world @param {Vector} vector @param {boolean} dead @param {boolean} gate
 * @param {(visit: Visit, hosts: Hosts) => Promise<void>} use
 * @returns {Promise<Passage | null>} null if the page was spoiled
 */
async function passOnce(world, vector, dead, gate, use) {
  const hosts = world.hosts();
  const plain = isPlain(vector, dead);
  const until = vector.options.includes('plain') ? 'load' : 'domcontentloaded';
  const files = { '/relay.js': RELAY };
  const options = { ...vectorPage(vector, hosts, { plain }), gate, site: hosts.site, files };
  return world.visit({ ...options, until }, async (visit) => {
    if (canBeSpoiled(vector) && (await visit.run(`spoiled(${gate})`))) return null;
    if (isClicked(vector)) await clickAll(visit);
    try {
      await use(visit, hosts);
    } catch (error) {
      if (visit.isSpoiled || (!gate && vector.options.includes('raced'))) return null;
      throw error;
    }
    const requests = world.log.requests(hosts.tracked).length;
    return { hosts, requests, errors: visit.errors.map(withoutNumbers) };
  });
}

/** Clicks as the visitor does. @param {Visit} visit */
export async function clickAll({ page }) {
  for (const element of await page.locator('[id^="click"]').all()) await element.click();
}

/**
 * Makes another request after the vector's action. When it has arrived, the vector's request would have arrived, too.
 * @param {Visit} visit @param {{ untracked: string }} hosts
 */
async function control(visit, { untracked }) {
  await visit.idle();
  await visit.run((/** @type {string} */ src) => {
    document.documentElement.append(Object.assign(document.createElement('iframe'), { src }));
  }, `https://${untracked}/control.html`);
  await visit.reached(untracked);
}

/** A second control. @param {Visit} visit @param {Hosts} hosts */
const second = (visit, { untracked }) => control(visit, { untracked: `second-${untracked}` });

/**
 * Waits until the requested code of a host has run, or, for a kind that leaves no mark, until the host has been
 * requested.
 * @param {Visit} visit @param {Vector} vector @param {string} host
 * @returns {Promise<unknown>}
 */
const came = (visit, { kind }, host) =>
  KINDS[kind].runs ? visit.ranWhen(id({ tracked: host })) : visit.reached(host);

/**
 * Checks the number of runs, or, for a kind that leaves no mark, of requests.
 * @param {Visit} visit @param {Vector} vector @param {Hosts} hosts @param {number} count @param {string} when
 */
async function expectRuns(visit, { kind }, hosts, count, when) {
  if (!KINDS[kind].runs) return;
  assert.equal(await visit.ran(id(hosts)), count, `runs ${when}`);
}

/** @param {World} world @param {Hosts} hosts @param {number} count @param {string} when */
function expectRequests(world, hosts, count, when) {
  assert.equal(world.log.requests(hosts.tracked).length, count, `requests ${when}`);
}

/** @param {Vector} vector @param {boolean} dead */
const isPlain = (vector, dead) => dead || vector.options.includes('plain');

/** @param {Vector} vector */
export const isDropped = ({ options }) => options.includes('dropped');

/**
 * Returns whether the browser may request it before any script can act. The table has this for Chromium.
 * @param {Vector} vector
 */
const mayBeFetchedAhead = ({ group, options }) =>
  ENGINE === 'chromium' ? options.includes('scanned') : group === 'static';

/** Returns the mark of a host's stand-in. @param {{ tracked: string }} hosts */
const id = ({ tracked }) => tracked.split('.')[0];

/** @param {string} message */
const withoutNumbers = (message) => message.replace(/\b([stu])\d+\./g, '$1.');
