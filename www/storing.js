/**
 * @file Whether something may be stored, and what waits until it may. The hooks that ask are `hooks/cookies.js` and
 * `hooks/storage.js`; what is there already is removed by `clear.js`.
 */

import { table } from 'consent-gate:table';
import { ask } from './decide.js';
import { DROP } from './kinds.js';
import { list, maybe } from './natives.js';

/** Whether the table gives any name of a store to a vendor: without one, the store is left alone. */
const rows = (/** @type {string} */ letter) => table.includes(`\n+${letter}`);

/** By the numbers of `kinds.js`. */
export const CONCERNED = [rows('c'), rows('l'), rows('s'), rows('i'), rows('h')];

/**
 * @param {number} store
 * @param {string} name
 * @returns {boolean} whether nothing may be stored there under this name
 */
export const isDropped = (store, name) => ask('may_store', store, name, '') === DROP;

/** @typedef {{ store: number, name: string, open: () => void }} Waiting */

/** @type {Waiting[]} */
let waiting = list();

/**
 * A database or cache that is asked for waits until it may be there.
 * @param {number} store
 * @param {string} name
 * @param {() => void} open
 */
export const waitFor = (store, name, open) =>
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
