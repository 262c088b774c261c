/**
 * @file Where elements that load something and run nothing meet the gate. Most begin a moment after they have got
 * their attribute, so what has just got it natively is still in time to be judged; a held one waits without it.
 */

import { FIRST_TICKET } from '../engine/null-engine.ts';
import {
  disarm,
  isHeld,
  rearm,
  seen,
  started,
  syncRelation,
  undisguise,
} from '../requests/held-elements.ts';
import { failLoad, stopForeign } from '../requests/end-event.ts';
import { hookEmbedded } from '../frames/frames.ts';
import { admit, showsDocument } from '../frames/gate-in-document.ts';
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
  own,
  parentOf,
  setTimer,
  then,
  unlisten,
  nothing,
  sendBeacon,
} from '../platform/primordials.ts';
import { putInAgain } from '../frames/initial-about-blank.ts';
import { pend, ticketFor, withdraw } from '../requests/held-calls.ts';
import { candidates, tagOf } from '../requests/element-request.ts';
import { orReload } from '../platform/csp-lock.ts';
import { mirror } from '../requests/selector-mirror.ts';
import { LOAD, shapeOf } from '../requests/resource-attributes.ts';
import type { Act } from './attribute-change.ts';
import type { PageValue } from '../platform/types-core.ts';
import type { Shape } from '../requests/subresources.ts';

const stateOf = getter(HTMLMediaElement.prototype, 'networkState');
const isPaused = getter(HTMLMediaElement.prototype, 'paused');
const play = method(HTMLMediaElement.prototype, 'play') as (media: Element) => Promise<void>;
/** A link that has a sheet may wait for imports. If it lost its source meanwhile, Chromium's document would never load. */
const sheetOf = getter(HTMLLinkElement.prototype, 'sheet');
const isPrevented = getter(Event.prototype, 'defaultPrevented');

/** Tickets of the elements that wait. */
const tickets: Map<Element, number> = own(new Map());

/** Links that were followed while their `ping` was held, and media that were told to load. */
export const asked: WeakSet<Element> = own(new WeakSet());

/** An element that may have begun to load a moment ago. */
export function meetLoad(element: Element) {
  if (tagOf(element) !== LOAD || started.has(element) || isHeld(element) || !isActive(element))
    return;
  const request = loadOf(element);
  const ticket = request ? ticketFor(request.url, request.kind) : 0;
  if (ticket) {
    if (maybe(sheetOf, element)) putInAgain(element, strip);
    else strip(element);
    wait(element, ticket);
  } else if (request) started.add(element);
  if (!ticket && showsDocument(element)) admit(element);
  hookEmbedded(element);
}

const strip = (element: Element) => disarm(element, LOAD);

/** The same for all in the tree of `node`. */
export function meetTree<T>(node: T): T {
  const elements = candidates(node) ?? [];
  for (let i = 0; i < elements.length; i += 1) meetLoad(elements[i]);
  return node;
}

/** @param element without what it loads */
export function wait(element: Element, ticket: number) {
  tickets.set(element, ticket);
  mirror(element);
  listen(element, 'error', stopForeign, true); // A `source` without its `src` fails.
  pend(
    ticket,
    orReload(() => letLoad(element)),
    () => failLoad(element),
  );
  if ('ping' in (shapeOf(localNameOf(element)) ?? {})) listen(element, 'click', noteFollowed);
}

function noteFollowed(event: Event) {
  const link = currentTargetOf(event) as Element;
  const follows = () => isHeld(link) && reader(link)('href') !== null && !isPrevented(event);
  setTimer(() => follows() && asked.add(link), 0);
}

const currentTargetOf = getter(Event.prototype, 'currentTarget');

/** A held element is judged by what it asks for now: it goes on waiting, or loads at last. */
export function letLoad(element: Element) {
  const before = tickets.get(element);
  tickets.delete(element);
  const request = loadOf(element);
  const ticket = request ? ticketFor(request.url, request.kind) : 0;
  if (ticket) return wait(element, ticket);
  unlisten(element, 'error', stopForeign, true);
  if (before && !isActive(element)) withdraw(before);
  else started.add(element);
  const plays = maybe(isPaused, element) === false;
  rearm(element);
  if (comesAnew(element)) putInAgain(element);
  if (plays) then(play(element), nothing, nothing); // A `preload` of `none` has forgotten it.
  if (asked.delete(element)) (hasAttribute(element, 'ping') ? send : loadMedia)(element);
}

/**
 * Whether the attributes alone do not make it begin: a media element that has found no source looks at one when it
 * comes in, and so it is with a preload that has no other URL, an embed that has only `code`, and an animation.
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

/** What an engine that knew no vendor has held. */
export const readmitLoads = () =>
  tickets.forEach((ticket, element) => ticket >= FIRST_TICKET && letLoad(element));

/**
 * Changes one attribute. What the page's Trusted Types judge is changed on the element itself, which loads it later.
 * @param name without its prefix
 * @param value null where it is removed
 */
export function changeLoad<T>(element: Element, name: string, value: PageValue, act: Act<T>): T {
  const shape = shapeOf(localNameOf(element)) as Shape;
  if (!(name in shape)) return act(element);
  const plugin = shape[name] === OBJECT;
  if (!plugin && !isHeld(element) && wouldHold(element, name, value)) strip(element);
  try {
    return act(plugin ? element : seen(element));
  } finally {
    if (plugin) {
      undisguise(element);
      mirror(element);
    } else if (name === 'rel' && isHeld(element)) syncRelation(element);
    meetChanged(element);
  }
}

/**
 * Gives an element what it loads, which is judged before the element has it: an embed of Firefox asks in that very call,
 * and an object may be quicker than the gate.
 */
export function giveLoad(element: Element, act: Act<unknown>) {
  strip(element);
  act(seen(element));
  letLoad(element);
}

function wouldHold(element: Element, name: string, value: PageValue) {
  if (value === null || typeof value === 'symbol' || !isActive(element)) return false;
  const read = reader(element);
  const next = (of: string) => (of === name ? `${value}` : read(of));
  return loadOf(element, baseOf(element), next)?.held === true;
}

/** The element as it is now, after a change. */
export function meetChanged(element: Element) {
  const ticket = tickets.get(element);
  if (ticket) withdraw(ticket);
  tickets.delete(element);
  if (isHeld(element)) return letLoad(element);
  started.delete(element);
  meetLoad(element);
}
