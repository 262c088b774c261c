/**
 * @file Calls that wait under a ticket: how to make each at last, and what a refusal does to it. Held elements are in
 * `requests/held-elements.ts`.
 */

import { ask } from '../engine/engine.ts';
import { FREE, RAN } from '../platform/constants.ts';
import { maybe, own, nothing, parseJSON } from '../platform/primordials.ts';

type Pending = { go: () => void; refuse: () => void };

const pending: Map<number, Pending> = own(new Map());

/**
 * Asks about a request that code makes by a call; 0 where it may be made now.
 * @param url absolute
 */
export const ticketFor = (url: string, kind: number) => ask('ask', url, kind, FREE);

/**
 * @param go makes the call
 * @param refuse ends it without
 */
export const pend = (ticket: number, go: () => void, refuse: () => void = nothing) =>
  void pending.set(ticket, { go, refuse });

export const eachPending = (use: (ticket: number) => void) =>
  pending.forEach((_, ticket) => use(ticket));

export const isPending = (ticket: number) => pending.has(ticket);

/**
 * Makes a held call.
 * @returns whether it was one
 */
export function replay(ticket: number): boolean {
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

/** Whether something may be held now. */
export function mayHold() {
  const { categories, choices } = parseJSON(ask('state', '', '', false));
  const all = { ...categories, ...choices };
  for (const id in all) if (!all[id]) return true;
  return false;
}

/** @param ticket of what goes on waiting, although the page hears that it has failed */
export const failPending = (ticket: number) =>
  void maybe((it) => it?.refuse(), pending.get(ticket));

/** @param ticket of what the visitor has refused */
export function refuse(ticket: number) {
  const call = pending.get(ticket);
  pending.delete(ticket);
  maybe((it) => it?.refuse(), call); // No failure of the page's own realm may reach the engine.
}

/**
 * The page takes a held call back, or it ends by itself.
 * @param ticket 0 for none
 */
export function withdraw(ticket: number) {
  pending.delete(ticket);
  if (ticket) ask('gone', ticket);
}
