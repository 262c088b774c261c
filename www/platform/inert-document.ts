/** @file Parses HTML in a document without a window, in which nothing loads and no code runs. */

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
import type { PageValue, SinkText } from './types-core.ts';

const implementation = implementationOf(document);

/** Makes a document without a window. */
export const inertDocument = () => createInertDocument(implementation, '');

/** Parses HTML in a document without a window and returns the root element of that document. */
export function parseInert(html: SinkText): Element {
  const root = rootElementOf(inertDocument())!;
  setHTML(root, html);
  return root;
}

/** Parses HTML as the children of an element like `place`, since the parser has special rules for some elements. */
export function parseLike(place: ParentNode, html: SinkText): Element {
  const like = elementLike(
    (nodeType(place) === 1 ? place : hostOf(place as ShadowRoot)) as Element,
    inertDocument(),
  );
  setHTML(like, html);
  return like;
}

/**
 * Makes a detached place in which the fragment parser parses markup exactly as it would in `place`.
 * @param place the parent of the parsed nodes
 * @param scripting whether the parser has to parse `<noscript>` as in a page that runs scripts. Only a document with a
 * window does that, and images load there although they are detached.
 * @returns null if `place` is not a node
 */
export function placeLike(place: PageValue, scripting: boolean): Element | ShadowRoot | null {
  const page = maybe(documentOf, place);
  if (!page) return null;
  // A copy of a document has the document's URL, type and quirks mode, and no window.
  const inert = scripting ? page : cloneOf(page, false);
  if (nodeType(place) === 1) return elementLike(place, inert);
  if (maybe(hostOf, place))
    return attachShadow(createElementNS(inert, HTML, 'div'), { mode: 'open' });
  return createElementNS(inert, HTML, 'body'); // DOM Parsing, "fragment parsing algorithm steps".
}

/**
 * Makes an element of the same kind. The parser depends on its name, on `encoding` of an `annotation-xml` and on its
 * form ancestor.
 */
function elementLike(element: Element, inert: Document): Element {
  const space = namespaceOf(element);
  const name = localNameOf(element);
  // An element with a dash in its name may be a custom element, whose constructor would run. To the parser it is like a
  // div.
  const like = createElementNS(inert, space, space === HTML && found(/-/, name) ? 'div' : name);
  const encoding = attributeOf(element, 'encoding');
  if (encoding !== null) setAttribute(like, 'encoding', encoding);
  if (matches(element, 'form *')) appendChild(createElement(inert, 'form'), like);
  return like;
}

/** Returns the start tags of the ancestors of a node, if the parser distinguishes them. */
export function ancestorTags(node: Node) {
  let tags = '';
  for (
    let place: Node | null | undefined = parentOf(node);
    place;
    place = parentOf(place) ?? maybe(hostOf, place)
  ) {
    const name = nodeType(place) === 1 ? localNameOf(place as Element) : 'template';
    if (nodeType(place) === 9 || found(/[^\w-]/, name)) continue;
    const html = found(
      /html/i,
      (nodeType(place) === 1 && attributeOf(place as Element, 'encoding')) || '',
    );
    tags = `<${name}${html ? ' encoding=text/html' : ''}>${tags}`;
  }
  return tags;
}
