/**
 * @file Reads speculation rules: the URLs that they prefetch or prerender, and whether their document rules may match a
 * link to a host that would be held.
 */

import { peek } from '../engine/engine.ts';
import { IMPORT } from '../platform/constants.ts';
import { absolute, found, maybe } from '../platform/primordials.ts';
import type { PageValue } from '../platform/types-core.ts';

/**
 * Returns the first URL in a rule set that would be held. Returns an empty string if its document rules may match any
 * link, else null.
 */
export function namedInRules(rules: object, base: string): string | null {
  const named = maybe(() => readRules(rules, base), 0);
  return named === undefined ? '' : named; // The rules are nested too deeply to be read.
}

function readRules(rules: PageValue, base: string) {
  let named = null;
  for (const action in rules) {
    const list = rules[action];
    for (let i = 0; i < list?.length; i += 1) {
      const { urls, where, source } = list[i] ?? {};
      for (let j = 0; j < urls?.length; j += 1) {
        const url = absolute(urls[j], base);
        if (url !== null && peek(url, IMPORT)) return url;
      }
      if ((where || source === 'document') && !isKnown(where, base)) named = '';
    }
  }
  return named;
}

/** Returns whether a document rule's predicate can only match links that would not be held. */
function isKnown(where: PageValue, base: string): boolean {
  const { and, or, href_matches: given } = where ?? {};
  const all = or ?? (typeof given === 'string' ? [given] : given);
  const list = and ?? all;
  let known = !and;
  if (typeof list?.length !== 'number') return false;
  for (let i = 0; i < list.length; i += 1) {
    const it = and || or ? isKnown(list[i], base) : isKnownPattern(list[i], base);
    known = and ? known || it : known && it;
  }
  return known;
}

/** Returns whether a URL pattern contains its host, and this host would not be held. */
function isKnownPattern(pattern: unknown, base: string) {
  if (typeof pattern !== 'string' || !found(/^(?:\/|https?:)/i, pattern)) return false;
  const url = absolute(pattern, base);
  return url !== null && found(/^https?:\/\/[\w.:-]+\//, url) && !peek(url, IMPORT);
}
