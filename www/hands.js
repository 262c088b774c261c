/** @file What the engine asks of the page: start this, drop that, tell everyone. */

import { waiting } from './book.js';
import { watch } from './calls.js';
import { clear } from './clear.js';
import { ask } from './decide.js';
import { fail, forgetFailure } from './ending.js';
import { announce } from './events.js';
import { parseJSON, setTimer, warn } from './natives.js';
import { refuse, replay } from './pending.js';
import { sendReceipt } from './receipt.js';
import { dropPreload } from './preload.js';
import { fetchAhead, run } from './release.js';
import { load, save } from './store.js';
import { signal, signalChange } from './signals.js';
import { isShut } from './seal.js';
import { failStub } from './stubs.js';
import { inTurn } from './turns.js';

/** @type {import('./engine-types.js').Hands} */
export const hands = {
  fetch: fetchAhead,
  run(ticket) {
    forgetFailure(ticket);
    if (replay(ticket)) return;
    if (isShut()) location.reload();
    else run(ticket);
  },
  wait: (ticket, ms) => void setTimer(() => ask('overdue', ticket), ms),
  fail,
  discard(ticket) {
    forgetFailure(ticket);
    refuse(ticket);
    const held = waiting.get(ticket);
    if (held) {
      dropPreload(held);
      failStub(held);
    }
    waiting.delete(ticket);
  },
  emit(type, detail) {
    if (type === 'change') {
      clear();
      signalChange();
    }
    const tell = () => announce(type, detail === '' ? null : parseJSON(detail));
    // With what it tells of, so that no task grows long however many are released.
    if (type === 'release') inTurn(tell);
    else tell();
  },
  load,
  save(text) {
    save(text);
    sendReceipt();
  },
  watch,
  signal,
  complain: (line) => warn(`Consent Gate: ${line}`),
};
