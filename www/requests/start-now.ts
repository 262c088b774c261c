/** @file Starts what was made inert for the time of a judgement and needs no ticket. */

import { nothing, attributeOf, baseOf, documentOf, textOf } from '../platform/primordials.ts';
import { rearm, seen } from './held-elements.ts';
import type { Held } from './held-elements.ts';

type Start = (held: Held, done: (outcome: number) => void) => void;

/** Prepares a script again. The entry sets it, since what releases imports what holds. */
let start: Start = nothing;

export const useStart = (it: Start) => void (start = it);

export const startHeld: Start = (held, done) => start(held, done);

/**
 * Lets an element start that was made inert and needs no ticket after all.
 * @param done hears that a script has come to its end, once or twice
 */
export function startNow(
  element: Element,
  tag: Held['tag'],
  url: string | null,
  lane: number,
  done: () => void = nothing,
) {
  if (tag !== 'script') return rearm(element);
  const held = {
    ticket: 0,
    element,
    tag,
    document: documentOf(element),
    url,
    text: textOf(element),
    lane,
  };
  start(
    { ...held, base: baseOf(element), type: attributeOf(seen(element), 'type'), parsed: false },
    done,
  );
}
