/**
 * @file Removes stored items that may not, or no longer, be stored on the site's origin. It runs at start, after each
 * choice, and some moments later, since a running script, or a response, may store again. A page cannot remove items of
 * other origins, and HttpOnly cookies.
 */

import { CACHE, COOKIE, INDEXEDDB, LOCAL, SESSION } from '../platform/constants.ts';
import {
  clearTimer,
  cookieOf,
  exec,
  nullProtoArray,
  maybe,
  method,
  removeItem,
  setCookie,
  setTimer,
  then,
} from '../platform/primordials.ts';
import { CONCERNED, isDropped, openWaiting } from './storage-policy.ts';

/** Time after a choice after which all stores are cleaned again, in ms. */
const LATER = 2_000;

let timer = 0;

/** Cleans all stores after a possible choice, and again when running scripts and requests have ended. */
export function clear() {
  tidy();
  openWaiting();
  clearTimer(timer);
  timer = setTimer(tidy, LATER);
}

const { keys } = Object;
const page = window;

/** Lists the contents of a store: names, or objects with the name of a database. */
type ListNames = () => Promise<ArrayLike<unknown>>;
type RemoveByName = (name: string) => unknown;

/**
 * One function for each store of which the vendor table has names. A store that the visitor blocks throws, and has
 * nothing to remove. Chromium would also report it to the page, so without a local storage the other stores are not
 * read.
 */
const TIDIES: (() => void)[] = nullProtoArray();

/** @param how returns a function that cleans the store which the window has under this name */
function use<Name extends keyof Window>(
  store: number,
  name: Name,
  how: (owner: Window[Name]) => () => void,
) {
  maybe(() => {
    if (CONCERNED[store] && page.localStorage) TIDIES[TIDIES.length] = how(page[name]);
  }, null);
}

use(COOKIE, 'document', () => () => remove(COOKIE, cookieNames(), expire));
use(LOCAL, 'localStorage', keysOf(LOCAL));
use(SESSION, 'sessionStorage', keysOf(SESSION));
use(INDEXEDDB, 'indexedDB', listed(INDEXEDDB, 'databases', 'deleteDatabase'));
use(CACHE, 'caches', listed(CACHE, 'keys', 'delete'));

/** Cleans all stores. */
export function tidy() {
  for (let i = 0; i < TIDIES.length; i += 1) maybe(TIDIES[i], undefined);
}

/** @param names strings, or objects with the name of a database */
function remove(store: number, names: ArrayLike<unknown>, drop: RemoveByName) {
  for (let i = 0; i < names.length; i += 1) {
    const name = ((names[i] as IDBDatabaseInfo).name ?? names[i]) as string;
    if (isDropped(store, name)) drop(name);
  }
}

function keysOf(store: number) {
  return (storage: Storage) => () =>
    remove(store, keys(storage), (key) => removeItem(storage, key));
}

/**
 * @param names the method that lists them
 * @param drop the method that removes one
 */
function listed<List extends string, Remove extends string>(
  store: number,
  names: List,
  drop: Remove,
) {
  return (owner: Record<List, ListNames> & Record<Remove, RemoveByName>) => {
    const [all, removeFrom] = [
      method(owner as Record<List, ListNames>, names),
      method(owner as Record<Remove, RemoveByName>, drop),
    ];
    return () =>
      then(
        all(owner),
        (found: ArrayLike<unknown>) => remove(store, found, (name) => removeFrom(owner, name)),
        () => {},
      );
  };
}

function cookieNames(): string[] {
  const names: string[] = nullProtoArray();
  for (let rest = cookieOf(document); rest;) {
    const match = exec(/^([^=;]*)[^;]*;? ?(.*)$/s, rest)!; // It matches every text.
    names[names.length] = match[1];
    rest = match[2];
  }
  return names;
}

/**
 * Deletes a cookie under every path and domain for which the page can read it. A page cannot read a cookie's path and
 * domain. It deletes the unpartitioned cookie, and the one that is partitioned by the top-level site.
 */
function expire(name: string) {
  const all = paths();
  const hosts = domains();
  for (let p = 0; p < all.length; p += 1) {
    for (let d = 0; d < hosts.length; d += 1) {
      const cookie = `${name}=;max-age=0;path=${all[p]}${hosts[d]}`;
      setCookie(document, cookie);
      setCookie(document, `${cookie};secure;partitioned`);
    }
  }
}

/**
 * Returns the path of the page, and every folder above it with and without a trailing slash. The path of a cookie has
 * at most 1,024 characters (RFC 6265bis, 5.7).
 */
const paths = () => steps(location.pathname.slice(0, 1024), /^(.*?)(?:\/|[^/]+)$/s, '');

/** Returns the attribute for the host and for every domain above it, and an empty text. */
function domains() {
  const all = steps(location.hostname, /^[^.]*\.?(.*)$/, ';domain=');
  all[all.length] = '';
  return all;
}

/** @param shorter its first group is the rest of the text after a step; it matches every text */
function steps(text: string, shorter: RegExp, before: string) {
  const all: string[] = nullProtoArray();
  for (let rest = text; rest; rest = exec(shorter, rest)![1]) all[all.length] = before + rest;
  return all;
}
