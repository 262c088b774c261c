/** @file Starts what was made inert for the time of a judgement and needs no ticket. */

import { nothing, attributeOf, baseOf, documentOf, textOf } from './natives.js';
import { rearm, seen } from './book.js';

/** @typedef {import('./book.js').Held} Held */
/** @typedef {(held: Held, done: (outcome: number) => void) => void} Start */

/**
 * Prepares a script again. The entry sets it, since what releases imports what holds.
 * @type {Start}
 */
let start = nothing;

/** @param {Start} it */
export const useStart = (it) => void (start = it);

/** @type {Start} */
export const startHeld = (held, done) => start(held, done);

/**
 * Lets an element start that was made inert and needs no ticket after all.
 * @param {Element} element
 * @param {Held['tag']} tag
 * @param {string | null} url
 * @param {number} lane
 * @param {() => void} [done] hears that a script has come to its end, once or twice
 */
export function startNow(element, tag, url, lane, done = nothing) {
  if (tag !== 'script') return rearm(element);
  const held = {
    ticket: 0,
    element,
    tag,
    document: documentOf(element),
    url,
    text: textOf(element),
    lane,
  };
  start(
    { ...held, base: baseOf(element), type: attributeOf(seen(element), 'type'), parsed: false },
    done,
  );
}
