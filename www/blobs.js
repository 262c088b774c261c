/**
 * @file The URLs of blobs that frames show and workers run: of what type each is, and none revoked while one that is
 * held waits to load it. Without a gate it would have begun to load before the page took the URL back.
 */

import { seen, waiting } from './book.js';
import { FRAME } from './kinds.js';
import { absolute, attributeOf, baseOf, own } from './natives.js';
import { isPending } from './pending.js';

/** The types of the blobs that have a URL. @type {Map<string, string>} */
export const blobTypes = own(new Map());

/** The URLs that held calls will load, by ticket. @type {Map<number, string>} */
const kept = own(new Map());

/**
 * @param {number} ticket of a held call
 * @param {any} url what it loads
 */
export const keepBlob = (ticket, url) => void kept.set(ticket, `${url}`.replace(/#.*$/s, ''));

/** Revocations that wait for one that is held, by URL. @type {Map<string, () => void>} */
const postponed = own(new Map());

/**
 * @param {string} url
 * @param {() => void} revoke
 */
export function revokeWhenLoaded(url, revoke) {
  if (isAwaited(url)) postponed.set(url, revoke);
  else forget(url, revoke);
}

/** Something held has begun to load, or never will. */
export function revokeLoaded() {
  postponed.forEach((revoke, url) => {
    if (!isAwaited(url)) forget(url, revoke);
  });
}

/**
 * @param {string} url
 * @param {() => void} revoke
 */
function forget(url, revoke) {
  postponed.delete(url);
  blobTypes.delete(url);
  revoke();
}

/** @param {string} url */
function isAwaited(url) {
  let awaited = false;
  kept.forEach((it, ticket) => (awaited ||= it === url && isPending(ticket)));
  waiting.forEach(({ lane, element, target }) => {
    if (lane !== FRAME) return;
    const next = target ?? absolute(attributeOf(seen(element), 'src') ?? '', baseOf(element));
    awaited ||= next === url;
  });
  return awaited;
}
