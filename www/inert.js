/**
 * @file HTML read without effect: in a document that has no window nothing loads and nothing runs.
 */

import {
  createElementNS,
  createInertDocument,
  hostOf,
  implementationOf,
  localNameOf,
  namespaceOf,
  nodeType,
  rootElementOf,
  setHTML,
} from './natives.js';

const implementation = implementationOf(document);

/**
 * A document without a window: what is parsed in it loads and runs nothing.
 * @param {any} html a string or TrustedHTML
 * @returns {Element} its root
 */
export function parseInert(html) {
  const root = rootElementOf(createInertDocument(implementation, ''));
  setHTML(root, html);
  return root;
}

/**
 * The same, read as the children of an element like `place`, for whose kind the parser has its own rules.
 * @param {any} place an element, or a shadow root
 * @param {any} html
 * @returns {Element}
 */
export function parseLike(place, html) {
  const context = nodeType(place) === 1 ? place : hostOf(place);
  const like = createElementNS(
    createInertDocument(implementation, ''),
    namespaceOf(context),
    localNameOf(context),
  );
  setHTML(like, html);
  return like;
}
