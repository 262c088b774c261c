/**
 * @file The base URL as it was when a held element would have started: the page may have changed it since, and
 * the element's own attribute is not to be touched.
 */

import {
  baseOf,
  createElement,
  headOf,
  insertBefore,
  firstChildOf,
  removeNode,
  rootElementOf,
  setAttribute,
} from './primordials.ts';

/** Calls `act` while relative URLs in the document mean what they meant for `held`. */
export function withBase(
  { element, document, base }: { element: Element; document: Document; base: string },
  act: () => void,
) {
  if (baseOf(element) === base) return act();
  const parent = headOf(document) ?? rootElementOf(document);
  const temporary = createElement(document, 'base');
  setAttribute(temporary, 'href', base);
  insertBefore(parent, temporary, firstChildOf(parent)); // The first one in the document counts.
  act();
  removeNode(temporary);
}
