/**
 * @file Where a tag in written HTML meets the gate: before the parser reads it. The parser gives an element
 * the first of two attributes with one name, so a held tag is made inert by what is put right behind its name;
 * the element that comes of it is recognised by a mark, and looks like the tag as it was written.
 */

import { disguise, empty, inertCopy, restore, strip, syncRelation } from './book.js';
import { loadOf } from './loads.js';
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
} from './natives.js';
import { MARK } from './quiet.js';
import { dependantOf, ownUrl, requestOf, tagOf, ticketOf, wouldHold } from './request.js';
import { enter } from './enter.js';
import { startNow } from './start-now.js';
import { LOAD, shapeOf } from './resource-attributes.js';

/** @typedef {import('./book.js').Held['tag']} Tag */
/** @typedef {import('./request.js').Request & {ticket: number}} Written a request that may have its ticket */

/** Written tags that the parser has not met yet, by mark. @type {Map<string, Written>} */
const written = own(new Map());
let marks = 0;

/**
 * What is to be put behind the name of a written tag to hold it; null where it may start.
 * @param {Document} document
 * @param {Element} model what the parser makes of the tag, in a document without a window
 * @param {string} text the content of a script
 * @returns {string | null}
 */
export function armWritten(document, model, text) {
  const mark = markFor(document, model, text);
  if (!mark) return null;
  const inert = tagOf(model) === 'script' ? ' type="text/plain"' : sourcesOf(model);
  return ` ${MARK}="${mark}"${inert}`;
}

/**
 * Makes an element inert that is going to be read from a string once more.
 * @param {Document} document
 * @param {Element} element in a document without a window
 */
export function armParsed(document, element) {
  const mark = markFor(document, element, '');
  if (!mark) return;
  setAttribute(element, MARK, mark);
  if (tagOf(element) === LOAD) strip(element);
  else empty(element);
}

/**
 * The mark by which the page's element is going to be recognised if it is held; else ''.
 * @param {Document} document
 * @param {Element} model
 * @param {string} text
 */
function markFor(document, model, text) {
  const request = requestFor(document, model, text);
  if (!request) return '';
  const depends = request.url === null && request.id === null;
  const ticket = depends ? ticketOf(request) : 0;
  if (depends ? ticket === 0 : !wouldHold(request)) return '';
  marks += 1;
  written.set(`${marks}`, { ...request, ticket });
  return `${marks}`;
}

/**
 * @param {Document} document
 * @param {Element} model
 * @param {string} text
 */
function requestFor(document, model, text) {
  const tag = tagOf(model);
  if (!tag) return null;
  // In the page's document an image would load, and only there a relative URL means the right thing.
  if (tag === LOAD) return loadOf(inertCopy(model, false), baseOf(document));
  const copy = importNode(document, model, false);
  if (text) appendChild(copy, createTextNode(document, text));
  return requestOf(copy, true) ?? dependantOf(copy, tag);
}

/** @param {Element} element */
function sourcesOf(element) {
  let empty = '';
  for (const name in shapeOf(localNameOf(element)) ?? FRAME_SOURCES)
    if (hasAttribute(element, name)) empty += ` ${name}=""`;
  // See `keepFromFallback` in `book.js`.
  if (localNameOf(element) === 'object' && !hasAttribute(element, 'type'))
    empty += ' type="image/png"';
  return hasAttribute(element, 'xlink:href') ? `${empty} xlink:href=""` : empty;
}

const FRAME_SOURCES = Object.freeze({ __proto__: null, src: '', srcdoc: '' });

/**
 * The marked elements that the parser has made of what was written.
 * @param {Document} document
 */
export function meetWritten(document) {
  const elements = query(document, `[${MARK}]`);
  for (let i = 0; i < elements.length; i += 1) meetMarked(elements[i]);
}

/**
 * A written tag may have become part of a template: what is made of that later is judged as it was written.
 * @param {Element} element
 */
export function unmark(element) {
  const mark = written.size > 0 ? attributeOf(element, MARK) : null;
  const request = mark === null ? undefined : written.get(mark);
  if (request && request.tag === tagOf(element)) restore(element, request.element);
}

/**
 * Whether `element` is one of them; it is held, or starts at last, by this.
 * @param {Element} element
 */
export function meetMarked(element) {
  const mark = written.size > 0 ? attributeOf(element, MARK) : null;
  const request = mark === null ? undefined : written.get(mark);
  if (!request || request.tag !== tagOf(element)) return false;
  written.delete(/** @type {string} */ (mark));
  removeAttribute(element, MARK);
  if (request.tag === LOAD) strip(element);
  else if (request.tag !== 'script') empty(element);
  disguise(element, request.element);
  if (localNameOf(element) === 'link') syncRelation(element);
  const ticket = request.ticket || ticketOf(request);
  if (ticket) enter({ ...request, element }, ticket, true);
  else startNow(element, request.tag, ownUrl(request), request.lane);
  return true;
}
