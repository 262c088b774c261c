/**
 * @file The banner's effect on the paint of the page: it is requested after the first paint, shifts nothing, and is not
 * the largest contentful paint of a normal page.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';
import { asked, part, settled, shop } from './support/question.mjs';
import { test } from './support/test.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/**
 * Pages whose largest contentful paint is small, so that a banner could easily be larger.
 * @type {Record<string, string>}
 */
const PAGES = {
  'a headline and a paragraph':
    '<main><h1>Example shop</h1><p>Tea, coffee and what belongs to them.</p></main>',
  'two lines': '<main><p>Tea</p><p>Coffee</p></main>',
  'laid out as a grid': `<style>body { display: grid; gap: 2em; min-height: 100vh; grid-template-rows: auto 1fr }</style>
<main><h1>Example shop</h1></main><footer>The end</footer>`,
  'longer than the window': `<main>${'<p>Tea and coffee.</p>'.repeat(60)}</main>`,
};
const WIDTHS = [1280, 320];

describe('paint', { concurrency: 3 }, () => {
  for (const [name, body] of Object.entries(PAGES)) {
    for (const width of WIDTHS) {
      test(`no shift, and not the largest paint: ${name}, ${width} pixels`, () =>
        world.visit(shop({}, { body, head: NOTES }), async (visit) => {
          await visit.page.setViewportSize({ width, height: 720 });
          await visit.page.reload();
          await asked(visit);
          assert.deepEqual(await shifts(visit), []);
          const largest = await visit.run('largest');
          assert.ok(largest.length > 0, 'something was painted');
          // An element in a shadow root is not reported.
          assert.ok(!largest.includes('none'), `the largest paints: ${largest}`);
          await part(visit, 'reject').click();
          assert.deepEqual(await shifts(visit), []);
          await visit.page.setViewportSize({ width: 1280, height: 720 });
        }));
    }
  }

  test('a vendor that is requested later shifts nothing', () =>
    world.visit(shop({}, { head: NOTES }), async (visit) => {
      await asked(visit);
      for (let i = 0; i < 12; i += 1)
        await visit.run((/** @type {number} */ n) => {
          const src = ['https://www.youtube.com/embed/1', 'https://player.vimeo.com/video/1'][
            n % 2
          ];
          document
            .createElement('div')
            .append(Object.assign(document.createElement('iframe'), { src }));
          document.head.append(
            Object.assign(document.createElement('script'), { src: `${src}/${n}.js` }),
          );
        }, i);
      await visit.page.locator('[part=vendors]:has-text("4")').waitFor();
      assert.deepEqual(await shifts(visit), []);
    }));

  /** `startTime` is the time of the frame on the screen; `paintTime` is the time when the page had finished it. */
  test('the banner is requested after the first paint', () =>
    world.visit(shop(), async (visit) => {
      await asked(visit);
      const [paint, start] = await visit.run(() => {
        const file = performance
          .getEntriesByType('resource')
          .find((it) => it.name.includes('banner'));
        const paint = performance.getEntriesByName('first-contentful-paint')[0];
        return [/** @type {any} */ (paint).paintTime, file?.startTime];
      });
      assert.ok(paint > 0 && start > paint, `painted at ${paint} ms, asked for at ${start} ms`);
    }));
});

/** Records from the start every layout shift, and the element of every candidate for the largest contentful paint. */
const NOTES = inline(`
  self.shifts = [], self.largest = [];
  const note = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  note('layout-shift', (entry) => shifts.push(entry.value));
  note('largest-contentful-paint', ({ element }) => largest.push(element ? element.localName : 'none'));
`);

/** Waits two frames after everything has ended. @param {Visit} visit */
async function painted(visit) {
  await settled(visit);
  await visit.run(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
  );
  await visit.idle();
}

/** Returns every layout shift of the page so far. @param {Visit} visit @returns {Promise<number[]>} */
async function shifts(visit) {
  await painted(visit);
  return visit.run('shifts');
}
