/**
 * @file Keeps the blobs that have a URL. The revocation of a URL waits while a held frame or worker has yet to load it.
 * Without the gate, it would have loaded before the page revoked the URL.
 */

import { twinOrSelf, waiting } from './held-elements.ts';
import { FRAME } from '../platform/constants.ts';
import { absolute, attributeOf, baseOf, getter, frozenMethods } from '../platform/primordials.ts';
import { isPending } from './held-calls.ts';

export const createURL = URL.createObjectURL.bind(URL);
const revokeURL = URL.revokeObjectURL.bind(URL);

/** Blobs by their URLs. */
export const blobs: Map<string, Blob> = frozenMethods(new Map());

/** Returns the MIME type of a blob. */
export const blobType = getter(Blob.prototype, 'type');

/** By the URL of a blob, the URLs of its copies for workers, by the prelude of the copy. */
export const copies: Map<string, Map<string, string>> = frozenMethods(new Map());

/** URLs that held calls will load, by ticket. */
const kept: Map<number, string> = frozenMethods(new Map());

/**
 * @param ticket of a held call
 * @param url what it loads
 */
export const keepBlob = (ticket: number, url: unknown) =>
  void kept.set(ticket, `${url}`.replace(/#.*$/s, ''));

/** Postponed revocations, by URL. */
const postponed: Map<string, () => void> = frozenMethods(new Map());

export function revokeWhenLoaded(url: string, revoke: () => void) {
  if (isAwaited(url)) postponed.set(url, revoke);
  else forget(url, revoke);
}

/** Revokes the postponed URLs that nothing held needs any more. */
export function revokeLoaded() {
  postponed.forEach((revoke, url) => {
    if (!isAwaited(url)) forget(url, revoke);
  });
}

function forget(url: string, revoke: () => void) {
  postponed.delete(url);
  blobs.delete(url);
  copies.get(url)?.forEach((copy) => revokeURL(copy));
  copies.delete(url);
  revoke();
}

function isAwaited(url: string) {
  let awaited = false;
  kept.forEach((it, ticket) => (awaited ||= it === url && isPending(ticket)));
  waiting.forEach(({ lane, element, target }) => {
    if (lane !== FRAME) return;
    const next = target ?? absolute(attributeOf(twinOrSelf(element), 'src') ?? '', baseOf(element));
    awaited ||= next === url;
  });
  return awaited;
}
