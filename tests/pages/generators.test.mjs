/**
 * @file Sites that generators have built, rewritten. Before consent nothing reaches a tracked host, and the page is the
 * same except for held elements. After consent everything is loaded, with its original attributes. The page's code
 * hydrates the rewritten markup without a warning and continues with it. `GENERATORS=all` tests every generator;
 * otherwise one is tested.
 */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { writeFileSync } from 'node:fs';
import { startWorld } from './support/browser.mjs';
import { answersOf, builtSite, rewrittenSite } from './support/generators.mjs';
import { command } from './support/rewrite.mjs';
import { test } from './support/test.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

/** Checks that show that the page's code has hydrated it. @type {Record<string, (visit: Visit) => Promise<void>>} */
const WORKS = {
  vitepress: followsLink,
  docusaurus: followsLink,
  async astro({ page }) {
    await page.click('button');
    assert.equal(await page.textContent('button'), '1');
  },
};

const ALWAYS = 'vitepress';

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

for (const name of Object.keys(WORKS)) {
  const skip = name !== ALWAYS && process.env.GENERATORS !== 'all';
  test(name, { skip }, async () => {
    const built = builtSite(name);
    const rewritten = rewrittenSite(name);
    const config = `${rewritten}.json`;
    writeFileSync(config, '{"banner": false}');
    command(['rewrite', built, '-o', rewritten, '--config', config]);
    const hosts = ['head', 'frame', 'pixel'].map((part) => `${name}-${part}.doubleclick.net`);

    const waiting = await visited(rewritten, async () => {
      for (const host of hosts) {
        assert.equal(world.log.requests(host).length, 0, host);
        assert.equal(world.log.connections(host).length, 0, host);
      }
    });
    const released = await visited(rewritten, async (visit) => {
      await visit.grantAll();
      for (const host of hosts) await world.log.when(host);
      await visit.ranWhen('head');
    });
    for (const host of hosts) assert.equal(world.log.requests(host).length, 1, host);
    const original = await visited(built, async (visit) => {
      for (const host of hosts) await world.log.when(host, { count: 2 });
      await visit.ranWhen('head');
    });
    assert.deepEqual(waiting.errors, original.errors);
    assert.deepEqual(released.errors, original.errors);
    assert.equal(waiting.bare, original.bare, 'but for what waits');
    assert.equal(released.whole, original.whole);
    await visited(rewritten, WORKS[name]);
  });
}

/**
 * Visits the site, waits for `act`, and returns a snapshot of the page.
 * @param {string} folder @param {(visit: Visit) => Promise<void>} act
 */
async function visited(folder, act) {
  const answers = answersOf(folder);
  const page = String(answers['/'].body).replace(/<head[^>]*>/, `$&${MARKS}`);
  const files = { ...answers, '/': { ...answers['/'], body: page } };
  return world.visit({ files }, async (visit) => {
    await visit.loaded();
    await visit.page.waitForLoadState('networkidle');
    await act(visit);
    await visit.idle();
    return {
      errors: [...visit.errors],
      whole: await visit.run(SNAPSHOT, false),
      bare: await visit.run(SNAPSHOT, true),
    };
  });
}

/** The stand-ins' marks, and how a test waits for them. */
const MARKS = `<script>
  self.__ran = [];
  self.__marked = () => {};
  self.__ranWhen = (id, count) => new Promise((resolve) => {
    self.__marked = () => __ran.filter((mark) => mark.id === id).length >= count && resolve();
    __marked();
  });
</script>`;

/**
 * Returns the document without the gate's tags and without prefetched links; `bare`: of tracked tags only the names.
 * @param {boolean} bare
 */
const SNAPSHOT = (bare) => {
  const copy = /** @type {HTMLElement} */ (document.documentElement.cloneNode(true));
  const own = 'script[src="/consent-gate.js"], #consent-gate-config, link[rel="prefetch"]';
  for (const element of copy.querySelectorAll(own)) element.remove();
  for (const element of copy.querySelectorAll('*')) {
    const attributes = element
      .getAttributeNames()
      .map((name) => [name, element.getAttribute(name)]);
    const tracked = attributes.some(([, value]) => value?.includes('doubleclick.net'));
    // A released attribute comes after the element's other ones, and `async` has no value any more.
    for (const [name] of attributes) element.removeAttribute(String(name));
    for (const [name, value] of tracked && bare ? [] : attributes.sort())
      element.setAttribute(String(name), name === 'async' ? '' : (value ?? ''));
  }
  // React Helmet inserts its tags in no fixed order.
  const helmet = [...copy.querySelectorAll('head > [data-rh]')];
  helmet.sort((a, b) => (a.outerHTML < b.outerHTML ? -1 : 1));
  copy.querySelector('head')?.append(...helmet);
  return copy.outerHTML;
};

/** @param {Visit} visit */
async function followsLink({ page }) {
  await page.evaluate('self.here = 1');
  await page.click('a[href*="other"]');
  await page.waitForSelector('h1:text("Another page")');
  assert.equal(await page.evaluate('self.here'), 1, 'the page has not been loaded anew');
}
