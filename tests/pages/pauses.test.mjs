/**
 * @file Pauses of the parser: for the network, and at the end of its time slice. Each row of `pauses/` is static markup
 * that arrives in two pieces, the second after the page has parsed the first.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { judge } from './support/expected.mjs';
import { inline, pageText } from './support/pages.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/**
 * Notifies the server that the first piece has been parsed. `split`: the parser has paused for another reason between
 * the host and its shadow root, which is the row `pause-behind-host`.
 */
const SEEN = inline(`new MutationObserver((_, observer) => {
  const here = document.getElementById("here");
  if (!here) return;
  self.split = !here.shadowRoot;
  observer.disconnect();
  fetch("/here");
}).observe(document, { childList: true, subtree: true });`);

describe('markup in two pieces', { concurrency: 3 }, () => {
  for (const [id, kind, markup] of table()) {
    test(id, async () => {
      await visit(false, kind, markup, (page, tracked) => page.ranWhen(tracked));
      if (process.env.GATE !== 'none') await judge(id, () => held(kind, markup));
    });
  }
});

/**
 * Loads a page again if the parser has paused at the position of another row.
 * @param {string} kind @param {string} markup
 */
async function held(kind, markup) {
  const whole = /<template[^¦]*¦/.test(markup);
  let counts = false;
  while (!counts) {
    await visit(true, kind, markup, async (page, tracked) => {
      await page.loaded();
      counts = !whole || !(await page.run('split'));
      if (counts) await isHeld(page, tracked);
    });
  }
}

/** @param {Visit} page @param {string} tracked */
async function isHeld(page, tracked) {
  await page.loaded();
  assert.equal(await page.ran(tracked), 0, 'runs before consent');
  await page.grantAll();
  await page.ranWhen(tracked);
  assert.equal(await page.ran(tracked), 1, 'runs after consent');
}

/**
 * @param {boolean} gate @param {string} kind @param {string} markup
 * @param {(page: Visit, tracked: string) => Promise<void>} use
 */
async function visit(gate, kind, markup, use) {
  const { tracked, site } = world.hosts();
  const url = `https://${tracked}/x.${kind === 'script' ? 'js' : 'html'}`;
  const body = markup
    .replaceAll('$u', url)
    .replaceAll('$a', url.slice(0, 12))
    .replaceAll('$z', url.slice(12));
  const text = pageText({ gate, head: SEEN, body });
  const pieces = inPieces(site, text);
  await world.visit({ site, pieces, until: 'commit' }, (page) => use(page, tracked.split('.')[0]));
}

/** @param {string} site @param {string} text */
async function* inPieces(site, text) {
  const [first, second] = text.split('¦');
  yield first;
  await world.log.when(({ host, path }) => host === site && path === '/here');
  yield second;
}

function table() {
  const text = readFileSync(new URL('pauses/pauses.txt', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return rows.map((row) => row.split(' | ').map((cell) => cell.trim()));
}
