/**
 * @file The URLs of blobs that frames show: of what type each is, and none revoked while a held frame waits to
 * load it. Without a gate the frame would have begun to load before the page took the URL back.
 */

import { seen, waiting } from './book.js';
import { FRAME } from './kinds.js';
import { absolute, attributeOf, baseOf, own } from './natives.js';

/** The types of the blobs that have a URL. @type {Map<string, string>} */
export const blobTypes = own(new Map());

/** Revocations that wait for a frame, by URL. @type {Map<string, () => void>} */
const postponed = own(new Map());

/**
 * @param {string} url
 * @param {() => void} revoke
 */
export function revokeWhenLoaded(url, revoke) {
  if (isAwaited(url)) postponed.set(url, revoke);
  else forget(url, revoke);
}

/** A held frame has begun to load, or never will. */
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
  waiting.forEach(({ lane, element, target }) => {
    if (lane !== FRAME) return;
    const next = target ?? absolute(attributeOf(seen(element), 'src') ?? '', baseOf(element));
    awaited ||= next === url;
  });
  return awaited;
}
