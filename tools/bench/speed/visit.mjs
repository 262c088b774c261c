/**
 * @file One visit of the realistic page with one tool, on a slowed processor and a shaped network: when there is something
 * to see, how long the page is blocked, what it fetches, and what it keeps in memory.
 */

/** Presets of Chromium's developer tools: latency in ms, bytes a second down and up. */
export const NETWORKS = {
  'fast 4G': { latency: 165, downloadThroughput: 1_012_500, uploadThroughput: 168_750 },
  'slow 4G': { latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 },
};

/** By how much the processor is slowed down, as for a phone of the middle class. */
const CPU = 4;

/** After the page has loaded, tools still set up and longer tasks may come, in ms. */
const SETTLE = 1000;

/**
 * @typedef {object} Visit
 * @property {number} paint first contentful paint in ms
 * @property {number} blocked total blocking time in ms: what tasks take beyond 50 ms each
 * @property {number} shift cumulative layout shift
 */

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url @param {keyof typeof NETWORKS} network
 * @returns {Promise<Visit>}
 */
export async function visitOnce(browser, url, network) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const session = await context.newCDPSession(tab);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, ...NETWORKS[network] });
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU });
  await tab.goto(url, { waitUntil: 'load', timeout: 120_000 });
  const seen = await tab.evaluate(look, SETTLE);
  await context.close();
  return seen;
}

/** Runs in the page. @param {number} settle */
async function look(settle) {
  await new Promise((done) => setTimeout(done, settle));
  const page = /** @type {any} */ (window);
  const [{ startTime: paint }] = performance.getEntriesByName('first-contentful-paint');
  const late = page.tasks.filter(
    (/** @type {any} */ task) => task.startTime + task.duration > paint,
  );
  const blocked = late.reduce(
    (/** @type {number} */ sum, /** @type {any} */ task) => sum + Math.max(0, task.duration - 50),
    0,
  );
  return { paint, blocked, shift: page.shift };
}
