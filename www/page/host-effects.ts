/**
 * @file Host effects: performs the effects of the engine in the page, such as starting or dropping requests and firing
 * events.
 */

import { waiting } from '../requests/held-elements.ts';
import { watch } from '../hold/vendor-calls.ts';
import { clear } from '../storage/clear-storage.ts';
import { ask } from '../engine/engine.ts';
import { fail, forgetFailure } from '../requests/end-event.ts';
import { announce } from '../platform/event-bus.ts';
import { parseJSON, setTimer, warn } from '../platform/primordials.ts';
import { refuse, replay } from '../requests/held-calls.ts';
import { sendReceipt } from '../consent/receipt.ts';
import { dropPreload } from '../release/preload.ts';
import { fetchAhead, run } from '../release/run-script.ts';
import { load, save } from '../consent/record-store.ts';
import { signal, signalChange } from '../consent/vendor-signals.ts';
import { requiresReload } from '../platform/csp-lock.ts';
import { failStub } from '../requests/library-stubs.ts';
import { inTurn } from '../platform/task-queue.ts';
import type { HostEffects } from '../engine/engine-interface.ts';

export const hostEffects: HostEffects = {
  fetch: fetchAhead,
  run(ticket) {
    forgetFailure(ticket);
    if (replay(ticket)) return;
    if (requiresReload()) location.reload();
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
    // In the same queue as the releases, so that no task is long, even if many requests are released.
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
