/**
 * @file Held frames, for the placeholder that stands in them: the gate's own banner script shows it, the gate tells it
 * where. No element is ever put beside a frame: what stands in the empty document of the frame itself can neither
 * shift the page nor break what renders it.
 */

import { waiting } from '../requests/held-elements.ts';
import { ask } from '../engine/engine.ts';
import { innerDocument } from '../platform/primordials.ts';

let listener: (ticket: number) => void = () => {};

/** What only the gate can do for a placeholder, and lends to its banner. */
export const embeds = {
  /** The empty document that a held frame shows; nothing where the page sandboxes it, or it waits no more. */
  placeOf(ticket: number): Document | null | undefined {
    const held = waiting.get(ticket);
    return held && held.tag !== 'script' ? innerDocument(held.element) : null;
  },
  /** Lets it load, this time only. */
  once: (ticket: number) => ask('once', ticket),
  /** Who hears of a held frame that has got another empty document. */
  onEmptied(tell: (ticket: number) => void) {
    listener = tell;
  },
};

/** Whether a frame waits. */
export function anyEmbed() {
  let any = false;
  waiting.forEach(({ tag }) => (any ||= tag !== 'script'));
  return any;
}

/** A held frame has loaded its empty document. Some browsers exchange the first one for it. */
export const emptied = (frame: any) =>
  waiting.forEach((held, ticket) => held.element === frame && listener(ticket));
