/**
 * @file Hooks `WebSocket`, `EventSource`, `WebTransport` and `WebSocketStream`. A held one stays CONNECTING. When the
 * visitor refuses, the page closes it or the timeout ends, it fails like a connection that the server does not accept.
 */

import { EVENTSOURCE, WEBSOCKET } from '../platform/constants.ts';
import {
  NONE,
  absolute,
  apply,
  baseOf,
  construct,
  define,
  dispatch,
  exec,
  found,
  getter,
  listen,
  method,
  setTimer,
  then,
  nothing,
} from '../platform/primordials.ts';
import { withdraw } from '../requests/held-calls.ts';
import { passOn, hookDeferred } from '../hold/deferred-object.ts';
import type { Call, DeferredClass, DeferredObject } from '../hold/deferred-object.ts';
import type { Interfaces } from '../platform/page-types.ts';
import type { PageValue, Realm } from '../platform/types-core.ts';

/** Classes with promises for the connection, and the classes of their errors. */
type Streams = Record<
  string,
  { new (init: object): object; prototype: Record<string, Promise<unknown>> }
>;

const FAILED = 'Opening handshake failed.';
const CLOSE = "Failed to execute 'close' on 'WebSocket': The close ";

const encoder = new TextEncoder();
const encode = method(TextEncoder.prototype, 'encode');

const asks = (url: string, realm: Realm) => absolute(url, baseOf(realm.document));

const WEB_SOCKET: DeferredClass = {
  kind: WEBSOCKET,
  asks: (url, realm) => asks(url, realm)?.replace(/^http/, 'ws') ?? null,
  refuses(args, native, url) {
    const hash = exec(/#.*/, url);
    // The browser decides whether it rejects a fragment, or a socket without TLS in a page with TLS.
    if (hash || (found(/^ws:/, url) && location.protocol === 'https:'))
      apply(
        native.prototype.close,
        construct(native, [`${exec(/^\w+/, url)}://consent-gate.invalid/${hash ?? ''}`]),
        NONE,
      );
    return refusesProtocols(args);
  },
  values: ({ url }: Call) => ({
    url,
    readyState: 0,
    bufferedAmount: 0,
    extensions: '',
    protocol: '',
    binaryType: 'blob',
  }),
  methods: {
    close(held, args) {
      const { DOMException } = held.realm;
      const code = args[0] === undefined ? 1000 : +args[0];
      if (code !== 1000 && !(code > 2999 && code < 5000))
        throw new DOMException(
          `${CLOSE}code must be either 1000, or between 3000 and 4999. ${code} is neither.`,
          'InvalidAccessError',
        );
      if (args[1] !== undefined && encode(encoder, args[1]).length > 123)
        throw new DOMException(
          `${CLOSE}reason must not be greater than 123 UTF-8 bytes.`,
          'SyntaxError',
        );
      end(held);
    },
    send({ realm, values }) {
      if (values.readyState === 0)
        throw new realm.DOMException(
          "Failed to execute 'send' on 'WebSocket': Still in CONNECTING state.",
          'InvalidStateError',
        );
    },
  },
  end,
};

/** Returns whether a subprotocol of a socket is not a token, or is given twice. Converts the subprotocols, once. */
function refusesProtocols(args: PageValue[]) {
  const given = args[1];
  if (given === undefined || typeof given === 'symbol') return given !== undefined;
  const several = given !== null && typeof given !== 'string' && given[Symbol.iterator];
  const texts: string[] = [];
  for (const it of several ? given : [given]) texts[texts.length] = `${it}`;
  args[1] = texts;
  let refused = false;
  for (let i = 0; i < texts.length; i += 1)
    refused ||= !found(/^[!#$%&'*+.^`|~\w-]+$/, texts[i]) || texts.indexOf(texts[i]) !== i;
  return refused;
}

const EVENT_SOURCE: DeferredClass = {
  kind: EVENTSOURCE,
  asks,
  refuses: (args) =>
    args[1] !== undefined && args[1] !== null && !found(/^(?:object|function)$/, typeof args[1]),
  values: ({ url, args }: Call) => ({
    url,
    readyState: 0,
    withCredentials: Boolean(args[1]?.withCredentials),
  }),
  methods: { close: forget },
  begin: listenToAny,
  end,
};

/** Classes with promises: name → the promise of the connection, and the class of its errors. */
const STREAMING = {
  WebTransport: ['ready', 'WebTransportError'],
  WebSocketStream: ['opened', 'WebSocketError'],
};

export function hookWebSocketEventSource(realm: Realm) {
  hookDeferred(realm, 'WebSocket', WEB_SOCKET);
  hookDeferred(realm, 'EventSource', EVENT_SOURCE);
  for (const [name, [ready, error]] of Object.entries(STREAMING))
    if ((realm as object as Interfaces)[name])
      hookDeferred(realm, name, streaming(realm, name, [ready, 'closed'], error));
}

/**
 * Returns the behaviour of a class with promises. The page's promises are settled like those of the connection. Other
 * members work from then on.
 */
function streaming(realm: Realm, name: string, promises: string[], error: string): DeferredClass {
  const { Promise, [name]: native, [error]: Refusal } = realm as Realm & Streams;
  const reads = [getter(native.prototype, promises[0]), getter(native.prototype, promises[1])];
  const later = ({ values }: DeferredObject, _: PageValue[], again: () => unknown) =>
    then(values[promises[0]], again);
  const fail = ({ ticket, values }: DeferredObject) => {
    withdraw(ticket);
    // Some browsers take a string here, others an object.
    const init = { message: FAILED, toString: () => FAILED };
    for (let i = 0; i < 2; i += 1) values[i].reject(new Refusal(init));
  };
  return {
    kind: WEBSOCKET,
    asks,
    keeps: true,
    values({ url }) {
      const values: DeferredObject['values'] = { url };
      for (let i = 0; i < 2; i += 1) {
        values[promises[i]] = new Promise((resolve, reject) => {
          values[i] = { resolve, reject };
        });
        then(values[promises[i]], nothing, nothing); // A failed connection is not an unhandled rejection.
      }
      return values;
    },
    methods: { createBidirectionalStream: later, createUnidirectionalStream: later, close: fail },
    connected({ values, real }) {
      for (let i = 0; i < 2; i += 1) values[i].resolve(reads[i](real));
    },
    end: fail,
  };
}

/** Passes on every event for which the page adds a listener. An event stream may have events of any name. */
function listenToAny(held: DeferredObject) {
  define(held.self, 'addEventListener', {
    configurable: true,
    writable: true,
    value: (type: string, listener: PageValue, options: PageValue) => {
      passOn(held, `${type}`);
      listen(held.self, type, listener, options);
    },
  });
}

/** Ends a held event stream that the page closes. It fires no event for that. */
function forget({ ticket, values }: DeferredObject) {
  withdraw(ticket);
  values.readyState = 2;
}

/** Fails a held connection, in another task, like one that the server does not accept. */
function end({ self, realm, real, ticket, types, values }: DeferredObject) {
  if (real || values.readyState > 1) return;
  withdraw(ticket);
  values.readyState = 2;
  setTimer(() => {
    if (types.has('close')) values.readyState = 3;
    dispatch(self, new realm.Event('error'));
    if (types.has('close'))
      dispatch(self, new realm.CloseEvent('close', { code: 1006, wasClean: false }));
  }, 0);
}
