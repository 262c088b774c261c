/**
 * @file Calls that wait under a ticket: how to make each at last, and what a refusal does to it. Held elements are in
 * `book.js`.
 */

import { ask } from './decide.js';
import { FREE, RAN } from './kinds.js';
import { maybe, own, nothing } from './natives.js';

/** @typedef {{ go: () => void, refuse: () => void }} Pending */

/** @type {Map<number, Pending>} */
const pending = own(new Map());

/**
 * Asks about a request that code makes by a call; 0 where it may be made now.
 * @param {string} url absolute
 * @param {number} kind
 */
export const ticketFor = (url, kind) => ask('ask', url, kind, FREE);

/**
 * @param {number} ticket
 * @param {() => void} go makes the call
 * @param {() => void} [refuse] ends it without
 */
export const pend = (ticket, go, refuse = nothing) => void pending.set(ticket, { go, refuse });

/** @param {(ticket: number) => void} use */
export const eachPending = (use) => pending.forEach((_, ticket) => use(ticket));

/** @param {number} ticket */
export const isPending = (ticket) => pending.has(ticket);

/**
 * Makes a held call.
 * @param {number} ticket
 * @returns {boolean} whether it was one
 */
export function replay(ticket) {
  const call = pending.get(ticket);
  if (!call) return false;
  pending.delete(ticket);
  try {
    call.go();
  } catch (error) {
    reportError(error); // The vendor's, which nobody is there to catch now.
  }
  ask('settled', ticket, RAN);
  return true;
}

/** @param {number} ticket of what goes on waiting, although the page hears that it has failed */
export const failPending = (ticket) => void maybe((it) => it?.refuse(), pending.get(ticket));

/** @param {number} ticket of what the visitor has refused */
export function refuse(ticket) {
  const call = pending.get(ticket);
  pending.delete(ticket);
  maybe((it) => it?.refuse(), call); // No failure of the page's own realm may reach the engine.
}

/**
 * The page takes a held call back, or it ends by itself.
 * @param {number} ticket 0 for none
 */
export function withdraw(ticket) {
  pending.delete(ticket);
  if (ticket) ask('gone', ticket);
}
