/**
 * @file Trees that were found to start nothing, so that the next look at them costs nothing. To look at a new tree makes
 * the browser allocate an object for each of its elements, which costs more than to copy or to insert it.
 *
 * What is known ends with the synchronous run of code in which it was found, since the parser works between two of
 * those. Within one, everything that may add something to start or load passes a hook, which ends it, too.
 */

import { own, soon } from './primordials.ts';

/** For each tree, the period in which it was found quiet. */
const periods: WeakMap<object, number> = own(new WeakMap());

/** A period ends as soon as some tree may have got something to start or load. */
let period = 0;
let last = -1;

/** Returns the number of the present period. */
export const quietPeriod = () => period;

/** Returns whether nothing below `node` is known to start or load. */
export const isKnownQuiet = (node: object) => last === period && periods.get(node) === period;

/** Remembers that nothing below `node` starts or loads. */
export function rememberQuiet(node: object) {
  if (last !== period) soon(forgetQuiet);
  last = period;
  periods.set(node, period);
}

/** Forgets all trees. */
export function forgetQuiet() {
  period += 1;
}
