/**
 * @file Reports to the page that a held request has failed, although it may still be released: for an element by the
 * event that a blocked one fires, for a call by its failure. The engine decides when.
 */

import { isHeld, waiting } from './held-elements.ts';
import {
  dispatch,
  found,
  localNameOf,
  frozenMethods,
  parentOf,
  query,
  stopEvent,
} from '../platform/primordials.ts';
import { failPending } from './held-calls.ts';
import { failStub } from './library-stubs.ts';
import { inTurn } from '../platform/task-queue.ts';

/** Events that the gate has dispatched. */
const ours: WeakSet<Event> = frozenMethods(new WeakSet());

/** Tickets whose failure has been reported. */
const told: Set<number> = frozenMethods(new Set());

/** Reports the failure of a held request to the page, once. */
export function fail(ticket: number) {
  if (told.has(ticket)) return;
  told.add(ticket);
  const held = waiting.get(ticket);
  if (!held) failPending(ticket);
  else if (held.tag === 'script') {
    failStub(held);
    tell(held.element, 'error');
  }
  // A frame that cannot load shows an error page of the browser and fires `load`. A held frame shows a placeholder.
  else tell(held.element, 'load');
}

/** Forgets a ticket that was released or discarded. */
export const forgetFailure = (ticket: number) => void told.delete(ticket);

/** Elements that fire no event when their request is blocked. */
const SILENT = /^(?:a(?:rea|nimate)?|embed|feImage|use|set|body|col.*|t(?!rack).*)$/;

/** Reports the failure of an element that loads something and runs no code. */
export function failLoad(element: Element) {
  const name = localNameOf(element);
  const parent = name === 'source' && (parentOf(element) as Element | null);
  if (parent && localNameOf(parent) === 'picture') failImageOf(parent);
  else if (!found(SILENT, name)) tell(element, 'error');
}

/** Images that have fired an event for a failed `source`. */
const failed: WeakSet<Element> = frozenMethods(new WeakSet());

/** Fires the event on the image of a `picture`, regardless of the source that it would have chosen. */
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

/** Stops an event of an emptied element, unless the gate has dispatched it. */
export const stopForeign = (event: Event) => ours.has(event) || stopEvent(event);

export const isOurs = (event: Event) => ours.has(event);
