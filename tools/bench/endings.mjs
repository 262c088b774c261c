/**
 * @file What `element_timeout` does to pages that wait for the end of a held request, at several values: when they continue
 * before the visitor has answered, what an answer after one or three seconds changes, and which listeners come too late
 * to hear of the end.
 */
import { ROWS, withHost } from '../../tests/pages/packages/rows.mjs';
import { startWorld } from '../../tests/pages/support/browser.mjs';
import { inline } from '../../tests/pages/support/pages.mjs';
import { javascript } from '../../tests/pages/support/stand_ins.mjs';
import { keep, versionsOf } from './results.mjs';

/** Values of `element_timeout`, in ms. The engine takes none below 1. */
const LIMITS = [1, 10, 50, 100, 500, 2000];
const TURNS = 5;

/** Pages of `packages/rows.mjs` that wait before they continue. */
const WAITING = {
  next: 'Next.js, a beforeInteractive script',
  react: 'React 19, a style sheet with precedence',
  astro: 'Astro, a script of the next page',
};

/** How many third-party scripts an optimiser's loader runs one after another. */
const CHAIN = 5;
/** When the visitor answers, in ms. */
const ANSWERS = [1000, 3000];
/** When code attaches its listener, in ms after the insertion. */
const DELAYS = [0, 5, 10, 20, 40, 80, 160, 320];

const LOADER = inline(`addEventListener('load', async () => {
  for (let i = 0; i <= ${CHAIN}; i += 1)
    await new Promise((done) => {
      const script = document.createElement('script');
      script.onload = script.onerror = done;
      script.src = i < ${CHAIN} ? vendor(i + '.js') : '/own.js';
      document.head.append(script);
    });
});`);

const LISTENERS = inline(`var heard = [];
for (const delay of ${JSON.stringify(DELAYS)}) {
  const script = document.createElement('script');
  script.src = vendor(delay + '.js');
  document.head.append(script);
  setTimeout(() => { script.onerror = () => heard.push(delay); }, delay);
}`);

/** @param {string} host */
const START = (host) =>
  inline(`var vendor = (name) => 'https://${host}/' + name, tell = () => {}, life;
  var lives = new Promise((done) => { life = done; });
  var began = performance.now(), alive = () => life(performance.now() - began);`);

const world = await startWorld();

/**
 * @typedef {object} Row what one limit does
 * @property {number} limit in ms
 * @property {Record<string, number>} ready when each page continues without an answer, in ms after its first script
 * @property {Record<string, { ready: number, inOrder: boolean }>} answered the loader's page with an answer after so
 *   many ms; `inOrder`: every third-party script ran before the page's own
 * @property {number} heard the last listener that hears of the end, in ms after the insertion
 */

/** @param {number} limit  @returns {Promise<Row>} */
async function measure(limit) {
  /** @type {Row['ready']} */
  const ready = {};
  for (const [name, row] of Object.entries(WAITING))
    ready[name] = await leastOf(async () => visit(limit, await ROWS[row].body(), ROWS[row].second));
  ready.loader = await leastOf(() => visit(limit, LOADER));
  /** @type {Row['answered']} */
  const answered = {};
  for (const ms of ANSWERS) answered[ms] = await answeredAfter(limit, ms);
  return { limit, ready, answered, heard: await lastHeard(limit) };
}

/** @param {number} limit @param {string} body @param {string} [second]  @returns {Promise<number>} */
const visit = (limit, body, second) => open(limit, body, (it) => it.run('lives'), second);

/** @param {number} limit @param {number} ms */
const answeredAfter = (limit, ms) =>
  open(limit, LOADER, async (it) => {
    await it.run(`setTimeout(() => consentGate.grantAll(), ${ms} - performance.now())`);
    const ready = await it.run('lives');
    const ran = await it.run('__ran.length');
    return { ready: Math.round(ready), inOrder: ran === CHAIN };
  });

/** @param {number} limit */
const lastHeard = (limit) =>
  open(limit, LISTENERS, async (it) => {
    const wait = limit + Math.max(...DELAYS) + 500;
    await it.run(`new Promise((done) => setTimeout(done, ${wait}))`);
    return it.run('Math.max(-1, ...heard)');
  });

/**
 * @template T
 * @param {number} limit @param {string} body
 * @param {(visit: import('../../tests/pages/support/browser.mjs').Visit) => Promise<T>} use
 * @param {string} [second]
 */
function open(limit, body, use, second = '') {
  const { site, tracked } = world.hosts();
  const gate = '<script src="/consent-gate.js"></script>';
  const page = `<html lang="en"><head>${gate}${withHost(second, tracked)}</head></html>`;
  world.server.put(site, '/second', page);
  world.server.put(site, '/own.js', javascript('alive()'));
  const config = { element_timeout: limit };
  const text = withHost(START(tracked) + body, tracked);
  return world.visit({ site, config, body: text }, use);
}

/** The least of some turns: what else the machine does makes a turn longer only. @param {() => Promise<number>} once */
async function leastOf(once) {
  const times = [];
  for (let i = 0; i < TURNS; i += 1) times.push(await once());
  return Math.round(Math.min(...times));
}

await visit(LIMITS[0], LOADER); // The browser's first page takes longer.
/** @type {Row[]} */
const rows = [];
for (const limit of LIMITS) {
  rows.push(await measure(limit));
  console.log(JSON.stringify(rows.at(-1)));
}
const versions = { chromium: world.browser.version(), ...versionsOf(['consent-gate', 'react']) };
keep('endings', versions, { chain: CHAIN, turns: TURNS, rows });
await world.close();
