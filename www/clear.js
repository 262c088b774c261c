/**
 * @file Removes what may not be stored on the site's own origin (any more): at start, after each choice, and once more
 * some moments later, since a script that still runs, or an answer from the network, may store again. What other origins
 * keep, and HttpOnly cookies, are out of a page's reach.
 */

import { CACHE, COOKIE, INDEXEDDB, LOCAL, SESSION } from './kinds.js';
import {
  clearTimer,
  cookieOf,
  exec,
  getter,
  list,
  maybe,
  method,
  setCookie,
  setTimer,
} from './natives.js';
import { CONCERNED, isDropped } from './storing.js';

/** How long after a choice all is looked at again, in ms. */
const LATER = 2_000;

let timer = 0;

/** Now, and once more when what was under way has come to its end. */
export function clear() {
  tidy();
  clearTimer(timer);
  timer = setTimer(tidy, LATER);
}

/** Now. What the visitor blocks throws, and there is nothing to remove. */
export function tidy() {
  if (CONCERNED[COOKIE]) maybe(tidyCookies, null);
  for (let i = 0; i < TIDIES.length; i += 1) maybe(TIDIES[i], null);
}

const lengthOf = getter(Storage.prototype, 'length');
const keyAt = method(Storage.prototype, 'key');
const removeItem = method(Storage.prototype, 'removeItem');
const then = method(Promise.prototype, 'then');

const page = /** @type {any} */ (window);

/** What removes from each store other than cookies that the table says anything about. @type {((_: any) => any)[]} */
const TIDIES = list();

for (const [store, name] of /** @type {const} */ ([
  [LOCAL, 'localStorage'],
  [SESSION, 'sessionStorage'],
])) {
  const storage = CONCERNED[store] && maybe(() => page[name], null);
  if (storage) TIDIES[TIDIES.length] = () => tidyStorage(store, storage);
}

for (const [store, name, names, remove] of /** @type {const} */ ([
  [INDEXEDDB, 'indexedDB', 'databases', 'deleteDatabase'],
  [CACHE, 'caches', 'keys', 'delete'],
])) {
  const owner = CONCERNED[store] && maybe(() => page[name], null);
  if (!owner?.[names]) continue;
  const [all, drop] = [method(owner, names), method(owner, remove)];
  TIDIES[TIDIES.length] = () => tidyListed(store, owner, all, drop);
}

/**
 * @param {number} store
 * @param {Storage} storage
 */
function tidyStorage(store, storage) {
  for (let i = lengthOf(storage) - 1; i >= 0; i -= 1) {
    const key = keyAt(storage, i);
    if (isDropped(store, key)) removeItem(storage, key);
  }
}

/**
 * @param {number} store
 * @param {any} owner
 * @param {(owner: any) => any} names
 * @param {(owner: any, name: string) => any} remove
 */
function tidyListed(store, owner, names, remove) {
  then(
    names(owner),
    (/** @type {any} */ all) => {
      for (let i = 0; i < all.length; i += 1) {
        const name = all[i].name ?? all[i];
        if (isDropped(store, name)) remove(owner, name);
      }
    },
    () => {},
  );
}

function tidyCookies() {
  const names = cookieNames();
  for (let i = 0; i < names.length; i += 1) if (isDropped(COOKIE, names[i])) expire(names[i]);
}

/** @returns {string[]} */
function cookieNames() {
  const names = list();
  for (let rest = cookieOf(document); rest;) {
    const match = /** @type {any} */ (exec(/^([^=;]*)[^;]*;? ?(.*)$/s, rest));
    names[names.length] = match[1];
    rest = match[2];
  }
  return names;
}

/**
 * Tries every path and domain under which the page could see the cookie, the likely ones first, in the site's own jar and
 * in that of the page as a part of another; until none of this name is left.
 * @param {string} name
 */
function expire(name) {
  const all = paths();
  const hosts = domains();
  for (let p = all.length - 1; p >= 0; p -= 1) {
    for (let d = 0; d < hosts.length; d += 1) {
      const cookie = `${name}=;max-age=0;path=${all[p]}${hosts[d]}`;
      setCookie(document, cookie);
      setCookie(document, `${cookie};secure;partitioned`);
    }
    if (!has(name)) return;
  }
}

/** @param {string} name */
function has(name) {
  const names = cookieNames();
  for (let i = 0; i < names.length; i += 1) if (names[i] === name) return true;
  return false;
}

/** The path of the page, and every folder above it with and without a slash at its end. */
const paths = () => steps(location.pathname, /^(.*?)(?:\/|[^/]+)$/s, '');

/** Nothing, the host, and every domain above it. */
function domains() {
  const all = steps(location.hostname, /^[^.]*\.?(.*)$/, ';domain=');
  all[all.length] = '';
  return all;
}

/**
 * @param {string} text
 * @param {RegExp} shorter what is left of a text in the next step
 * @param {string} before
 */
function steps(text, shorter, before) {
  /** @type {string[]} */
  const all = list();
  for (let rest = text; rest; rest = /** @type {any} */ (exec(shorter, rest))[1])
    all[all.length] = before + rest;
  return all;
}
