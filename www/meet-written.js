/**
 * @file Where a tag in written HTML meets the gate: before the parser reads it. The parser gives an element
 * the first of two attributes with one name, so a held tag is made inert by what is put right behind its name;
 * the element that comes of it is recognised by a mark, and looks like the tag as it was written.
 */

import { disguise, empty, restore, strip } from './book.js';
import { parseInert } from './inert.js';
import { LOAD, TAGS, loadOf, shapeOf } from './loads.js';
import { enter } from './meet.js';
import {
  adoptNode,
  attributeOf,
  baseOf,
  found,
  hasAttribute,
  localNameOf,
  own,
  query,
  removeAttribute,
} from './natives.js';
import { startNow } from './release.js';
import { dependantOf, ownUrl, requestOf, tagOf, ticketOf, wouldHold } from './request.js';
import { trustedHTML } from './trusted.js';

/** @typedef {import('./book.js').Held['tag']} Tag */
/** @typedef {import('./request.js').Request & {ticket: number}} Written a request that may have its ticket */

const MARK = 'data-consent-gate';

/** Written tags that the parser has not met yet, by mark. @type {Map<string, Written>} */
const written = own(new Map());
let marks = 0;

/**
 * What is to be put behind the name of a written tag to hold it; null where it may start.
 * @param {Document} document
 * @param {string} markup the tag, and the text and end tag of a script as far as they are there
 * @returns {string | null}
 */
export function armWritten(document, markup) {
  const model = firstStartable(document, markup);
  const tag = model && /** @type {Tag} */ (tagOf(model));
  const request =
    tag === LOAD
      ? loadOf(model, baseOf(document))
      : tag && (requestOf(model, true) ?? dependantOf(model, tag));
  if (!request) return null;
  const depends = request.url === null && request.id === null;
  const ticket = depends ? ticketOf(request) : 0;
  if (depends ? ticket === 0 : !wouldHold(request)) return null;
  marks += 1;
  written.set(`${marks}`, { ...request, ticket });
  const inert = request.tag === 'script' ? ' type="text/plain"' : sourcesOf(request.element);
  return ` ${MARK}="${marks}"${inert}`;
}

/** @param {Element} element */
function sourcesOf(element) {
  let empty = '';
  for (const name in shapeOf(localNameOf(element)) ?? FRAME_SOURCES)
    if (hasAttribute(element, name)) empty += ` ${name}=""`;
  return hasAttribute(element, 'xlink:href') ? `${empty} xlink:href=""` : empty;
}

const FRAME_SOURCES = Object.freeze({ __proto__: null, src: '', srcdoc: '' });

/**
 * @param {Document} document
 * @param {string} markup
 */
function firstStartable(document, markup) {
  let [element] = elementsIn(markup);
  // Outside of SVG an `href` means something to links only, and what is around the tag is not known here.
  if (found(/href/i, markup) && !(element && (hasAttribute(element, 'src') || isLink(element))))
    [element] = elementsIn(`<svg>${markup}`);
  // What loads would do so here: it is judged where it was read.
  return element && tagOf(element) !== LOAD ? adoptNode(document, element) : element;
}

/** @param {Element} element */
const isLink = (element) => localNameOf(element) === 'link';

/** @param {string} markup */
const elementsIn = (markup) => Array.from(query(parseInert(trustedHTML(markup)), TAGS));

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
  const ticket = request.ticket || ticketOf(request);
  if (ticket) enter({ ...request, element }, ticket, true);
  else startNow(element, request.tag, ownUrl(request), request.lane);
  return true;
}
