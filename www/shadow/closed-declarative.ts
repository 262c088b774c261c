/**
 * @file Closed shadow roots in written HTML.
 *
 * Threat: the parser makes them, and no code can read one, so requests in it could be neither held nor released. So
 * they are written as open roots, and closed for the page afterwards: the page reads `null` and `closed`.
 */

import { frozenMethods, query, shadowRootOf } from '../platform/primordials.ts';

/** Open roots that are closed for the page. */
const hidden: WeakSet<object> = frozenMethods(new WeakSet());
let isUsed = false;

/** Closes the shadow root that the parser has just made, for the page. */
export function hideNewestShadow(document: Document) {
  const elements = query(document, '*');
  for (let i = elements.length - 1; i >= 0; i -= 1) {
    const root = shadowRootOf(elements[i]);
    if (root) return hide(root);
  }
}

/** Makes an open root look closed to the page. */
export function hide(root: ShadowRoot) {
  isUsed = true;
  hidden.add(root);
}

/** Returns whether this open root looks closed to the page. */
export const isHidden = (root: object | null | undefined) => isUsed && hidden.has(root!);
