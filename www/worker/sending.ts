/**
 * @file XMLHttpRequests of a worker to other hosts. One is judged when it is sent. A held one waits; a synchronous one
 * fails at once.
 */

import { foreign } from './foreign.ts';
import { networkError } from './network-error.ts';
import { XHR } from '../platform/constants.ts';
import type { Gate } from './gate.ts';
import type { Go } from './types.ts';
import type { PageValue } from '../platform/types-core.ts';

/** A URL whose request fails without asking the network. */
const NOWHERE = 'about:invalid';

const { open, send, abort } = XMLHttpRequest.prototype;

/** The requests that are open. */
const opened: WeakMap<object, { url: string; sync: boolean }> = new WeakMap();
/** The tickets of the held ones. */
const tickets: WeakMap<object, number> = new WeakMap();

let isHooked = false;

/** Opens a request, which only remembers its URL. */
export function openAndJudge(gate: Gate, args: PageValue[], go: Go, xhr: PageValue, host: string) {
  if (!isHooked) hook(gate);
  isHooked = true;
  go(args);
  const url = foreign(args[1], host);
  if (url) opened.set(xhr, { url, sync: args.length > 2 && !args[2] });
}

function hook(gate: Gate) {
  const proto = XMLHttpRequest.prototype;
  proto.send = wrapped(send, (xhr, go) => sendOrHold(gate, xhr, go));
  proto.abort = wrapped(abort, (xhr, go) => {
    gate.fail(tickets.get(xhr) ?? 0); // Its listeners get the events of a request that was sent.
    return go();
  });
  proto.open = wrapped(proto.open as () => void, (xhr, go) => {
    gate.drop(tickets.get(xhr) ?? 0);
    tickets.delete(xhr);
    opened.delete(xhr);
    return go();
  });
}

const wrapped = <F extends () => unknown>(
  native: F,
  act: (xhr: object, go: () => unknown) => unknown,
): F =>
  new Proxy(native, {
    apply: (_, xhr, args) => act(xhr, () => Reflect.apply(native, xhr, args)),
  });

function sendOrHold(gate: Gate, xhr: object, go: () => unknown) {
  const request = opened.get(xhr);
  if (tickets.has(xhr)) return Reflect.apply(send, new XMLHttpRequest(), []); // It throws.
  const ticket = request && gate.ask(request.url, XHR, !request.sync);
  if (!ticket) return go();
  if (request.sync)
    throw networkError(`execute 'send' on 'XMLHttpRequest': Failed to load '${request.url}'.`);
  const refuse = () => {
    tickets.delete(xhr);
    Reflect.apply(open, xhr, ['GET', NOWHERE]);
    Reflect.apply(send, xhr, []);
  };
  tickets.set(xhr, ticket);
  gate.hold(ticket, () => tickets.delete(xhr) && go(), refuse);
}
