/**
 * @file Where elements that load something and run nothing meet the gate. Most begin a moment after they have got
 * their attribute, so what has just got it natively is still in time to be judged; a held one waits without it.
 */

import { FIRST_TICKET } from './blind.js';
import { disarm, isHeld, rearm, seen, started, syncRelation, undisguise } from './book.js';
import { failLoad, stopForeign } from './ending.js';
import { hookEmbedded } from './frames.js';
import { admit, showsDocument } from './guests.js';
import { OBJECT, PING } from './kinds.js';
import { isActive, loadOf, reader, urlsIn } from './loads.js';
import {
  baseOf,
  found,
  getter,
  hasAttribute,
  insertBefore,
  listen,
  loadMedia,
  localNameOf,
  maybe,
  method,
  nextSiblingOf,
  own,
  parentOf,
  removeNode,
  setTimer,
  then,
  unlisten,
  nothing,
  sendBeacon,
} from './natives.js';
import { pend, ticketFor, withdraw } from './pending.js';
import { candidates, tagOf } from './request.js';
import { orReload } from './seal.js';
import { mirror } from './selectors.js';
import { LOAD, shapeOf } from './resource-attributes.js';

const stateOf = getter(HTMLMediaElement.prototype, 'networkState');
const isPaused = getter(HTMLMediaElement.prototype, 'paused');
const play = method(HTMLMediaElement.prototype, 'play');
const isPrevented = getter(Event.prototype, 'defaultPrevented');

/** Tickets of the elements that wait. @type {Map<Element, number>} */
const tickets = own(new Map());

/**
 * Links that were followed while their `ping` was held, and media that were told to load.
 * @type {WeakSet<Element>}
 */
export const asked = own(new WeakSet());

/**
 * An element that may have begun to load a moment ago.
 * @param {Element} element
 */
export function meetLoad(element) {
  if (tagOf(element) !== LOAD || started.has(element) || isHeld(element) || !isActive(element))
    return;
  const request = loadOf(element);
  const ticket = request ? ticketFor(request.url, request.kind) : 0;
  if (ticket) {
    disarm(element, LOAD);
    wait(element, ticket);
  } else if (request) started.add(element);
  if (!ticket && showsDocument(element)) admit(element);
  hookEmbedded(element);
}

/**
 * The same for all in the tree of `node`.
 * @template T
 * @param {T} node
 * @returns {T}
 */
export function meetTree(node) {
  const elements = candidates(node) ?? [];
  for (let i = 0; i < elements.length; i += 1) meetLoad(elements[i]);
  return node;
}

/**
 * @param {Element} element without what it loads
 * @param {number} ticket
 */
export function wait(element, ticket) {
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

/** @param {Event} event */
function noteFollowed(event) {
  const link = /** @type {Element} */ (currentTargetOf(event));
  const follows = () => isHeld(link) && reader(link)('href') !== null && !isPrevented(event);
  setTimer(() => follows() && asked.add(link), 0);
}

const currentTargetOf = getter(Event.prototype, 'currentTarget');

/**
 * A held element is judged by what it asks for now: it goes on waiting, or loads at last.
 * @param {Element} element
 */
export function letLoad(element) {
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
  if (comesAnew(element)) comeAnew(element);
  if (plays) then(play(element), nothing, nothing); // A `preload` of `none` has forgotten it.
  if (asked.delete(element)) (hasAttribute(element, 'ping') ? send : loadMedia)(element);
}

/**
 * Whether the attributes alone do not make it begin: a media element that has found no source looks at one when it
 * comes in, and so it is with a preload that has no other URL, an embed that has only `code`, and an animation.
 * @param {Element} element
 */
const comesAnew = (element) =>
  parentOf(element) !== null &&
  (hasAttribute(element, 'imagesrcset') ||
    found(/^(?:embed|set|animate)$/, localNameOf(element)) ||
    (localNameOf(element) === 'source' &&
      /** @type {any} */ (maybe(stateOf, parentOf(element))) % 3 === 0));

/** @param {Element} element */
function comeAnew(element) {
  const [parent, next] = [parentOf(element), nextSiblingOf(element)];
  removeNode(element);
  insertBefore(parent, element, next);
}

/** @param {Element} link */
function send(link) {
  const urls = urlsIn('ping', reader(link)('ping') ?? '', baseOf(link), PING);
  for (let i = 0; i < urls.length; i += 1) sendBeacon(navigator, urls[i], 'PING');
}

/** What an engine that knew no vendor has held. */
export const readmitLoads = () =>
  tickets.forEach((ticket, element) => ticket >= FIRST_TICKET && letLoad(element));

/**
 * Changes one attribute. What the page's Trusted Types judge is changed on the element itself, which loads it later.
 * @param {Element} element
 * @param {string} name without its prefix
 * @param {any} value null where it is removed
 * @param {import('./meet-change.js').Act} act
 */
export function changeLoad(element, name, value, act) {
  const shape = /** @type {import('./loads.js').Shape} */ (shapeOf(localNameOf(element)));
  if (!(name in shape)) return act(element);
  const plugin = shape[name] === OBJECT;
  if (!plugin && !isHeld(element) && wouldHold(element, name, value)) disarm(element, LOAD);
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
 * @param {Element} element
 * @param {import('./meet-change.js').Act} act
 */
export function giveLoad(element, act) {
  disarm(element, LOAD);
  act(seen(element));
  letLoad(element);
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {any} value
 */
function wouldHold(element, name, value) {
  if (value === null || typeof value === 'symbol' || !isActive(element)) return false;
  const read = reader(element);
  const next = (/** @type {string} */ of) => (of === name ? `${value}` : read(of));
  return loadOf(element, baseOf(element), next)?.held === true;
}

/**
 * The element as it is now, after a change.
 * @param {Element} element
 */
export function meetChanged(element) {
  const ticket = tickets.get(element);
  if (ticket) withdraw(ticket);
  tickets.delete(element);
  if (isHeld(element)) return letLoad(element);
  started.delete(element);
  meetLoad(element);
}
