/**
 * @file Decides whether something may be stored, and keeps waiting calls until it may. `hooks/cookies.ts` and
 * `hooks/storage.ts` call it; `storage/clear-storage.ts` removes items that are stored already.
 */

import { table } from 'consent-gate:table';
import { ask } from '../engine/engine.ts';
import { DROP } from '../platform/constants.ts';
import { nullProtoArray, maybe } from '../platform/primordials.ts';

/** Returns whether the table has a vendor's name for this store. If not, the store is not touched. */
const rows = (letter: string) => table.includes(`\n+${letter}`);

/** Stores with such names, by the numbers in `platform/constants.ts`. */
export const CONCERNED = [rows('c'), rows('l'), rows('s'), rows('i'), rows('h')];

/** Returns whether nothing may be stored under this name. */
export const isDropped = (store: number, name: string): boolean =>
  ask('may_store', store, name, '') === DROP;

type Waiting = { store: number; name: string; open: () => void };

let waiting: Waiting[] = nullProtoArray();

/** Opens a database or cache when it may be stored. */
export const waitFor = (store: number, name: string, open: () => void) =>
  void (waiting[waiting.length] = { store, name, open });

/** Opens databases and caches that may be stored after a choice. */
export function openWaiting() {
  const all = waiting;
  waiting = nullProtoArray();
  for (let i = 0; i < all.length; i += 1) {
    const { store, name, open } = all[i];
    if (isDropped(store, name)) waitFor(store, name, open);
    else maybe(open, undefined); // The page's call has returned, so it cannot catch an error.
  }
}
