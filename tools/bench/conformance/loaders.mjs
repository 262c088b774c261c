/**
 * @file Real loaders: the pages of `loaders.test.mjs` with a tool. A loader settles if its page gets the same answers as
 * without a tool: no promise stays open, and no callback is missing. Another field says whether it was held before.
 */
import { isDeepStrictEqual } from 'node:util';
import { FRAMES } from '../../../tests/pages/loaders/frames.mjs';
import { FREE } from '../../../tests/pages/loaders/free.mjs';
import { MARKUP } from '../../../tests/pages/loaders/markup.mjs';
import {
  NEIGHBOURS,
  answer,
  hostsOf,
  serve,
  vendorEntries,
} from '../../../tests/pages/loaders/play.mjs';
import { SCRIPTS } from '../../../tests/pages/loaders/scripts.mjs';
import { LATE, accept, edited, visit, within } from './visit.mjs';

/** @typedef {import('../../../tests/pages/loaders/play.mjs').Loader} Loader */
/** @typedef {{ settled: boolean, held?: boolean }} Settled `held`: no third party was asked before; nothing where none needs consent */

/** Every loader, by its name. @type {[string, Loader][]} */
export const LOADERS = Object.entries({ ...SCRIPTS, ...FRAMES, ...MARKUP, ...FREE });

/**
 * Plays a loader with a tool, one at a time: loaders ask real hosts by name, and the log tells pages apart by time.
 * @param {import('./visit.mjs').World} world @param {import('./visit.mjs').Started} tool @param {Loader} loader
 * @returns {Promise<Settled>}
 */
export async function tryLoader(world, tool, loader) {
  const hosts = loader.free ? [] : [...hostsOf(loader)];
  const { config, ...page } = await serve(world, loader, false);
  const open = answer(world, loader);
  const since = world.log.entries.length;
  const asked = () => vendorEntries(world, loader, since).length > 0;
  const body = tool.byMarkup ? edited(tool, page.body ?? '', hosts) : page.body;
  const until = /** @type {const} */ ('commit');
  return visit(world, tool, { ...page, body, until }, { hosts, config }, async (opened) => {
    const held = await isHeld(opened, loader, asked);
    if (asked()) open();
    if (!loader.free) await accept(opened, tool);
    open();
    await within(opened.ranWhen('note', loader.notes.length), 2 * LATE);
    const settled = isDeepStrictEqual(await within(opened.run('notes')), loader.notes);
    return loader.free ? { settled } : { settled, held };
  });
}

/**
 * Waits until the loader has begun, and looks whether the vendor has been asked.
 * @param {import('./visit.mjs').Visit} opened @param {Loader} loader @param {() => boolean} asked
 */
async function isHeld(opened, loader, asked) {
  await within(opened.ranWhen(NEIGHBOURS[3]));
  if (loader.late) await within(opened.ranWhen('ready'));
  if (!asked()) await within(opened.loaded());
  await within(opened.idle());
  return !asked();
}
