/** @file Starts elements that were made inert while they were judged, and need no ticket. */

import { nothing, attributeOf, baseOf, documentOf, textOf } from '../platform/primordials.ts';
import { restore, twinOrSelf } from './held-elements.ts';
import type { Held } from './held-elements.ts';

type Start = (held: Held, done: (outcome: number) => void) => void;

/** Prepares a script again. The entry sets it, since the release imports this folder. */
let start: Start = nothing;

export const useStart = (it: Start) => void (start = it);

export const startHeld: Start = (held, done) => start(held, done);

/** Lets an inert element start that needs no ticket. @param done called when a script has ended, once or twice */
export function startNow(
  element: Element,
  tag: Held['tag'],
  url: string | null,
  lane: number,
  done: () => void = nothing,
) {
  if (tag !== 'script') return restore(element);
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
    {
      ...held,
      base: baseOf(element),
      type: attributeOf(twinOrSelf(element), 'type'),
      parsed: false,
    },
    done,
  );
}
