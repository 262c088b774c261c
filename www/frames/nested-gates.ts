/**
 * @file Passes the visitor's choices to the gates inside other documents. Each of these gates sends a port, with a
 * random word from its tag. It accepts choices from that port only, which code of a page cannot reach.
 */

import { on } from '../platform/event-bus.ts';
import {
  getter,
  listen,
  method,
  frozenMethods,
  randomId,
  stopEvent,
} from '../platform/primordials.ts';
import { load } from '../consent/record-store.ts';

const dataOf = getter(MessageEvent.prototype, 'data');
const portsOf = getter(MessageEvent.prototype, 'ports');
const post = method(MessagePort.prototype, 'postMessage');

/** The random word by which a gate inside a document identifies itself. */
export const welcome = randomId();

/** The ends of the ports of those gates. */
const ports: Set<MessagePort> = frozenMethods(new Set());

/** Returns the record without the visitor's random id, because the URL of a `data:` document would show it. */
export const recordInside = () => load()?.replace(/"id":"[^"]*"/, '"id":"-"');

const tell = (port: MessagePort) => post(port, recordInside());

/**
 * Listens for gates inside the documents of a window's frames, before the page does. A window calls listeners in the
 * order in which they were added.
 */
export const listenIn = (realm: Window) => listen(realm, 'message', onMessage);

function onMessage(event: MessageEvent) {
  const port = portsOf(event)[0];
  if (!port || dataOf(event) !== welcome) return;
  stopEvent(event);
  greet(port);
}

/** Tells a gate, or a worker that has the prelude, of the choices from now on. */
export function greet(port: MessagePort) {
  if (ports.size === 0) on('change', tellAll);
  ports.add(port);
  listen(port, 'close', () => ports.delete(port));
  tell(port);
}

const tellAll = () => ports.forEach(tell);
