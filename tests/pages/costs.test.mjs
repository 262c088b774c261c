/**
 * @file No content makes the gate slow (T2). Each row of `costs/rows.mjs` takes not much more time than in a page
 * without the gate, and time grows less than quadratically. `COSTS=part-of-name` selects.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ROWS } from './costs/rows.mjs';
import { ENGINE, startWorld } from './support/browser.mjs';
import { PATIENT } from './support/scenario.mjs';

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** Greatest growth of the time for four times the content. Quadratic growth would be 16. */
const GROWTH = 10;

/** A shorter time, in ms, counts as this one: it is noise. */
const FLOOR = 20;

/** A script that is held, and later does what a row needs. Without the gate it runs before the row. */
const LATE = '<script data-consent="marketing">self.late?.()</script>';

/** Runs in the page, before and during the measurement. @param {{ code: string, n: number }} given */
async function runIn({ code, n }) {
  const page = /** @type {any} */ (window);
  const E = (/** @type {string} */ name) => document.createElement(name);
  const host = (page.costHost ??= document.body.appendChild(E('div')));
  const held = 'https://t.doubleclick.net/x?';
  const images = (/** @type {number} */ count) => {
    for (let i = 0; i < count; i += 1)
      host.append(Object.assign(E('img'), { alt: `a${i}`, className: 'c', src: held + i }));
  };
  const written = (/** @type {string[]} */ ...texts) => {
    const inner = host.appendChild(E('iframe')).contentDocument;
    inner.open();
    for (const text of texts) inner.write(text);
    inner.close();
  };
  const late = (/** @type {() => void} */ act) =>
    new Promise((done) => {
      page.late = () => done(act());
      if (!page.consentGate) return done(undefined);
      page.consentGate.grantAll();
    });
  const act = new Function('n', 'host', 'E', 'held', 'images', 'written', 'late', code);
  const start = performance.now();
  await act(n, host, E, held, images, written, late);
  return performance.now() - start;
}

/**
 * Returns the time of a row in ms: processor time in Chromium, so that a busy machine does not count.
 * @param {import('./costs/rows.mjs').Row} row @param {number} n @param {boolean} gate
 */
const costOf = ({ prepare = '', act }, n, gate) =>
  world.visit({ gate, body: LATE, config: PATIENT }, async (visit) => {
    // No held element fires its `error` while a row is measured.
    await visit.run(runIn, { code: prepare, n });
    await visit.idle();
    const clock = ENGINE === 'chromium' ? await processorTime(visit.page) : null;
    const before = await clock?.();
    const wall = await visit.run(runIn, { code: act, n });
    return clock ? (await clock()) - /** @type {number} */ (before) : wall;
  });

/** @param {import('playwright-core').Page} page @returns {Promise<() => Promise<number>>} a clock of its thread */
async function processorTime(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
  };
}

/** Greatest number of measurements of a row. */
const TURNS = 3;

const wanted = process.env.COSTS ?? '';

describe('costs', () => {
  for (const [name, row] of Object.entries(ROWS))
    test(name, { skip: !name.includes(wanted) }, async (context) => {
      let [bare, little, much] = [Infinity, Infinity, Infinity];
      const fits = () =>
        much < row.ratio * Math.max(bare, FLOOR) && much < GROWTH * Math.max(little, FLOOR);
      // A garbage collection may fall into any of them, so the least time counts.
      for (let turn = 0; turn < TURNS && !fits(); turn += 1) {
        bare = Math.min(bare, await costOf(row, 4 * row.n, false));
        little = Math.min(little, await costOf(row, row.n, true));
        much = Math.min(much, await costOf(row, 4 * row.n, true));
      }
      const figures = `bare ${bare.toFixed(0)}, gated ${little.toFixed(0)} and ${much.toFixed(0)} ms`;
      context.diagnostic(figures);
      assert.ok(much < row.ratio * Math.max(bare, FLOOR), figures);
      assert.ok(much < GROWTH * Math.max(little, FLOOR), figures);
    });
});
