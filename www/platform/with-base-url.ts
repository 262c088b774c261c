/**
 * @file Restores the base URL of a held element during its release. The page may have changed the base since the element
 * was held, and the attributes of the element must stay unchanged.
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

/** Calls `act` while relative URLs in the document are resolved against the base URL of a held element. */
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
