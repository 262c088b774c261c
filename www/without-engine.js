/**
 * @file Ends held requests where no engine runs and none will arrive: a failed start, or a failure of ours. Nothing can
 * release them any more, so that the page must not wait for them.
 */

import { endBy } from './blind.js';
import { waiting } from './book.js';
import { engineName, whenLost } from './decide.js';
import { fail } from './ending.js';
import { setTimer } from './natives.js';
import { eachPending } from './pending.js';
import { settings } from './settings.js';

/** Ends what is held, and what will be held, after `element_timeout`. */
export function giveUp() {
  if (engineName() !== 'none') return;
  endBy(endSoon);
  waiting.forEach((_, ticket) => endSoon(ticket));
  eachPending(endSoon);
}

/** @param {number} ticket */
const endSoon = (ticket) => void setTimer(() => fail(ticket), settings.elementTimeout);

/** Gives up after `fetch_timeout`, unless an engine has arrived by then. */
export const expectEngine = () => void setTimer(giveUp, settings.fetchTimeout);

whenLost(giveUp);
