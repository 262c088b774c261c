/**
 * @file Judges requests again that were held before there was an engine, as soon as it arrives. Before that, it repeats
 * the choices that the page has made meanwhile.
 */

import { FIRST_TICKET, early } from '../engine/null-engine.ts';
import { waiting } from '../requests/held-elements.ts';
import { ask } from '../engine/engine.ts';
import { startFrame } from '../frames/frames.ts';
import { FRAME, FREE } from '../platform/constants.ts';
import { judgeLoadsAgain } from '../hold/subresource.ts';
import { start } from '../release/run-script.ts';
import { ticketOf } from '../requests/element-request.ts';
import { holdRequest } from '../hold/hold-request.ts';
import type { Held } from '../requests/held-elements.ts';

export function judgeAgain() {
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
  judgeLoadsAgain();
}

/** Starts requests that need no consent, in the order in which they were made. */
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
