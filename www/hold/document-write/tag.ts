/**
 * @file Where a tag in written HTML meets the gate: before the parser reads it. The parser gives an element
 * the first of two attributes with one name, so a held tag is made inert by what is put right behind its name;
 * the element that comes of it is recognised by a mark, and looks like the tag as it was written.
 */

import {
  HELD_TYPE,
  disguise,
  empty,
  inertCopy,
  restore,
  strip,
  syncRelation,
} from '../../requests/held-elements.ts';
import { loadOf } from '../../requests/subresources.ts';
import {
  appendChild,
  attributeOf,
  baseOf,
  createTextNode,
  hasAttribute,
  importNode,
  localNameOf,
  own,
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
import { LOAD, shapeOf } from '../../requests/resource-attributes.ts';
import type { Request } from '../../requests/element-request.ts';

/** A request that may have its ticket */
type Written = Request & { ticket: number };

/** Written tags that the parser has not met yet, by mark. */
const written: Map<string, Written> = own(new Map());
let marks = 0;

/**
 * What is to be put behind the name of a written tag to hold it; null where it may start.
 * @param model what the parser makes of the tag, in a document without a window
 * @param text the content of a script
 */
export function armWritten(document: Document, model: Element, text: string): string | null {
  const mark = markFor(document, model, text);
  if (!mark) return null;
  const inert = tagOf(model) === 'script' ? ' type="text/plain"' : sourcesOf(model);
  return ` ${MARK}="${mark}"${inert}`;
}

/**
 * Makes an element inert that is going to be read from a string once more.
 * @param element in a document without a window
 */
export function armParsed(document: Document, element: Element) {
  const mark = markFor(document, element, '');
  if (!mark) return;
  setAttribute(element, MARK, mark);
  if (tagOf(element) === LOAD) strip(element);
  else empty(element);
}

/** The mark by which the page's element is going to be recognised if it is held; else ''. */
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
  // In the page's document an image would load, and only there a relative URL means the right thing.
  if (tag === LOAD) return loadOf(inertCopy(model, false), baseOf(document));
  const copy = importNode(document, model, false);
  if (text) appendChild(copy, createTextNode(document, text));
  return requestOf(copy, true) ?? dependantOf(copy, tag);
}

function sourcesOf(element: Element) {
  let empty = '';
  for (const name in shapeOf(localNameOf(element)) ?? FRAME_SOURCES)
    if (hasAttribute(element, name)) empty += ` ${name}=""`;
  // See `keepFromFallback` in `requests/held-elements.ts`.
  if (localNameOf(element) === 'object' && !hasAttribute(element, 'type'))
    empty += ` type="${HELD_TYPE}"`;
  return hasAttribute(element, 'xlink:href') ? `${empty} xlink:href=""` : empty;
}

const FRAME_SOURCES = Object.freeze({ __proto__: null, src: '', srcdoc: '' });

/** The marked elements that the parser has made of what was written. */
export function meetWritten(document: Document) {
  const elements = query(document, `[${MARK}]`);
  for (let i = 0; i < elements.length; i += 1) meetMarked(elements[i]);
}

/** A written tag may have become part of a template: what is made of that later is judged as it was written. */
export function unmark(element: Element) {
  const mark = written.size > 0 ? attributeOf(element, MARK) : null;
  const request = mark === null ? undefined : written.get(mark);
  if (request && request.tag === tagOf(element)) restore(element, request.element);
}

/** Whether `element` is one of them; it is held, or starts at last, by this. */
export function meetMarked(element: Element) {
  const mark = written.size > 0 ? attributeOf(element, MARK) : null;
  const request = mark === null ? undefined : written.get(mark);
  if (!request || request.tag !== tagOf(element)) return false;
  written.delete(mark as string);
  removeAttribute(element, MARK);
  if (request.tag === LOAD) strip(element);
  else if (request.tag !== 'script') empty(element);
  disguise(element, request.element);
  if (localNameOf(element) === 'link') syncRelation(element);
  const ticket = request.ticket || ticketOf(request);
  if (ticket) holdRequest({ ...request, element }, ticket, true);
  else startNow(element, request.tag, ownUrl(request), request.lane);
  return true;
}
