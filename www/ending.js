/**
 * @file How the page hears that something held has come to an end although it may still be released: an element by the
 * event that a blocked one fires, a call by its own failure. When that is due, the engine says.
 */

import { isHeld, waiting } from './book.js';
import { dispatch, found, localNameOf, own, parentOf, query, stopEvent } from './natives.js';
import { failPending } from './pending.js';
import { failStub } from './stubs.js';
import { inTurn } from './turns.js';

/** Events of ours. @type {WeakSet<Event>} */
const ours = own(new WeakSet());

/** Tickets whose elements have heard of their failure. @type {Set<number>} */
const told = own(new Set());

/**
 * The page hears that what this ticket holds has failed; once.
 * @param {number} ticket
 */
export function fail(ticket) {
  if (told.has(ticket)) return;
  told.add(ticket);
  const held = waiting.get(ticket);
  if (!held) failPending(ticket);
  else if (held.tag === 'script') {
    failStub(held);
    tell(held.element, 'error');
  }
  // A frame that cannot load shows a page of the browser's instead; here it shows a placeholder.
  else tell(held.element, 'load');
}

/**
 * Forgets a ticket that nothing can become of any more.
 * @param {number} ticket
 */
export const forgetFailure = (ticket) => void told.delete(ticket);

/** Elements that fire nothing when what they load is blocked. */
const SILENT = /^(?:a(?:rea|nimate)?|embed|feImage|use|set|body|col.*|t(?!rack).*)$/;

/**
 * An element that loads and runs nothing has failed.
 * @param {Element} element
 */
export function failLoad(element) {
  const name = localNameOf(element);
  const parent = name === 'source' && parentOf(element);
  if (parent && localNameOf(parent) === 'picture') failImageOf(parent);
  else if (!found(SILENT, name)) tell(element, 'error');
}

/** Images that have heard of a failure of a `source`. @type {WeakSet<Element>} */
const failed = own(new WeakSet());

/**
 * The image of a `picture` fires the event, for whichever source it would have chosen.
 * @param {Element} picture
 */
function failImageOf(picture) {
  const image = query(picture, 'img')[0];
  if (!image || failed.has(image) || isHeld(image)) return;
  failed.add(image);
  tell(image, 'error');
}

/**
 * @param {Element} element
 * @param {'load' | 'error'} type
 */
function tell(element, type) {
  inTurn(() => {
    const event = new Event(type);
    ours.add(event);
    dispatch(element, event);
  });
}

/**
 * Keeps an event of an emptied element from the page, unless it is one of ours.
 * @param {Event} event
 */
export const stopForeign = (event) => ours.has(event) || stopEvent(event);

/** @param {Event} event */
export const isOurs = (event) => ours.has(event);
