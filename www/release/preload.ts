/**
 * @file Downloads scripts ahead of their turn, so that a queue of thirty costs one round trip. A link element
 * does it, because a preload is taken up by the script that follows even where nothing may be cached.
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

/** A script without an answer leaves the queue after this time, in ms; it may still run when it comes. */
const PATIENCE = 10_000;

/** What a preload must have in common with the script's own request, or it is made twice. */
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

/** How long the queue still waits for this script, in ms: what its preload has left over, or all of it. */
export const patienceLeft = ({ deadline }: Held) =>
  deadline === undefined ? PATIENCE : max(0, deadline - now());

export function dropPreload({ preload: link }: Held) {
  if (link) removeNode(link);
}
