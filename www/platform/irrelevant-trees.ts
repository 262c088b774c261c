/**
 * @file Remembers trees that cannot start anything, so that they are not checked again. A check of a new tree makes the
 * browser allocate an object for each of its elements. That takes longer than to copy or to insert the tree.
 *
 * The result is valid until the running task or microtask ends, since the parser may run after that. Until then,
 * everything that may add something to start or load passes a hook, which invalidates the result, too.
 */

import { frozenMethods, soon } from './primordials.ts';

/** For each tree, the period in which it was found irrelevant. */
const periods: WeakMap<object, number> = frozenMethods(new WeakMap());

/** Number of the present period. A period ends as soon as a tree may have got something to start or load. */
let period = 0;
let last = -1;

/** Returns the number of the present period. */
export const irrelevancePeriod = () => period;

/** Returns whether it is known that nothing in `node` starts or loads. */
export const isKnownIrrelevant = (node: object) => last === period && periods.get(node) === period;

/** Remembers that nothing in `node` starts or loads. */
export function rememberIrrelevant(node: object) {
  if (last !== period) soon(forgetIrrelevant);
  last = period;
  periods.set(node, period);
}

/** Forgets all trees. */
export function forgetIrrelevant() {
  period += 1;
}
