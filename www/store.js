/**
 * @file Where the record is kept: the browser's local storage, or memory for as long as the page lives where that is
 * blocked or full. It knows nothing of what a record means.
 */

import { maybe, method, removeItem } from './natives.js';

/** Under which key, and in other tabs' `storage` events. */
export const KEY = 'consent-gate';

const get = method(Storage.prototype, 'getItem');
const set = method(Storage.prototype, 'setItem');

/** Null where the visitor blocks site data: the getter throws, or gives nothing. */
const storage = maybe(() => window.localStorage, null);

/** The record where it could not be stored. @type {string | null} */
let memory = null;

/** @param {() => any} act what throws where there is no storage, or where it refuses */
const attempt = (act) => maybe(act, undefined);

/** The record's text. @returns {string | undefined} */
export function load() {
  const text = memory ?? attempt(() => get(storage, KEY));
  return typeof text === 'string' ? text : undefined; // The page may have put its own function there.
}

/**
 * Stores the record's text.
 *
 * Threat: a "yes" that cannot be overwritten would outlive the visitor's "no", so what cannot be replaced is removed.
 * @param {string} text
 */
export function save(text) {
  attempt(() => set(storage, KEY, text));
  const stored = () => attempt(() => get(storage, KEY)) === text;
  if (stored()) return;
  attempt(() => removeItem(storage, KEY));
  attempt(() => set(storage, KEY, text));
  if (!stored()) memory = text;
}
