/**
 * @file Holds tags in written HTML before the parser reads them. If two attributes have one name, the parser uses the
 * first. So attributes right after a held tag's name make it inert. A mark identifies the element that the parser makes
 * of it. The page then reads the attributes that were written.
 */

import { FRAME_SOURCES, copyAttributes } from '../../requests/attribute-copies.ts';
import {
  HELD_TYPE,
  maskWithTwin,
  removeFrameSources,
  inertCopy,
  removeSources,
  syncRelation,
} from '../../requests/held-elements.ts';
import { loadOf } from '../../requests/subresources.ts';
import {
  appendChild,
  attributeOf,
  baseOf,
  createTextNode,
  found,
  hasAttribute,
  importNode,
  localNameOf,
  frozenMethods,
  query,
  removeAttribute,
  setAttribute,
} from '../../platform/primordials.ts';
import { MARK } from '../../requests/inert-mark.ts';
import {
  dependantOf,
  ownUrl,
  requestOf,
  tagOf,
  ticketOf,
  wouldHold,
} from '../../requests/element-request.ts';
import { holdRequest } from '../hold-request.ts';
import { startNow } from '../../requests/start-now.ts';
import { LOAD, resourceAttributesOf } from '../../requests/resource-attributes.ts';
import type { Request } from '../../requests/element-request.ts';

/** A request that may have its ticket already */
type Written = Request & { ticket: number };

/** Written tags whose elements the parser has not inserted yet, by mark. */
const written: Map<string, Written> = frozenMethods(new Map());
let marks = 0;

/**
 * Returns the text to insert after the name of a written tag to hold it, or null if it may start.
 * @param model the element that the parser makes of the tag, in an inert document
 * @param text the content of a script
 */
export function neutralizeWritten(document: Document, model: Element, text: string): string | null {
  const mark = markFor(document, model, text);
  if (!mark) return null;
  const inert = tagOf(model) === 'script' ? ' type="text/plain"' : sourcesOf(model);
  return ` ${MARK}="${mark}"${inert}`;
}

/** Makes an element inert whose markup will be parsed again. @param element in a document without a window */
export function neutralizeParsed(document: Document, element: Element) {
  const mark = markFor(document, element, '');
  if (!mark) return;
  setAttribute(element, MARK, mark);
  if (tagOf(element) === LOAD) removeSources(element);
  else removeFrameSources(element);
}

/** Returns the mark for the page's element if it will be held, and '' otherwise. */
function markFor(document: Document, model: Element, text: string) {
  const request = requestFor(document, model, text);
  if (!request) return '';
  const depends = request.url === null && request.id === null;
  const ticket = depends ? ticketOf(request) : 0;
  if (depends ? ticket === 0 : !wouldHold(request)) return '';
  marks += 1;
  written.set(`${marks}`, { ...request, ticket });
  return `${marks}`;
}

function requestFor(document: Document, model: Element, text: string) {
  const tag = tagOf(model);
  if (!tag) return null;
  // In the page's document an image would load. A relative URL needs the base URL of the page's document.
  if (tag === LOAD) return loadOf(inertCopy(model, false), baseOf(document));
  const copy = importNode(document, model, false);
  if (text) appendChild(copy, createTextNode(document, text));
  return requestOf(copy, true) ?? dependantOf(copy, tag);
}

/**
 * Matches tags whose URLs Chromium's preload scanner requests while the parser waits, for example for a style sheet. It
 * passes over an empty value, and takes the next attribute of the same name.
 */
const SCANNED = /^(?:source|input|link|video)$/;

function sourcesOf(element: Element) {
  const tag = localNameOf(element);
  const first = found(SCANNED, tag) ? 'data:,' : '';
  let sources = '';
  for (const name in resourceAttributesOf(tag) ?? FRAME_SOURCES)
    if (hasAttribute(element, name)) sources += ` ${name}="${first}"`;
  // See `keepFromFallback` in `requests/held-elements.ts`.
  if (tag === 'object' && !hasAttribute(element, 'type')) sources += ` type="${HELD_TYPE}"`;
  return hasAttribute(element, 'xlink:href') ? `${sources} xlink:href=""` : sources;
}

/**
 * Returns the text to insert at the end of a held tag. Of several URLs of an SVG image, the preload scanner takes the
 * last.
 */
export const lastSource = (element: Element) =>
  localNameOf(element) === 'image' ? ' href="data:,"' : '';

/** Holds or starts the marked elements that the parser has made of written tags. */
export function interceptWritten(document: Document) {
  const elements = query(document, `[${MARK}]`);
  for (let i = 0; i < elements.length; i += 1) interceptMarked(elements[i]);
}

/**
 * Restores a written tag that became part of a template. Elements that are made of it later are judged by their written
 * attributes.
 */
export function unmark(element: Element) {
  const mark = written.size > 0 ? attributeOf(element, MARK) : null;
  const request = mark === null ? undefined : written.get(mark);
  if (request && request.tag === tagOf(element)) copyAttributes(element, request.element);
}

/** Holds or starts `element` if it was made of a marked tag. @returns whether it was */
export function interceptMarked(element: Element) {
  const mark = written.size > 0 ? attributeOf(element, MARK) : null;
  const request = mark === null ? undefined : written.get(mark);
  if (!request || request.tag !== tagOf(element)) return false;
  written.delete(mark as string);
  removeAttribute(element, MARK);
  if (request.tag === LOAD) removeSources(element);
  else if (request.tag !== 'script') removeFrameSources(element);
  maskWithTwin(element, request.element);
  if (localNameOf(element) === 'link') syncRelation(element);
  const ticket = request.ticket || ticketOf(request);
  if (ticket) holdRequest({ ...request, element }, ticket, true);
  else startNow(element, request.tag, ownUrl(request), request.lane);
  return true;
}
