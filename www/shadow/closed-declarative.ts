/**
 * @file Closed shadow roots in written HTML.
 *
 * Threat: the parser makes them, and no code can read one, not even to release what is held there. So they are written
 * as open ones and closed to the page afterwards: it reads `null` and `closed`.
 */

import { own, query, shadowRootOf } from '../platform/primordials.ts';

/** Open roots that the page knows as closed. */
const hidden: WeakSet<object> = own(new WeakSet());
let isUsed = false;

/** Closes the shadow root that the parser has just made to the page. */
export function hideNewestShadow(document: Document) {
  const elements = query(document, '*');
  for (let i = elements.length - 1; i >= 0; i -= 1) {
    const root = shadowRootOf(elements[i]);
    if (root) return hide(root);
  }
}

/** Lets the page read an open root as a closed one. */
export function hide(root: ShadowRoot) {
  isUsed = true;
  hidden.add(root);
}

/** Returns whether the page shall read this open root as a closed one. */
export const isHidden = (root: object | null | undefined) => isUsed && hidden.has(root!);
