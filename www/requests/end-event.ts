/**
 * @file How the page hears that something held has come to an end although it may still be released: an element by the
 * event that a blocked one fires, a call by its own failure. When that is due, the engine says.
 */

import { isHeld, waiting } from './held-elements.ts';
import {
  dispatch,
  found,
  localNameOf,
  own,
  parentOf,
  query,
  stopEvent,
} from '../platform/primordials.ts';
import { failPending } from './held-calls.ts';
import { failStub } from './library-stubs.ts';
import { inTurn } from '../platform/task-queue.ts';

/** Events of ours. */
const ours: WeakSet<Event> = own(new WeakSet());

/** Tickets whose elements have heard of their failure. */
const told: Set<number> = own(new Set());

/** The page hears that what this ticket holds has failed; once. */
export function fail(ticket: number) {
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

/** Forgets a ticket that has reached an end. */
export const forgetFailure = (ticket: number) => void told.delete(ticket);

/** Elements that fire nothing when what they load is blocked. */
const SILENT = /^(?:a(?:rea|nimate)?|embed|feImage|use|set|body|col.*|t(?!rack).*)$/;

/** An element that loads and runs nothing has failed. */
export function failLoad(element: Element) {
  const name = localNameOf(element);
  const parent = name === 'source' && (parentOf(element) as Element | null);
  if (parent && localNameOf(parent) === 'picture') failImageOf(parent);
  else if (!found(SILENT, name)) tell(element, 'error');
}

/** Images that have heard of a failure of a `source`. */
const failed: WeakSet<Element> = own(new WeakSet());

/** The image of a `picture` fires the event, for whichever source it would have chosen. */
function failImageOf(picture: Element) {
  const image = query(picture, 'img')[0];
  if (!image || failed.has(image) || isHeld(image)) return;
  failed.add(image);
  tell(image, 'error');
}

function tell(element: Element, type: 'load' | 'error') {
  inTurn(() => {
    const event = new Event(type);
    ours.add(event);
    dispatch(element, event);
  });
}

/** Keeps an event of an emptied element from the page, unless it is one of ours. */
export const stopForeign = (event: Event) => ours.has(event) || stopEvent(event);

export const isOurs = (event: Event) => ours.has(event);
