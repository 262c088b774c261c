/**
 * @file Holds elements that load something and run no code. Most requests begin a moment after the attribute is set, so
 * the gate judges them after the native call. A held element has no source attributes.
 */

import { FIRST_TICKET } from '../engine/null-engine.ts';
import {
  neutralize,
  isHeld,
  restore,
  twinOrSelf,
  started,
  syncRelation,
  unmaskTwin,
} from '../requests/held-elements.ts';
import { failLoad, stopForeign } from '../requests/end-event.ts';
import { hookEmbedded } from '../frames/frames.ts';
import { loadWithGate, showsDocument } from '../frames/gate-in-document.ts';
import { OBJECT, PING } from '../platform/constants.ts';
import { isActive, loadOf, reader, urlsIn } from '../requests/subresources.ts';
import {
  baseOf,
  found,
  getter,
  hasAttribute,
  listen,
  loadMedia,
  localNameOf,
  maybe,
  method,
  frozenMethods,
  parentOf,
  setTimer,
  then,
  unlisten,
  nothing,
  sendBeacon,
} from '../platform/primordials.ts';
import { reinsert } from '../frames/initial-about-blank.ts';
import { pend, ticketFor, withdraw } from '../requests/held-calls.ts';
import { candidates, tagOf } from '../requests/element-request.ts';
import { orReload } from '../platform/csp-lock.ts';
import { mirror } from '../requests/selector-mirror.ts';
import { LOAD, resourceAttributesOf } from '../requests/resource-attributes.ts';
import type { Act } from './attribute-change.ts';
import type { PageValue } from '../platform/types-core.ts';
import type { Attributes } from '../requests/subresources.ts';

const stateOf = getter(HTMLMediaElement.prototype, 'networkState');
const isPaused = getter(HTMLMediaElement.prototype, 'paused');
const play = method(HTMLMediaElement.prototype, 'play') as (media: Element) => Promise<void>;
/**
 * A link with a style sheet may wait for imports. If it loses its source meanwhile, Chromium's document never fires
 * `load`.
 */
const sheetOf = getter(HTMLLinkElement.prototype, 'sheet');
const isPrevented = getter(Event.prototype, 'defaultPrevented');

/** Tickets of the held elements. */
const tickets: Map<Element, number> = frozenMethods(new Map());

/** Links that were followed while their `ping` was held, and media elements on which the page called `load()`. */
export const asked: WeakSet<Element> = frozenMethods(new WeakSet());

/** Judges an element that may have begun to load a moment ago. */
export function interceptLoad(element: Element) {
  if (tagOf(element) !== LOAD || started.has(element) || isHeld(element) || !isActive(element))
    return;
  const request = loadOf(element);
  const ticket = request ? ticketFor(request.url, request.kind) : 0;
  if (ticket) {
    if (maybe(sheetOf, element)) reinsert(element, neutralizeLoad);
    else neutralizeLoad(element);
    wait(element, ticket);
  } else if (request) started.add(element);
  if (!ticket && showsDocument(element)) loadWithGate(element);
  hookEmbedded(element);
}

const neutralizeLoad = (element: Element) => neutralize(element, LOAD);

/** Calls `interceptLoad` for every element in the tree of `node`. */
export function interceptLoadsIn<T>(node: T): T {
  const elements = candidates(node) ?? [];
  for (let i = 0; i < elements.length; i += 1) interceptLoad(elements[i]);
  return node;
}

/** Holds an element. @param element without the attributes that load something */
export function wait(element: Element, ticket: number) {
  tickets.set(element, ticket);
  mirror(element);
  listen(element, 'error', stopForeign, true); // A `source` without `src` fires `error`.
  pend(
    ticket,
    orReload(() => judgeLoadAgain(element)),
    () => failLoad(element),
  );
  if ('ping' in (resourceAttributesOf(localNameOf(element)) ?? {}))
    listen(element, 'click', noteFollowed);
}

function noteFollowed(event: Event) {
  const link = currentTargetOf(event) as Element;
  const follows = () => isHeld(link) && reader(link)('href') !== null && !isPrevented(event);
  setTimer(() => follows() && asked.add(link), 0);
}

const currentTargetOf = getter(Event.prototype, 'currentTarget');

/** Judges a held element by its present sources: it is held again, or it loads. */
export function judgeLoadAgain(element: Element) {
  const before = tickets.get(element);
  tickets.delete(element);
  const request = loadOf(element);
  const ticket = request ? ticketFor(request.url, request.kind) : 0;
  if (ticket) return wait(element, ticket);
  unlisten(element, 'error', stopForeign, true);
  if (before && !isActive(element)) withdraw(before);
  else started.add(element);
  const plays = maybe(isPaused, element) === false;
  restore(element);
  if (comesAnew(element)) reinsert(element);
  if (plays) then(play(element), nothing, nothing); // `preload="none"` made the browser forget it.
  if (asked.delete(element)) (hasAttribute(element, 'ping') ? send : loadMedia)(element);
}

/**
 * Returns whether setting the attributes does not start the load, so that the element must be inserted again. This is
 * so for a preload that has only `imagesrcset`, for an embed and for an animation. It is also so for a `source` of a
 * media element that has found no source.
 */
const comesAnew = (element: Element) =>
  parentOf(element) !== null &&
  (hasAttribute(element, 'imagesrcset') ||
    found(/^(?:embed|set|animate)$/, localNameOf(element)) ||
    (localNameOf(element) === 'source' && maybe(stateOf, parentOf(element))! % 3 === 0));

function send(link: Element) {
  const urls = urlsIn('ping', reader(link)('ping') ?? '', baseOf(link), PING);
  for (let i = 0; i < urls.length; i += 1) sendBeacon(navigator, urls[i], 'PING');
}

/** Judges again the elements that the null engine, which knows no vendor, has held. */
export const judgeLoadsAgain = () =>
  tickets.forEach((ticket, element) => ticket >= FIRST_TICKET && judgeLoadAgain(element));

/**
 * Changes one attribute. If Trusted Types apply to it, the change is made on the element, which loads it later.
 * @param name without its prefix
 * @param value null if it is removed
 */
export function changeLoad<T>(element: Element, name: string, value: PageValue, act: Act<T>): T {
  const shape = resourceAttributesOf(localNameOf(element)) as Attributes;
  if (!(name in shape)) return act(element);
  const plugin = shape[name] === OBJECT;
  if (!plugin && !isHeld(element) && wouldHold(element, name, value)) neutralizeLoad(element);
  try {
    return act(plugin ? element : twinOrSelf(element));
  } finally {
    if (plugin) {
      unmaskTwin(element);
      mirror(element);
    } else if (name === 'rel' && isHeld(element)) syncRelation(element);
    interceptLoadChange(element);
  }
}

/**
 * Judges a source before the element gets it. An embed in Firefox requests it inside this call, and an object may
 * request it before the gate can check.
 */
export function giveLoad(element: Element, act: Act<unknown>) {
  neutralizeLoad(element);
  act(twinOrSelf(element));
  judgeLoadAgain(element);
}

function wouldHold(element: Element, name: string, value: PageValue) {
  if (value === null || typeof value === 'symbol' || !isActive(element)) return false;
  const read = reader(element);
  const next = (of: string) => (of === name ? `${value}` : read(of));
  return loadOf(element, baseOf(element), next)?.held === true;
}

/** Judges the element again after a change. */
export function interceptLoadChange(element: Element) {
  const ticket = tickets.get(element);
  if (ticket) withdraw(ticket);
  tickets.delete(element);
  if (isHeld(element)) return judgeLoadAgain(element);
  started.delete(element);
  interceptLoad(element);
}
