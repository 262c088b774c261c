/**
 * @file Tells the gates inside other documents what the visitor chooses. Each of them hands over a port, with the word
 * that only its own tag has told it; a choice comes by that port alone, which no code of a page can reach.
 */

import { on } from './events.js';
import { getter, listen, method, own, randomId, stopEvent } from './natives.js';
import { load } from './store.js';

const dataOf = getter(MessageEvent.prototype, 'data');
const portsOf = getter(MessageEvent.prototype, 'ports');
const post = method(MessagePort.prototype, 'postMessage');

/** By this word a gate inside a document makes itself known. */
export const welcome = randomId();

/** The ends of the ports of those gates. @type {Set<MessagePort>} */
const ports = own(new Set());

/** The record without the visitor's random id: the URL of a `data:` document shows what its gate is told. */
export const recordInside = () => load()?.replace(/"id":"[^"]*"/, '"id":"-"');

/** @param {MessagePort} port */
const tell = (port) => post(port, recordInside());

/**
 * Listens for gates inside the documents of a window's frames, before the page does: at a window, listeners are called
 * in the order in which they came.
 * @param {any} realm
 */
export const listenIn = (realm) => listen(realm, 'message', onMessage);

/** @param {MessageEvent} event */
function onMessage(event) {
  const port = portsOf(event)[0];
  if (!port || dataOf(event) !== welcome) return;
  stopEvent(event);
  if (ports.size === 0) on('change', tellAll);
  ports.add(port);
  listen(port, 'close', () => ports.delete(port));
  tell(port);
}

const tellAll = () => ports.forEach(tell);
