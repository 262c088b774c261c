/**
 * @file What was held before there was an engine is asked again when it arrives, and what the page chose in
 * the meantime is chosen then.
 */

import { FIRST_TICKET, early } from '../engine/null-engine.ts';
import { waiting } from '../requests/held-elements.ts';
import { ask } from '../engine/engine.ts';
import { startFrame } from '../frames/frames.ts';
import { FRAME, FREE } from '../platform/constants.ts';
import { readmitLoads } from '../hold/subresource.ts';
import { start } from '../release/run-script.ts';
import { ticketOf } from '../requests/element-request.ts';
import { holdRequest } from '../hold/hold-request.ts';
import type { Held } from '../requests/held-elements.ts';

export function readmit() {
  for (const choice of early) ask('choose', ...choice);
  const free: Held[] = [];
  waiting.forEach((held, ticket) => {
    if (ticket < FIRST_TICKET) return;
    waiting.delete(ticket);
    const next = ticketOf({ ...held, id: null });
    if (next) holdRequest({ ...held, id: null }, next, held.parsed);
    else free[free.length] = held;
  });
  startInOrder(free);
  readmitLoads();
}

/** What needs no consent after all starts in the order in which it came. */
function startInOrder([held, ...rest]: Held[]) {
  if (!held) return;
  let went = false;
  const next = () => {
    if (!went) startInOrder(rest);
    went = true;
  };
  if (held.lane === FRAME) startFrame(held);
  else start(held, next);
  if (held.lane === FRAME || held.lane === FREE) next();
}
