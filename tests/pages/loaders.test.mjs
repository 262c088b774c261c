/**
 * @file Loaders from npm, unmodified and bundled into a page. They are held without consent. With consent they report
 * the same to their page as without a gate. One row per loader, in `loaders/`.
 */
import { after, before, describe } from 'node:test';
import { FRAMES } from './loaders/frames.mjs';
import { FREE } from './loaders/free.mjs';
import { MARKUP } from './loaders/markup.mjs';
import { endsAsWithoutVendor, sameAsWithoutGate } from './loaders/play.mjs';
import { SCRIPTS } from './loaders/scripts.mjs';
import { startWorld } from './support/browser.mjs';
import { test } from './support/test.mjs';

const GROUPS = { scripts: SCRIPTS, frames: FRAMES, markup: MARKUP, 'never held': FREE };

/** @type {import("./support/browser.mjs").World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

for (const [group, loaders] of Object.entries(GROUPS)) {
  // One after another: loaders request real hosts by name, and the log distinguishes visits by time.
  describe(`loaders: ${group}`, { concurrency: 1 }, () => {
    for (const [name, loader] of Object.entries(loaders)) {
      test(name, () => sameAsWithoutGate(world, loader));
      if (!loader.free) test(`${name}: refused`, () => endsAsWithoutVendor(world, loader));
    }
  });
}
