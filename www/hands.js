/** @file What the engine asks of the page: start this, drop that, tell everyone. */

import { waiting } from './book.js';
import { forgetCall, replay, watch } from './calls.js';
import { clear } from './clear.js';
import { announce } from './events.js';
import { warn } from './natives.js';
import { dropPreload } from './preload.js';
import { fetchAhead, run } from './release.js';
import { isSealed } from './strength.js';

/** @type {import('./engine-types.js').Hands} */
export const hands = {
  fetch: fetchAhead,
  run: (ticket) => replay(ticket) || (isSealed() ? location.reload() : run(ticket)),
  discard(ticket) {
    forgetCall(ticket);
    const held = waiting.get(ticket);
    if (held) dropPreload(held);
    waiting.delete(ticket);
  },
  emit: announce,
  clear,
  watch,
  complain: (line) => warn(`Consent Gate: ${line}`),
};
