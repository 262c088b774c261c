/** @file Decides about the calls of a worker: makes them, lets them fail, or lets them wait until the visitor has chosen. */

import { foreign } from './foreign.ts';
import { nestedIn } from './nested.ts';
import { networkError } from './network-error.ts';
import { openAndJudge } from './sending.ts';
import { startGate } from './gate.ts';
import { EVENTSOURCE, FETCH, WEBSOCKET, WORKER } from '../platform/constants.ts';
import type { Go, GateData } from './types.ts';
import type { Gate } from './gate.ts';
import type { PageValue } from '../platform/types-core.ts';

/** The kinds of requests by the functions that make them. */
const KINDS: Record<string, number> = {
  importScripts: WORKER,
  fetch: FETCH,
  add: FETCH,
  addAll: FETCH,
  WebSocket: WEBSOCKET,
  WebSocketStream: WEBSOCKET,
  WebTransport: WEBSOCKET,
  EventSource: EVENTSOURCE,
};

/** A URL that fails without a request: browsers refuse this port. */
const INVALID = 'https://consent-gate.invalid:1';

/**
 * Lets the prelude ask.
 * @throws where no engine starts
 */
export function decideFor(told: GateData) {
  const gate = startGate(told);
  const nested = nestedIn(told, gate);
  told.act = (name, args, go, self) => {
    if (name === 'open') return openAndJudge(gate, args, go, self, told.host);
    if (/Worker$/.test(name)) return nested.make(args, go);
    return decide(told, gate, name, args, go);
  };
  told.reread = () => {
    gate.reread();
    nested.tell();
  };
}

/** A call that cannot wait fails at once. */
function decide(told: GateData, gate: Gate, name: string, args: PageValue[], go: Go): PageValue {
  const kind = KINDS[name];
  const waits = kind === FETCH;
  let ticket = 0;
  const checked = (it: PageValue): PageValue => {
    if (Array.isArray(it)) return it.map(checked);
    const url = foreign(it, told.host);
    const held = url ? gate.ask(url, kind, waits) : 0;
    ticket ||= held;
    return held ? INVALID : it;
  };
  const failing = args.map((it, i) => (i && name !== 'importScripts' ? it : checked(it)));
  if (!ticket) return go(args);
  if (name === 'importScripts') return importUntil(failing.indexOf(INVALID), args, go);
  if (!waits) return go(failing);
  const again = (name === 'fetch' && remembered(args)) || args;
  return new Promise((resolve) => {
    gate.hold(
      ticket,
      () => resolve(decide(told, gate, name, again, go)),
      () => resolve(go(failing)),
    );
    // The native function rejects at once, and makes no request.
    again[0].signal?.addEventListener('abort', () => gate.drop(ticket) && resolve(go(again)));
  });
}

/** Imports the scripts before a held one, and throws as for a host that cannot be reached. */
function importUntil(held: number, args: PageValue[], go: Go): never {
  if (held) go(args.slice(0, held));
  throw networkError(
    `execute 'importScripts' on 'WorkerGlobalScope': The script at '${args[held]}' failed to load.`,
  );
}

/** Returns the request of a `fetch`, because its options may change while it is held. */
function remembered([input, init]: PageValue[]): [Request] | undefined {
  try {
    return [new Request(input, init)];
  } catch {
    return undefined; // The native function throws the same error.
  }
}
