/**
 * @file Held frames, for the placeholder that stands in them: the gate's own banner script shows it, the gate tells it
 * where. No element is ever put beside a frame: what stands in the empty document of the frame itself can neither
 * shift the page nor break what renders it.
 */

import { waiting } from './book.js';
import { ask } from './decide.js';
import { innerDocument } from './natives.js';

/** @type {(ticket: number) => void} */
let listener = () => {};

/** What only the gate can do for a placeholder, and lends to its banner. */
export const embeds = {
  /**
   * The empty document that a held frame shows; nothing where the page sandboxes it, or it waits no more.
   * @param {number} ticket
   * @returns {Document | null | undefined}
   */
  placeOf(ticket) {
    const held = waiting.get(ticket);
    return held && held.tag !== 'script' ? innerDocument(held.element) : null;
  },
  /** Lets it load, this time only. @param {number} ticket */
  once: (ticket) => ask('once', ticket),
  /** Who hears of a held frame that has got another empty document. @param {(ticket: number) => void} tell */
  onEmptied(tell) {
    listener = tell;
  },
};

/** Whether a frame waits. */
export function anyEmbed() {
  let any = false;
  waiting.forEach(({ tag }) => (any ||= tag !== 'script'));
  return any;
}

/**
 * A held frame has loaded its empty document. Some browsers exchange the first one for it.
 * @param {any} frame
 */
export const emptied = (frame) =>
  waiting.forEach((held, ticket) => held.element === frame && listener(ticket));
