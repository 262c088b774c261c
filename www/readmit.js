/**
 * @file What was held before there was an engine is asked again when it arrives, and what the page chose in
 * the meantime is chosen then.
 */

import { FIRST_TICKET, early } from './blind.js';
import { waiting } from './book.js';
import { ask } from './decide.js';
import { startFrame } from './frames.js';
import { FRAME, FREE } from './kinds.js';
import { readmitLoads } from './meet-loads.js';
import { start } from './release.js';
import { ticketOf } from './request.js';
import { enter } from './enter.js';

/** @typedef {import('./book.js').Held} Held */

export function readmit() {
  for (const choice of early) ask('choose', ...choice);
  /** @type {Held[]} */
  const free = [];
  waiting.forEach((held, ticket) => {
    if (ticket < FIRST_TICKET) return;
    waiting.delete(ticket);
    const next = ticketOf({ ...held, id: null });
    if (next) enter({ ...held, id: null }, next, held.parsed);
    else free[free.length] = held;
  });
  startInOrder(free);
  readmitLoads();
}

/**
 * What needs no consent after all starts in the order in which it came.
 * @param {Held[]} list
 */
function startInOrder([held, ...rest]) {
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
