/**
 * @file The URLs of blobs that frames show and workers run: of what type each is, and none revoked while one that is
 * held waits to load it. Without a gate it would have begun to load before the page took the URL back.
 */

import { seen, waiting } from './held-elements.ts';
import { FRAME } from '../platform/constants.ts';
import { absolute, attributeOf, baseOf, getter, own } from '../platform/primordials.ts';
import { isPending } from './held-calls.ts';

export const createURL = URL.createObjectURL.bind(URL);
const revokeURL = URL.revokeObjectURL.bind(URL);

/** The blobs that have a URL. */
export const blobs: Map<string, Blob> = own(new Map());

/** The MIME type of a blob. */
export const blobType = getter(Blob.prototype, 'type');

/** The URLs of copies of a blob that workers run, by the URL of the blob. Each has a key. */
export const copies: Map<string, Map<string, string>> = own(new Map());

/** The URLs that held calls will load, by ticket. */
const kept: Map<number, string> = own(new Map());

/**
 * @param ticket of a held call
 * @param url what it loads
 */
export const keepBlob = (ticket: number, url: unknown) =>
  void kept.set(ticket, `${url}`.replace(/#.*$/s, ''));

/** Revocations that wait for one that is held, by URL. */
const postponed: Map<string, () => void> = own(new Map());

export function revokeWhenLoaded(url: string, revoke: () => void) {
  if (isAwaited(url)) postponed.set(url, revoke);
  else forget(url, revoke);
}

/** Something held has begun to load, or never will. */
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
    const next = target ?? absolute(attributeOf(seen(element), 'src') ?? '', baseOf(element));
    awaited ||= next === url;
  });
  return awaited;
}
