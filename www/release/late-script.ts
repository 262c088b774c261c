/**
 * @file Steps before and after a released script. Text that it writes after parsing is inserted after the script. Its
 * listeners for past events are called, as if it had run in time.
 */

import { BLOCKING } from '../platform/constants.ts';
import { hideLater, showLater } from './last-script.ts';
import { markLate } from '../requests/late-code.ts';
import { begin, end } from '../requests/late-events.ts';
import { endLate } from './late-document-write.ts';
import type { Held } from '../requests/held-elements.ts';

/** @param held a script that is about to be prepared */
export function beforeScript(held: Held) {
  markLate(held.element, held.url, held.type, held);
  if (held.url !== null) begin(held.element, held.lane);
  if (held.parsed && held.lane === BLOCKING) hideLater(held.element);
}

/** Inserts the text that a released script has written. @param then called when all of that has happened */
export function afterScript(held: Held, then: () => void) {
  showLater(held.element);
  endLate(held, () => {
    then();
    end(held.element); // After the next script has begun.
  });
}
