/**
 * @file Held calls by ticket: functions that make each call, or end it after a refusal. Held elements are in
 * `requests/held-elements.ts`.
 */

import { ask } from '../engine/engine.ts';
import { FREE, RAN } from '../platform/constants.ts';
import { maybe, frozenMethods, nothing, parseJSON } from '../platform/primordials.ts';

type Pending = { go: () => void; refuse: () => void };

const pending: Map<number, Pending> = frozenMethods(new Map());

/** Judges a request that code makes by a call. Returns its ticket, or 0 if it may be made now. @param url absolute */
export const ticketFor = (url: string, kind: number) => ask('ask', url, kind, FREE);

/**
 * @param go makes the call
 * @param refuse ends it without making it
 */
export const pend = (ticket: number, go: () => void, refuse: () => void = nothing) =>
  void pending.set(ticket, { go, refuse });

export const eachPending = (use: (ticket: number) => void) =>
  pending.forEach((_, ticket) => use(ticket));

export const isPending = (ticket: number) => pending.has(ticket);

/** Makes a held call. @returns whether the ticket was one of a call */
export function replay(ticket: number): boolean {
  const call = pending.get(ticket);
  if (!call) return false;
  pending.delete(ticket);
  try {
    call.go();
  } catch (error) {
    reportError(error); // An error of the vendor's code. No caller is left to catch it.
  }
  ask('settled', ticket, RAN);
  return true;
}

/** Returns whether something may be held now. */
export function mayHold() {
  const { categories, choices } = parseJSON(ask('state', '', '', false));
  const all = { ...categories, ...choices };
  for (const id in all) if (!all[id]) return true;
  return false;
}

/** @param ticket of a request that stays held, although its failure is reported to the page */
export const failPending = (ticket: number) =>
  void maybe((it) => it?.refuse(), pending.get(ticket));

/** @param ticket of a request that the visitor has refused */
export function refuse(ticket: number) {
  const call = pending.get(ticket);
  pending.delete(ticket);
  maybe((it) => it?.refuse(), call); // No error of the page's realm may reach the engine.
}

/** Discards a held call that the page has taken back, or that has ended. @param ticket 0 for none */
export function withdraw(ticket: number) {
  pending.delete(ticket);
  if (ticket) ask('gone', ticket);
}
