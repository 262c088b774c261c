/**
 * @file Downloads scripts before they run, so that a queue of many takes one round trip. It uses a link element: the
 * script element uses the preload even if its response may not be cached.
 */

import {
  HTML,
  appendChild,
  attributeOf,
  createElement,
  headOf,
  listen,
  max,
  namespaceOf,
  now,
  removeNode,
  rootElementOf,
  scriptNonce,
  setAttribute,
  setNonce,
} from '../platform/primordials.ts';
import { isModuleType } from '../requests/element-request.ts';
import { ownNonce } from '../platform/own-script.ts';
import type { Held } from '../requests/held-elements.ts';

/** Time in ms after which a script without an answer leaves the queue. It may still run later. */
const PATIENCE = 10_000;

/** Attributes that a preload must share with the script's request. Otherwise the browser makes two requests. */
const SHARED = ['integrity', 'crossorigin', 'referrerpolicy', 'fetchpriority'];

export function preload(held: Held) {
  const { element, document, url, type } = held;
  if (url === null || held.preload || namespaceOf(element) !== HTML) return;
  const link = createElement(document, 'link');
  setAttribute(link, 'rel', isModuleType(type) ? 'modulepreload' : 'preload');
  setAttribute(link, 'as', 'script');
  for (let i = 0; i < SHARED.length; i += 1) {
    const value = attributeOf(element, SHARED[i]);
    if (value !== null) setAttribute(link, SHARED[i], value);
  }
  setNonce(link, scriptNonce(element) || ownNonce);
  setAttribute(link, 'href', url);
  const answered = () => (held.deadline = undefined);
  listen(link, 'load', answered);
  listen(link, 'error', answered);
  held.deadline = now() + PATIENCE;
  held.preload = link;
  appendChild(headOf(document) ?? rootElementOf(document), link);
}

/** Returns how long the queue still waits for this script, in ms: the rest of the time since its preload began. */
export const timeLeft = ({ deadline }: Held) =>
  deadline === undefined ? PATIENCE : max(0, deadline - now());

export function dropPreload({ preload: link }: Held) {
  if (link) removeNode(link);
}
