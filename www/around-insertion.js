/**
 * @file What is done before and after an insertion, whoever asks for it: an insertion method, markup, a late write.
 */

import { NONE, isConnected, list, maybe, parentOf } from './natives.js';
import { afterInsertion, beforeInsertion, giveText } from './meet.js';
import { bring } from './eager.js';
import { startableTag } from './meet-change.js';
import { withStyles } from './meet-styles.js';
import { awaitsText, candidates } from './request.js';
import { hasShadowHosts, rememberShadow, shadowsUnder } from './shadows.js';

/**
 * Calls `act`, which inserts `arriving` into or beside `place`, with the gate before and behind it.
 * @template T
 * @param {any} place
 * @param {ArrayLike<any>} arriving
 * @param {() => T} act
 * @param {any} [into] what gets a text by it, or the parent of what does
 * @returns {T}
 */
export function insertion(place, arriving, act, into = place) {
  const shadows = hasShadowHosts() ? list() : NONE;
  for (let i = 0; i < arriving.length; i += 1) shadowsUnder(arriving[i], shadows);
  act = withText(withStyles(place, arriving, shadows, act, into), place, into);
  const elements = startable(place, arriving, shadows);
  if (elements || shadows.length > 0) rememberShadow(place);
  if (!elements) return act();
  if (!maybe(isConnected, place)) return bring(elements, place, act);
  const requests = beforeInsertion(elements, place);
  try {
    return act();
  } finally {
    afterInsertion(elements, requests);
  }
}

/**
 * Returns the script that `place` is, or is a child of.
 * @param {any} place
 */
const scriptAt = (place) =>
  startableTag(place) === 'script' ? place : maybe((it) => parentScript(parentOf(it)), place);

/** @param {any} parent */
const parentScript = (parent) => (startableTag(parent) === 'script' ? parent : undefined);

/**
 * Wraps what gives a script a text that HTML prepares at once.
 * @template T
 * @param {() => T} act
 * @param {any} place
 * @param {any} into
 * @returns {() => T}
 */
export function withText(act, place, into) {
  const script = scriptAt(into);
  return script && maybe(isConnected, place) && awaitsText(script)
    ? () => giveText(script, act)
    : act;
}

/**
 * What may start by this insertion; null where there is nothing, which is nearly always.
 * @param {any} place
 * @param {ArrayLike<any>} arriving
 * @param {ShadowRoot[]} shadows the shadow roots in what arrives
 * @returns {Element[] | null}
 */
function startable(place, arriving, shadows) {
  /** @type {Element[] | null} */
  let elements = null;
  for (let i = 0; i < arriving.length; i += 1) {
    if (arriving[i] === null || typeof arriving[i] !== 'object') continue;
    elements = joined(elements, candidates(arriving[i]));
  }
  for (let i = 0; i < shadows.length; i += 1) elements = joined(elements, candidates(shadows[i]));
  const script = scriptAt(place);
  return script ? joined(elements, [script]) : elements;
}

/**
 * @param {Element[] | null} elements
 * @param {Element[] | null} more
 */
function joined(elements, more) {
  if (!more) return elements;
  const all = elements ?? list();
  for (let i = 0; i < more.length; i += 1) all[all.length] = more[i];
  return all;
}
