/** @file Where `<meta http-equiv=refresh>` sends a document (HTML, "shared declarative refresh steps"). */

import { attributeOf, exec, found } from './primordials.ts';

/** A time, a separator, an optional `url=`, and a URL that may stand in quotes. */
const REFRESH =
  /^\s*(?:\d|(?=\.))[\d.]*(?:\s*[;,]\s*|\s+)(?:url\s*=\s*)?(?:"([^"]*)|'([^']*)|(.*))/is;

/** @returns the URL as it is written; null where the element is no refresh to another one */
export function refreshOf(meta: Element): string | null {
  if (!found(/^refresh$/i, attributeOf(meta, 'http-equiv') ?? '')) return null;
  const parts = exec(REFRESH, attributeOf(meta, 'content') ?? '');
  return (parts && (parts[1] ?? parts[2] ?? parts[3])) || null;
}
