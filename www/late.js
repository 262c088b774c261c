/**
 * @file What happens around a script that runs later than the page meant it to: what it writes after parsing is put
 * where the script stands, and its listeners for past events are called, as if it had run in time.
 */

import { BLOCKING } from './kinds.js';
import { hideLater, showLater } from './last-script.js';
import { markLate } from './late-code.js';
import { begin, end } from './late-events.js';
import { endLate } from './written.js';

/** @typedef {import('./book.js').Held} Held */

/** @param {Held} held a script that is about to be prepared */
export function beforeScript(held) {
  markLate(held.element, held.url, held.type, held);
  if (held.url !== null) begin(held.element, held.lane);
  if (held.parsed && held.lane === BLOCKING) hideLater(held.element);
}

/**
 * A released script has run: what it wrote is put where it stands.
 * @param {Held} held
 * @param {() => void} then called when all of that has happened
 */
export function afterScript(held, then) {
  showLater(held.element);
  endLate(held, () => {
    then();
    end(held.element); // After the next script has begun.
  });
}
