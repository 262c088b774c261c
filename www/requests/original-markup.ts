/**
 * @file Markup as the page would read it without the gate. The browser serialises the document, held elements included,
 * and the start tag of each held element is then replaced by that of its twin. A random attribute finds these tags, so
 * that no text of the page is taken for one.
 */

import { TWIN_ID, deref, knownTags, updateTwins } from './held-elements.ts';
import { exec, indexOf, lastIndexOf, outerHTMLOf, slice } from '../platform/primordials.ts';

const ATTRIBUTE = ` ${TWIN_ID}="`;

/** Returns whether a serialisation has the tag of a held element in it. */
export const hasHeldTag = (markup: string) => indexOf(markup, ATTRIBUTE) >= 0;

/**
 * Returns serialised HTML with the page's own attributes in the tags of held elements. Serialised attributes have no
 * quotes in their values, and no spaces in their names.
 */
export function originalMarkup(html: string): string {
  updateTwins();
  let out = '';
  let done = 0;
  for (let at = 0; (at = indexOf(html, ATTRIBUTE, at + 1)) >= 0;) {
    const id = at + ATTRIBUTE.length;
    const known = knownTags.get(slice(html, id, indexOf(html, '"', id)));
    const twin = known && deref(known.twin);
    if (!twin) continue; // A copy that no hook has seen.
    let start = at - indexOf(known.held, ATTRIBUTE);
    if (slice(html, start, start + known.held.length) !== known.held) {
      start = at;
      while (html[start - 1] === '"')
        start = lastIndexOf(html, ' ', lastIndexOf(html, '"', start - 2));
      start = lastIndexOf(html, '<', start);
      known.held = startTag(html, start, at);
    }
    out += slice(html, done, start) + (known.original ||= startTag(outerHTMLOf(twin)));
    done = start + known.held.length;
  }
  return out + slice(html, done);
}

/**
 * Returns a start tag.
 * @param at where an attribute of the tag begins, or where its name ends
 */
function startTag(html: string, start = 0, at = exec(/[ >]/, html)!.index) {
  // The name of an attribute may begin with `=`.
  while (html[at] === ' ') at = indexOf(html, '"', indexOf(html, '="', at + 2) + 2) + 1;
  return slice(html, start, at + 1);
}
