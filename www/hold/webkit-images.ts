/**
 * @file Images, posters and SVG images in WebKit. WebKit requests them inside the native call that inserts them into a
 * document with a window. Other engines request them later, when the gate has checked the result.
 */

import { neutralize, isHeld, restore, started } from '../requests/held-elements.ts';
import { isActive, loadOf } from '../requests/subresources.ts';
import { judgeLoadAgain, interceptLoad } from './subresource.ts';
import {
  adoptNode,
  baseOf,
  documentOf,
  nullProtoArray,
  maybe,
  windowOf,
} from '../platform/primordials.ts';
import { isEager } from '../platform/engine-family.ts';
import { candidates, tagOf } from '../requests/element-request.ts';
import { LOAD } from '../requests/resource-attributes.ts';
import type { PageValue } from '../platform/types-core.ts';

/** Calls `act`, which inserts elements into a detached place, and holds their requests. */
export function holdArriving<T>(elements: ArrayLike<Element>, place: PageValue, act: () => T): T {
  const early = heldIn(elements, place);
  for (let i = 0; i < early.length; i += 1) neutralize(early[i], LOAD);
  try {
    return act();
  } finally {
    for (let i = 0; i < early.length; i += 1)
      (isActive(early[i]) ? judgeLoadAgain : restore)(early[i]);
    for (let i = 0; i < elements.length; i += 1) interceptLoad(elements[i]);
  }
}

/**
 * Calls `make` on the page's object. If the new tree loads something that is held, `make` is called on a place in a
 * document without a window instead. The tree is then held while `page` adopts it.
 * @param mayHold whether the tree may have something to hold
 * @param self the object on which the page called the method
 * @param inert returns the place to use instead
 * @param page the document
 */
export function madeFor<T>(
  mayHold: boolean | null | undefined,
  self: PageValue,
  inert: () => PageValue,
  make: (self: PageValue) => T,
  page: PageValue = self,
): T {
  if (!mayHold || !isEager) return make(self);
  const tree = make(inert());
  const elements = candidates(tree);
  if (!elements || heldIn(elements, page).length === 0) return make(self);
  holdArriving(elements, page, () => adoptNode(page, tree as Node));
  return tree;
}

/** Returns the elements that would start a held request inside the native call. */
export function heldIn(elements: ArrayLike<Element>, place: PageValue): Element[] {
  const held: Element[] = nullProtoArray();
  if (!isEager || !maybe(windowOf, maybe(documentOf, place) ?? place)) return held;
  const base = baseOf(place);
  for (let i = 0; i < elements.length; i += 1) {
    const element = elements[i];
    if (tagOf(element) !== LOAD || started.has(element) || isHeld(element)) continue;
    if (loadOf(element, base)?.held) held[held.length] = element;
  }
  return held;
}
