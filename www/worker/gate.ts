/** @file The engine of a worker, and the calls that wait for a choice. */

import { table } from 'consent-gate:table';
import { settingsOf } from './settings.ts';
import { startEngine } from './start.ts';
import { FREE, RAN } from '../platform/constants.ts';
import type { HostEffects } from '../engine/engine-interface.ts';
import type { GateData } from './types.ts';

type Held = { go: () => void; refuse: () => void };

export type Gate = ReturnType<typeof startGate>;

const nothing = () => {};

/** @throws where no engine starts */
export function startGate(told: GateData) {
  const held: Map<number, Held> = new Map();
  const { fallback, timeout } = settingsOf(told);
  const engine = startEngine(fallback);

  const end = (ticket: number, how: keyof Held) => {
    const call = held.get(ticket);
    held.delete(ticket);
    call?.[how]();
    return call !== undefined;
  };
  /** Lets a held call fail, permanently. */
  const fail = (ticket: number) => {
    if (end(ticket, 'refuse')) engine.gone(ticket);
  };
  const hands: HostEffects = {
    ...IGNORED,
    run(ticket) {
      if (end(ticket, 'go')) engine.settled(ticket, RAN);
    },
    wait: (ticket, ms) => void setTimeout(() => engine.overdue(ticket), ms),
    fail,
    discard: (ticket) => void end(ticket, 'refuse'),
    load: () => told.record,
  };
  if (!engine.start(hands, table, told.config, told.host, told.gpc))
    throw new Error('the vendor table is damaged');

  return {
    /**
     * Returns the ticket of a request that is held, or 0.
     * @param waits whether `hold` follows; otherwise the request ends now
     */
    ask(url: string, kind: number, waits: boolean) {
      const ticket = engine.ask(url, kind, FREE);
      if (ticket && !waits) engine.gone(ticket);
      return ticket;
    },
    /** Calls one of the two functions later. */
    hold(ticket: number, go: () => void, refuse: () => void) {
      held.set(ticket, { go, refuse });
      setTimeout(fail, timeout, ticket);
    },
    fail,
    /** Forgets a held call. Returns whether it was one. */
    drop(ticket: number) {
      if (!held.delete(ticket)) return false;
      engine.gone(ticket);
      return true;
    },
    reread: () => engine.reread(),
  };
}

/** A worker has no elements, no banner and no storage. The page prints mistakes in the config. */
const IGNORED = {
  fetch: nothing,
  emit: (type: string, detail: string) => type === 'hold' && print(detail),
  save: nothing,
  watch: nothing,
  signal: nothing,
  complain: nothing,
};

/** The most lines of a worker; its code may request URLs without end. */
const MOST_LINES = 20;

const printed: Set<string> = new Set();

/** Prints one line for each held host. */
function print(detail: string) {
  const { url, vendor, reason } = JSON.parse(detail) as Record<string, string | null>;
  const { host } = new URL(`${url}`);
  if (printed.has(host) || printed.size >= MOST_LINES) return;
  printed.add(host);
  console.info(`Consent Gate: held in a worker: ${url} (${vendor ?? 'unknown'}): ${reason}`);
}
