/** @file HTML read without effect: in a document that has no window nothing loads and nothing runs. */

import {
  HTML,
  appendChild,
  attachShadow,
  attributeOf,
  cloneOf,
  createElement,
  createElementNS,
  createInertDocument,
  documentOf,
  found,
  hostOf,
  implementationOf,
  localNameOf,
  matches,
  maybe,
  namespaceOf,
  nodeType,
  parentOf,
  rootElementOf,
  setAttribute,
  setHTML,
} from './primordials.ts';

const implementation = implementationOf(document);

/** Makes a document without a window. */
export const inertDocument = () => createInertDocument(implementation, '');

/**
 * A document without a window: what is parsed in it loads and runs nothing.
 * @param html a string or TrustedHTML
 * @returns its root
 */
export function parseInert(html: any): Element {
  const root = rootElementOf(inertDocument());
  setHTML(root, html);
  return root;
}

/**
 * The same, read as the children of an element like `place`, for whose kind the parser has its own rules.
 * @param place an element, or a shadow root
 */
export function parseLike(place: any, html: any): Element {
  const like = elementLike(nodeType(place) === 1 ? place : hostOf(place), inertDocument());
  setHTML(like, html);
  return like;
}

/**
 * Makes a detached place in which the fragment parser reads markup exactly as it would in `place`.
 * @param place the parent of what is made
 * @param scripting whether the parser has to read `<noscript>` as in a page that runs scripts. Only a document
 *   with a window does that, and there images load though they are detached.
 * @returns null where `place` is none
 */
export function placeLike(place: any, scripting: boolean): any {
  const page = maybe(documentOf, place);
  if (!page) return null;
  // A copy of a document has its URL, its type and its quirks mode, and no window.
  const inert = scripting ? page : cloneOf(page, false);
  if (nodeType(place) === 1) return elementLike(place, inert);
  if (maybe(hostOf, place))
    return attachShadow(createElementNS(inert, HTML, 'div'), { mode: 'open' });
  return createElementNS(inert, HTML, 'body'); // As the specification has it for a fragment.
}

/**
 * Makes an element of the same kind: the parser looks at its name, at `encoding` of an `annotation-xml` and at the form
 * that it is in.
 */
function elementLike(element: any, inert: Document): Element {
  const space = namespaceOf(element);
  const name = localNameOf(element);
  // An element with a dash in its name may be a custom one, whose constructor would run. To the parser it is like a div.
  const like = createElementNS(inert, space, space === HTML && found(/-/, name) ? 'div' : name);
  const encoding = attributeOf(element, 'encoding');
  if (encoding !== null) setAttribute(like, 'encoding', encoding);
  if (matches(element, 'form *')) appendChild(createElement(inert, 'form'), like);
  return like;
}

/** The start tags of the elements around a node, as far as the parser tells one from another. */
export function ancestorTags(node: any) {
  let tags = '';
  for (let place = parentOf(node); place; place = parentOf(place) ?? maybe(hostOf, place)) {
    const name = nodeType(place) === 1 ? localNameOf(place) : 'template';
    if (nodeType(place) === 9 || found(/[^\w-]/, name)) continue;
    const html = found(/html/i, (nodeType(place) === 1 && attributeOf(place, 'encoding')) || '');
    tags = `<${name}${html ? ' encoding=text/html' : ''}>${tags}`;
  }
  return tags;
}
