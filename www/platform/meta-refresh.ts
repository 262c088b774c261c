/** @file Reads the URL of `<meta http-equiv=refresh>` (HTML, "shared declarative refresh steps"). */

import { attributeOf, exec, found } from './primordials.ts';

/** Matches a time, a separator, an optional `url=`, and a URL that may be quoted. */
const REFRESH =
  /^\s*(?:\d|(?=\.))[\d.]*(?:\s*[;,]\s*|\s+)(?:url\s*=\s*)?(?:"([^"]*)|'([^']*)|(.*))/is;

/** @returns the URL as written; null if the element is not a refresh to another URL */
export function refreshOf(meta: Element): string | null {
  if (!found(/^refresh$/i, attributeOf(meta, 'http-equiv') ?? '')) return null;
  const parts = exec(REFRESH, attributeOf(meta, 'content') ?? '');
  return (parts && (parts[1] ?? parts[2] ?? parts[3])) || null;
}
