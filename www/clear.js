/**
 * @file Removes what a vendor has stored on the site's own origin, by the names that the engine gives. What
 * other origins keep, and HttpOnly cookies, are out of a page's reach.
 */

import { getter, setter } from './natives.js';

const cookieOf = getter(Document.prototype, 'cookie');
const setCookie = setter(Document.prototype, 'cookie');

/**
 * @param {number} store 0 cookies, 1 local storage, 2 session storage, 3 IndexedDB
 * @param {string} name
 * @param {boolean} prefix whether `name` is how the names begin
 */
export function clear(store, name, prefix) {
  const matches = (/** @type {string} */ key) => (prefix ? key.startsWith(name) : key === name);
  try {
    if (store === 0) clearCookies(matches);
    else if (store === 3) void clearDatabases(matches);
    else clearStorage(store === 1 ? localStorage : sessionStorage, matches);
  } catch {
    // The visitor blocks site data: there is nothing to clear.
  }
}

/** @param {(key: string) => boolean} matches */
function clearCookies(matches) {
  for (const pair of cookieOf(document).split('; ')) {
    const [key] = pair.split('=');
    if (!matches(key)) continue;
    for (const path of paths()) for (const domain of domains()) expire(key, path, domain);
  }
}

/**
 * @param {string} key
 * @param {string} path
 * @param {string} domain
 */
const expire = (key, path, domain) =>
  setCookie(document, `${key}=;expires=Thu, 01 Jan 1970 00:00:00 GMT;path=${path}${domain}`);

/** The path of the page and every folder above it. */
function paths() {
  const parts = location.pathname.split('/');
  return parts.map((_, i) => parts.slice(0, i + 1).join('/') || '/');
}

/** Nothing, the host, and every domain above it. */
function domains() {
  const parts = location.hostname.split('.');
  return ['', ...parts.map((_, i) => `;domain=${parts.slice(i).join('.')}`)];
}

/**
 * @param {Storage} storage
 * @param {(key: string) => boolean} matches
 */
function clearStorage(storage, matches) {
  for (const key of Object.keys(storage)) if (matches(key)) storage.removeItem(key);
}

/** @param {(key: string) => boolean} matches */
async function clearDatabases(matches) {
  for (const { name } of (await indexedDB.databases?.()) ?? [])
    if (name && matches(name)) indexedDB.deleteDatabase(name);
}
