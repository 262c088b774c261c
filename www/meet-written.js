/**
 * @file Where a tag in written HTML meets the gate: before the parser reads it. The parser gives an element
 * the first of two attributes with one name, so a held tag is made inert by what is put right behind its name;
 * the element that comes of it is recognised by a mark, and looks like the tag as it was written.
 */

import { disguise, empty, restore } from './book.js';
import { parseInert } from './inert.js';
import { dependantOf, enter, ownUrl, requestOf, tagOf, ticketOf, wouldHold } from './meet.js';
import {
  adoptNode,
  attributeOf,
  found,
  hasAttribute,
  own,
  query,
  removeAttribute,
} from './natives.js';
import { startNow } from './release.js';
import { trustedHTML } from './trusted.js';

/** @typedef {import('./meet.js').Request & {ticket: number}} Written a request that may have its ticket */

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
  const request =
    model && (requestOf(model, true) ?? dependantOf(model, /** @type {any} */ (tagOf(model))));
  if (!request) return null;
  const depends = request.url === null && request.id === null;
  const ticket = depends ? ticketOf(request) : 0;
  if (depends ? ticket === 0 : !wouldHold(request)) return null;
  marks += 1;
  written.set(`${marks}`, { ...request, ticket });
  const inert = request.tag === 'script' ? ' type="text/plain"' : sourcesOf(request.element);
  return ` ${MARK}="${marks}"${inert}`;
}

/** @param {Element} frame */
function sourcesOf(frame) {
  let empty = '';
  for (const name of ['src', 'srcdoc']) if (hasAttribute(frame, name)) empty += ` ${name}=""`;
  return empty;
}

/**
 * @param {Document} document
 * @param {string} markup
 */
function firstStartable(document, markup) {
  let [element] = elementsIn(markup);
  // Outside of SVG a script's `href` means nothing, and what is around the tag is not known here.
  if (element && !hasAttribute(element, 'src') && found(/href/i, markup))
    [element] = elementsIn(`<svg>${markup}`);
  return element ? /** @type {Element} */ (adoptNode(document, element)) : null;
}

/** @param {string} markup */
const elementsIn = (markup) =>
  Array.from(query(parseInert(trustedHTML(markup)), 'script,iframe,frame'));

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
  if (request.tag !== 'script') empty(element);
  disguise(element, request.element);
  const ticket = request.ticket || ticketOf(request);
  if (ticket) enter({ ...request, element }, ticket, true);
  else startNow(element, request.tag, ownUrl(request), request.lane);
  return true;
}
