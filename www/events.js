/**
 * @file Tells listeners of `consentGate.on` and of the document what has happened. Holds are told in a
 * microtask, so that no listener runs in the middle of a DOM operation of the page.
 */

import { apply, dispatch, own, soon } from './natives.js';

/** @type {Map<string, Set<Function>>} */
const listeners = own(new Map());

/** The events that there are. */
const TYPES = /^(?:change|hold|release|discard|open)$/;

/**
 * @param {unknown} type
 * @param {unknown} listener
 * @param {unknown} [owner] whose function it is, where it is not the page's own
 * @returns {boolean} whether there is such an event and the listener can be called
 */
export function on(type, listener, owner = listener) {
  if (typeof type !== 'string' || !TYPES.test(type) || typeof owner !== 'function') return false;
  const set = listeners.get(type) ?? own(new Set());
  listeners.set(type, set.add(/** @type {Function} */ (listener)));
  return true;
}

/**
 * @param {string} type
 * @param {unknown} detail
 */
export function announce(type, detail) {
  if (type === 'change' || type === 'open') tell(type, detail);
  else soon(() => tell(type, detail));
}

/**
 * @param {string} type
 * @param {unknown} detail
 */
function tell(type, detail) {
  listeners.get(type)?.forEach((listener) => {
    try {
      apply(listener, undefined, [detail]);
    } catch (error) {
      reportError(error); // The listener's own error, reported as the browser reports those of events.
    }
  });
  dispatch(document, new CustomEvent(`consentgate:${type}`, { detail }));
}
