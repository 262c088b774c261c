/**
 * @file Lets the banner show placeholders in held frames. The placeholder is in the empty document of the frame. An
 * element beside the frame could shift the page's layout, or break the code that renders it.
 */

import { waiting } from '../requests/held-elements.ts';
import { ask } from '../engine/engine.ts';
import { innerDocument } from '../platform/primordials.ts';

let listener: (ticket: number) => void = () => {};

/** Functions for the banner's placeholders. */
export const embeds = {
  /** Returns the empty document that a held frame shows; none if the frame is sandboxed or no longer held. */
  placeOf(ticket: number): Document | null | undefined {
    const held = waiting.get(ticket);
    return held && held.tag !== 'script' ? innerDocument(held.element) : null;
  },
  /** Lets the frame load, this time only. */
  once: (ticket: number) => ask('once', ticket),
  /** Calls `tell` when a held frame has another empty document. */
  onEmptied(tell: (ticket: number) => void) {
    listener = tell;
  },
};

/** Returns whether a frame is held. */
export function anyEmbed() {
  let found = false;
  waiting.forEach(({ tag }) => (found ||= tag !== 'script'));
  return found;
}

/** Notifies the banner that a held frame has loaded its empty document. Some browsers replace the first one with it. */
export const emptied = (frame: Element) =>
  waiting.forEach((held, ticket) => held.element === frame && listener(ticket));
