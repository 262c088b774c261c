/**
 * @file Placeholders in pages that change around them: React hydrates markup with a held frame, in a grid, and the
 * visitor goes to another page and back.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bundle } from './loaders/bundle.mjs';
import { startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';
import { html } from './support/stand_ins.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** @param {Visit} visit */
const button = (visit) => visit.page.frameLocator('#a').locator('[part="once"]');
const GRID =
  '<style>main { display: grid; grid-template-columns: 1fr 1fr; inline-size: 900px }</style>';
/** @param {string} host */
const MARKUP = (host) =>
  `<main><iframe id="a" title="A" width="400" height="250" src="https://${host}/a.html"></iframe><p>between</p></main>`;
const BOXES = `Array.from(document.querySelectorAll('main, main *'), (it) => {
  const { x, y, width, height } = it.getBoundingClientRect();
  return [it.localName, x, y, width, height].join();
})`;

/** @type {Record<string, Record<string, string>>} */
const VERSIONS = { 'React 18': { react: 'react-18', 'react-dom': 'react-dom-18' }, 'React 19': {} };

for (const [name, alias] of Object.entries(VERSIONS)) {
  test(`${name} hydrates a frame that waits: no warning, the same tree, the same boxes`, async () => {
    const { site, tracked } = world.hosts();
    const code = `import { createElement as h } from "react"; import { hydrateRoot } from "react-dom/client";
      const frame = { id: "a", title: "A", width: 400, height: 250, src: "https://${tracked}/a.html" };
      self.recovered = [];
      self.hydrate = () => hydrateRoot(document.getElementById("root"),
        h("main", { ref: (it) => (self.taken = it) }, h("iframe", frame), h("p", null, "between")),
        { onRecoverableError: (error) => recovered.push(error.message) });`;
    const script = inline(await bundle(code, { mode: 'development', alias }));
    const body = `${GRID}<div id="root">${MARKUP(tracked)}</div>${script}`;
    await world.visit({ site, body, config: { banner: {} } }, async (visit) => {
      await button(visit).waitFor();
      await visit.run(
        'self.served = document.getElementById("a"); self.boxes = String(BOXES())'.replace(
          'BOXES()',
          BOXES,
        ),
      );
      await visit.run('hydrate(); 0');
      await visit.page.waitForFunction('self.taken');
      assert.deepEqual(await visit.run('recovered'), []);
      assert.equal(
        await visit.run('served === document.getElementById("a") && served.isConnected'),
        true,
      );
      assert.equal(await visit.run(`boxes === String(${BOXES})`), true);
      assert.equal(await button(visit).isVisible(), true, 'the placeholder is still there');
      await button(visit).click();
      await visit.ranWhen(tracked.split('.')[0]);
      assert.deepEqual(visit.errors, []);
    });
  });
}

test('to another page and back: it is held again, and adds no entry to the history', async () => {
  const { site, tracked } = world.hosts();
  const body = `${GRID}${MARKUP(tracked)}`;
  const files = { '/other': html('<!doctype html><title>other</title>') };
  await world.visit({ site, body, files, config: { banner: {} } }, async (visit) => {
    await button(visit).waitFor();
    await visit.page.goto(`https://${site}/other`);
    await visit.page.goBack();
    await button(visit).waitFor();
    const length = await visit.run('history.length');
    await button(visit).click();
    await visit.ranWhen(tracked.split('.')[0]);
    assert.equal(await visit.run('history.length'), length);
    await visit.page.goForward();
    assert.equal(await visit.run('document.title'), 'other', 'one step is one step');
    await visit.page.goBack();
    await button(visit).waitFor();
    assert.deepEqual(visit.errors, []);
  });
});
