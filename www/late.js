/**
 * @file What a script meets that runs later than the page meant it to: `document.write` after parsing, and
 * `DOMContentLoaded` and `load` listeners that come after the event. Both act as if it had run in time.
 */

import { apply, define, own, unlisten } from './natives.js';
import { endLate } from './written.js';

/** @typedef {import('./book.js').Held} Held */

/**
 * @typedef {object} LateCall
 * @property {any} target
 * @property {string} type
 * @property {any} listener a function, or an object with `handleEvent`
 * @property {any} options
 */

/** Released scripts by element: `document.currentScript` tells which one runs. @type {WeakMap<object, Held>} */
const late = own(new WeakMap());

/** Calls that are owed, by the script that owes them. @type {Map<Held, LateCall[]>} */
const owed = own(new Map());

let released = false;

/** Whether anything was ever released: before that no script is late. */
export const anyReleased = () => released;

/**
 * The released script that is running now.
 * @param {Element | null} currentScript
 * @returns {Held | undefined}
 */
export const lateScript = (currentScript) =>
  released && currentScript ? late.get(currentScript) : undefined;

/** @param {Held} held a script that is about to be prepared */
export function beforeScript(held) {
  released = true;
  late.set(held.element, held);
}

/**
 * A released script has run: what it wrote is put where it stands, then its listeners hear what they missed.
 * @param {Held} held
 * @param {() => void} then called when all of that has happened
 */
export function afterScript(held, then) {
  endLate(held, () => {
    const calls = owed.get(held) ?? [];
    owed.delete(held);
    for (let i = 0; i < calls.length; i += 1) if (calls[i].type !== 'load') call(calls[i]);
    for (let i = 0; i < calls.length; i += 1) if (calls[i].type === 'load') call(calls[i]);
    then();
  });
}

/**
 * Remembers to call a listener once `held` has run.
 * @param {Held} held
 * @param {any} target
 * @param {string} type
 * @param {any} listener
 * @param {any} options
 */
export function callLate(held, target, type, listener, options) {
  if (!listener || options?.signal?.aborted) return;
  const calls = owed.get(held) ?? [];
  for (let i = 0; i < calls.length; i += 1) {
    if (calls[i].listener === listener && calls[i].type === type && calls[i].target === target)
      return;
  }
  calls[calls.length] = { target, type, listener, options };
  owed.set(held, calls);
}

/**
 * The page has removed a listener before its late call.
 * @param {any} target
 * @param {string} type
 * @param {any} listener
 */
export function forgetLate(target, type, listener) {
  owed.forEach((calls) => {
    for (let i = 0; i < calls.length; i += 1) {
      const entry = calls[i];
      if (entry.listener === listener && entry.type === type && entry.target === target)
        entry.listener = null;
    }
  });
}

/** @param {LateCall} entry */
function call({ target, type, listener, options }) {
  if (!listener || options?.signal?.aborted) return;
  if (options?.once) unlisten(target, type, listener, options);
  const event = new Event(type);
  define(event, 'target', { value: type === 'load' ? document : target });
  define(event, 'currentTarget', { value: target });
  try {
    if (typeof listener === 'function') apply(listener, target, [event]);
    else listener.handleEvent(event);
  } catch (error) {
    reportError(error); // As the browser reports what a listener throws.
  }
}
