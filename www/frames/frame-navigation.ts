/**
 * @file Holds navigations of frames that do not come from their attributes: `location`, links, forms, `window.open`, a
 * refresh. Every document of the page's origin fires a `navigate` event for them before they start. There is no event
 * for `javascript:` URLs, nor in frames that show another origin.
 */

import { isUnopened } from './blank-opener.ts';
import { isHeld, waiting } from '../requests/held-elements.ts';
import { carriedByUrl } from '../requests/scan-frame.ts';
import { ask, peek } from '../engine/engine.ts';
import { FORM, FRAME, IFRAME } from '../platform/constants.ts';
import { guarded } from './gate-in-document.ts';
import {
  NONE,
  absolute,
  apply,
  attributeOf,
  baseOf,
  getter,
  listen,
  frozenMethods,
  preventDefault,
  stopEvent,
  then,
  windowOf,
  nothing,
} from '../platform/primordials.ts';
import { isReleased, isRepeated, repeat } from './replay-navigation.ts';
import {
  destinationOf,
  downloadOf,
  formDataOf,
  isHashChange,
  isSameDocument,
  supported,
  targetUrlOf,
  typeOf,
} from './navigate-event.ts';
import { holdElement } from '../requests/hold-element.ts';
import type { Realm } from '../platform/primordials.ts';

const { stop } = window;
const isCancelable = getter(Event.prototype, 'cancelable');

/** Documents whose navigations are watched. */
const watchedDocuments: WeakSet<object> = frozenMethods(new WeakSet());

/** Documents with a `navigateerror` event to come for a navigation that the gate has canceled. */
const stopped: Set<object> = frozenMethods(new Set());

/** Number of navigations that the gate has canceled. */
let stops = 0;

/** Watches the navigations of the document in a frame. @param inner a document of the page's origin */
export function watchNavigations(frame: Element, inner: Document) {
  const navigation = windowOf(inner)?.navigation;
  if (!navigation || !supported || watchedDocuments.has(inner)) return;
  watchedDocuments.add(inner);
  listen(navigation, 'navigate', (event: NavigateEvent) => {
    if (windowOf(inner) && !isRepeated(frame) && isCancelable(event))
      interceptNavigation(frame, inner, event);
  });
  listen(navigation, 'navigateerror', (event: Event) => {
    if (stopped.delete(inner)) stopEvent(event);
  });
}

/**
 * Returns the result of `navigation.navigate`. Its promises would be rejected when the gate cancels the navigation, so
 * they are replaced by pending ones. Without the gate they stay pending too, because the document is replaced.
 */
export function unanswered(realm: Realm, act: () => NavigationResult) {
  const before = stops;
  const result = act();
  if (stops === before) return result;
  for (const name of ['committed', 'finished'] as const) {
    then(result[name]!, nothing, nothing);
    result[name] = new realm.Promise<never>(nothing);
  }
  return result;
}

function interceptNavigation(frame: Element, inner: Document, event: NavigateEvent) {
  const destination = destinationOf(event);
  const target = targetUrlOf(destination);
  const sameDocument = isSameDocument(destination);
  const url = sameDocument ? null : carriedByUrl(target, baseOf(inner));
  if (isHeld(frame) && target === 'about:blank') return cancel(inner, event); // The gate has removed its source.
  const again = repeat(frame, inner, event, target);
  const kind = formDataOf(event) ? FORM : IFRAME;
  if (url !== null && !isReleased(frame) && peek(url, kind))
    return hold(frame, inner, event, { url, kind, target, again });
  if (!sameDocument) leave(frame);
  const inside = sameDocument ? null : guarded(sourcesTo(frame, target), baseOf(inner));
  if (inside) {
    cancel(inner, event);
    return repeat(frame, inner, event, inside.src)();
  }
  if (url !== null && target !== sourceOf(frame)) ask('ask', url, kind, FRAME);
  if (takesPlace(inner, event, sameDocument)) {
    cancel(inner, event);
    again();
  }
}

const sourcesTo = (frame: Element, src: string) => ({
  src,
  srcdoc: null,
  sandbox: attributeOf(frame, 'sandbox'),
});

/** Returns the URL in the frame's attribute, which was judged when the attribute was set. */
const sourceOf = (frame: Element) => absolute(attributeOf(frame, 'src') ?? '', baseOf(frame));

/**
 * Returns whether a navigation has to be repeated, so that the document replaces the initial one in the session
 * history. A posted form cannot be repeated unchanged, so it adds an entry.
 */
function takesPlace(inner: Document, event: NavigateEvent, sameDocument: boolean) {
  if (typeOf(event) !== 'push' || !isUnopened(inner)) return false;
  return sameDocument ? isHashChange(event) : !formDataOf(event) && downloadOf(event) === null;
}

/** A navigation that would be held: its URL, its kind, the URL as the page wrote it, and a function that repeats it. */
type Navigation = { url: string; kind: number; target: string; again: () => void };

function hold(
  frame: Element,
  inner: Document,
  event: NavigateEvent,
  { url, kind, target, again }: Navigation,
) {
  cancel(inner, event);
  if (isUnopened(inner)) apply(stop, windowOf(inner), NONE); // The document in its attribute is being loaded.
  leave(frame);
  const ticket = ask('ask', url, kind, FRAME);
  const tag = 'iframe'; // A release calls `again`, regardless of the tag.
  if (ticket)
    holdElement(
      { element: frame, tag, url, id: null, lane: FRAME, navigate: again, target },
      ticket,
      false,
    );
  else again();
}

function cancel(inner: Document, event: NavigateEvent) {
  stops += 1;
  stopped.add(inner);
  preventDefault(event);
  stopEvent(event);
}

/** Ends the ticket of a held frame that the page navigates to another URL. */
export function leave(frame: Element) {
  waiting.forEach(({ element }, ticket) => {
    if (element !== frame) return;
    waiting.delete(ticket);
    ask('gone', ticket);
  });
}
