/**
 * @file Frames that are sent elsewhere by other means than their attributes: `location`, links, forms,
 * `window.open`, a refresh. Every document of the page's own origin tells of them by its `navigate` event, in
 * time to hold them. It does not tell of `javascript:` URLs, nor of frames that show another origin.
 */

import { isNewborn } from './blank-opener.ts';
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
  own,
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
const steered: WeakSet<object> = own(new WeakSet());

/** Documents that owe a `navigateerror` event to a navigation that the gate has stopped. */
const stopped: Set<object> = own(new Set());

/** How many navigations the gate has stopped. */
let stops = 0;

/**
 * Watches where the document of a frame is left for.
 * @param inner a document of the page's own origin
 */
export function steer(frame: Element, inner: Document) {
  const navigation = windowOf(inner)?.navigation;
  if (!navigation || !supported || steered.has(inner)) return;
  steered.add(inner);
  listen(navigation, 'navigate', (event: NavigateEvent) => {
    if (windowOf(inner) && !isRepeated(frame) && isCancelable(event))
      meetNavigation(frame, inner, event);
  });
  listen(navigation, 'navigateerror', (event: Event) => {
    if (stopped.delete(inner)) stopEvent(event);
  });
}

/**
 * What `navigation.navigate` returns. Its promises would tell of a stop; a document that is left never hears
 * how they end, and so it is with one that will be left.
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

function meetNavigation(frame: Element, inner: Document, event: NavigateEvent) {
  const destination = destinationOf(event);
  const target = targetUrlOf(destination);
  const sameDocument = isSameDocument(destination);
  const url = sameDocument ? null : carriedByUrl(target, baseOf(inner));
  if (isHeld(frame) && target === 'about:blank') return cancel(inner, event); // Because its source was taken.
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

/** What the frame's own attribute asks for has been judged where the attribute was set. */
const sourceOf = (frame: Element) => absolute(attributeOf(frame, 'src') ?? '', baseOf(frame));

/**
 * What follows the initial document takes its place in history. A posted form cannot be sent once more as it
 * was; it adds an entry.
 */
function takesPlace(inner: Document, event: NavigateEvent, sameDocument: boolean) {
  if (typeOf(event) !== 'push' || !isNewborn(inner)) return false;
  return sameDocument ? isHashChange(event) : !formDataOf(event) && downloadOf(event) === null;
}

/** A navigation that would be held: its URL, what asks for it, the URL as the page wrote it, and how to repeat it. */
type Navigation = { url: string; kind: number; target: string; again: () => void };

function hold(
  frame: Element,
  inner: Document,
  event: NavigateEvent,
  { url, kind, target, again }: Navigation,
) {
  cancel(inner, event);
  if (isNewborn(inner)) apply(stop, windowOf(inner), NONE); // What it was to show is on its way.
  leave(frame);
  const ticket = ask('ask', url, kind, FRAME);
  const tag = 'iframe'; // Whatever it is, it goes there by `again`.
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

/** The page sends the frame elsewhere: what it was to show before will never load. */
function leave(frame: Element) {
  waiting.forEach(({ element, navigate }, ticket) => {
    if (element !== frame || !navigate) return;
    waiting.delete(ticket);
    ask('gone', ticket);
  });
}
