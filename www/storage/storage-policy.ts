/**
 * @file Whether something may be stored, and what waits until it may. The hooks that ask are `hooks/cookies.ts` and
 * `hooks/storage.ts`; what is there already is removed by `storage/clear-storage.ts`.
 */

import { table } from 'consent-gate:table';
import { ask } from '../engine/engine.ts';
import { DROP } from '../platform/constants.ts';
import { list, maybe } from '../platform/primordials.ts';

/** Returns whether the table gives a name of this store to a vendor. If it gives none, the store is left alone. */
const rows = (letter: string) => table.includes(`\n+${letter}`);

/** By the numbers of `platform/constants.ts`. */
export const CONCERNED = [rows('c'), rows('l'), rows('s'), rows('i'), rows('h')];

/** @returns whether nothing may be stored there under this name */
export const isDropped = (store: number, name: string): boolean =>
  ask('may_store', store, name, '') === DROP;

type Waiting = { store: number; name: string; open: () => void };

let waiting: Waiting[] = list();

/** A database or cache that is asked for waits until it may be there. */
export const waitFor = (store: number, name: string, open: () => void) =>
  void (waiting[waiting.length] = { store, name, open });

/** The visitor has chosen: opens what may be there now. */
export function openWaiting() {
  const all = waiting;
  waiting = list();
  for (let i = 0; i < all.length; i += 1) {
    const { store, name, open } = all[i];
    if (isDropped(store, name)) waitFor(store, name, open);
    else maybe(open, undefined); // What it throws, nobody is there to catch now.
  }
}
