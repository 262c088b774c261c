/**
 * @file Ends held requests if no engine runs and none will arrive: after a failed start, or an internal error. Nothing
 * can release them, so the page must not wait for them.
 */

import { endBy } from '../engine/null-engine.ts';
import { waiting } from '../requests/held-elements.ts';
import { engineName, whenLost } from '../engine/engine.ts';
import { fail } from '../requests/end-event.ts';
import { setTimer } from '../platform/primordials.ts';
import { eachPending } from '../requests/held-calls.ts';
import { settings } from '../platform/config.ts';

/** Ends requests that are held now or later, after `element_timeout`. */
export function giveUp() {
  if (engineName() !== 'none') return;
  endBy(endSoon);
  waiting.forEach((_, ticket) => endSoon(ticket));
  eachPending(endSoon);
}

const endSoon = (ticket: number) => void setTimer(() => fail(ticket), settings.elementTimeout);

/** Gives up after `fetch_timeout`, unless an engine has arrived by then. */
export const expectEngine = () => void setTimer(giveUp, settings.fetchTimeout);

whenLost(giveUp);
