/**
 * @file Removes what may not, or no longer, be stored on the site's own origin: at start, after each choice, and a
 * second time some moments later, since a script that still runs, or an answer from the network, may store again. What
 * other origins keep, and HttpOnly cookies, are out of a page's reach.
 */

import { CACHE, COOKIE, INDEXEDDB, LOCAL, SESSION } from '../platform/constants.ts';
import {
  clearTimer,
  cookieOf,
  exec,
  list,
  maybe,
  method,
  removeItem,
  setCookie,
  setTimer,
  then,
} from '../platform/primordials.ts';
import { CONCERNED, isDropped, openWaiting } from './storage-policy.ts';

/** The time after a choice when all stores are tidied again, in ms. */
const LATER = 2_000;

let timer = 0;

/** The visitor may have chosen: tidies all stores now, and again when running scripts and requests have ended. */
export function clear() {
  tidy();
  openWaiting();
  clearTimer(timer);
  timer = setTimer(tidy, LATER);
}

const { keys } = Object;
const page = window;

/** Lists what a store holds: names, or databases that have one. */
type ListNames = () => Promise<ArrayLike<unknown>>;
type RemoveByName = (name: string) => unknown;

/**
 * One function for each store of which the vendor table has names. A store that the visitor blocks throws, and has
 * nothing to remove. Chromium would also report it to the page, so without a local storage the other stores are not
 * touched.
 */
const TIDIES: (() => void)[] = list();

/** @param how returns what tidies the store that the page has under this name */
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

/** Tidies all stores. */
export function tidy() {
  for (let i = 0; i < TIDIES.length; i += 1) maybe(TIDIES[i], undefined);
}

/** @param names texts, or databases that have a name */
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
  const names: string[] = list();
  for (let rest = cookieOf(document); rest;) {
    const match = exec(/^([^=;]*)[^;]*;? ?(.*)$/s, rest)!; // It matches every text.
    names[names.length] = match[1];
    rest = match[2];
  }
  return names;
}

/**
 * Deletes a cookie under every path and domain under which the page could see it, since a cookie does not tell its own.
 * Does so in the site's own jar, and in the partitioned one of a site inside another.
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
 * Returns the path of the page, and every folder above it with and without a slash at its end. The path of a cookie has
 * at most 1,024 characters (RFC 6265bis, 5.7).
 */
const paths = () => steps(location.pathname.slice(0, 1024), /^(.*?)(?:\/|[^/]+)$/s, '');

/** Returns the attribute for the host and for every domain above it, and an empty text. */
function domains() {
  const all = steps(location.hostname, /^[^.]*\.?(.*)$/, ';domain=');
  all[all.length] = '';
  return all;
}

/** @param shorter its first group is what is left of a text in the next step; it matches every text */
function steps(text: string, shorter: RegExp, before: string) {
  const all: string[] = list();
  for (let rest = text; rest; rest = exec(shorter, rest)![1]) all[all.length] = before + rest;
  return all;
}
