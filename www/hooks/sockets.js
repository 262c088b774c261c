/**
 * @file `WebSocket`, `EventSource` and the streams of the same kind. A held one stays CONNECTING. Refused, closed or
 * out of patience it fails as a connection does that nobody accepts.
 */

import { EVENTSOURCE, WEBSOCKET } from '../kinds.js';
import {
  absolute,
  baseOf,
  define,
  dispatch,
  getter,
  listen,
  setTimer,
  then,
  nothing,
} from '../natives.js';
import { withdraw } from '../pending.js';
import { passOn, standFor } from '../stand-in.js';

/** @typedef {import('../stand-in.js').StandIn} StandIn */
/** @typedef {import('../stand-in.js').Shape} Shape */
/** @typedef {import('../stand-in.js').Call} Call */

const FAILED = 'Opening handshake failed.';

/**
 * @param {string} url
 * @param {any} realm
 */
const asks = (url, realm) => absolute(url, baseOf(realm.document));

/** @type {Shape} */
const WEB_SOCKET = {
  kind: WEBSOCKET,
  asks: (url, realm) => asks(url, realm)?.replace(/^http/, 'ws') ?? null,
  values: (/** @type {Call} */ { url }) => ({
    url,
    readyState: 0,
    bufferedAmount: 0,
    extensions: '',
    protocol: '',
    binaryType: 'blob',
  }),
  methods: {
    close: end,
    send({ realm, values }) {
      if (values.readyState === 0)
        throw new realm.DOMException('Still in CONNECTING state.', 'InvalidStateError');
    },
  },
  end,
};

/** @type {Shape} */
const EVENT_SOURCE = {
  kind: EVENTSOURCE,
  asks,
  values: (/** @type {Call} */ { url, args }) => ({
    url,
    readyState: 0,
    withCredentials: args[1]?.withCredentials === true,
  }),
  methods: { close },
  begin: listenToAny,
  end,
};

/** Classes that answer by promises: name → the property that tells of the connection, and the class of its errors. */
const STREAMING = {
  WebTransport: ['ready', 'WebTransportError'],
  WebSocketStream: ['opened', 'WebSocketError'],
};

/** @param {any} realm */
export function hookSockets(realm) {
  standFor(realm, 'WebSocket', WEB_SOCKET);
  standFor(realm, 'EventSource', EVENT_SOURCE);
  for (const [name, [ready, error]] of Object.entries(STREAMING))
    if (realm[name]) standFor(realm, name, streaming(realm, name, [ready, 'closed'], error));
}

/**
 * The promises that the page has got are settled as the connection's own. What one has besides them is there when it is.
 * @param {any} realm
 * @param {string} name
 * @param {string[]} promises
 * @param {string} error
 * @returns {Shape}
 */
function streaming(realm, name, promises, error) {
  const { Promise, [name]: native, [error]: Refusal } = realm;
  const reads = [getter(native.prototype, promises[0]), getter(native.prototype, promises[1])];
  const later = (
    /** @type {StandIn} */ { values },
    /** @type {any} */ _,
    /** @type {any} */ again,
  ) => then(values[promises[0]], again);
  const fail = (/** @type {StandIn} */ { ticket, values }) => {
    withdraw(ticket);
    // Browsers differ in whether they take a text or an object.
    const init = { message: FAILED, toString: () => FAILED };
    for (let i = 0; i < 2; i += 1) values[i].reject(new Refusal(init));
  };
  return {
    kind: WEBSOCKET,
    asks,
    keeps: true,
    values({ url }) {
      /** @type {Record<string, any>} */
      const values = { url };
      for (let i = 0; i < 2; i += 1) {
        values[promises[i]] = new Promise(
          (/** @type {any} */ resolve, /** @type {any} */ reject) => {
            values[i] = { resolve, reject };
          },
        );
        then(values[promises[i]], nothing, nothing); // A connection that fails is nobody's unhandled rejection.
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

/**
 * An event stream has events of any name: what the page listens to is passed on.
 * @param {StandIn} held
 */
function listenToAny(held) {
  define(held.self, 'addEventListener', {
    configurable: true,
    writable: true,
    value: (
      /** @type {string} */ type,
      /** @type {any} */ listener,
      /** @type {any} */ options,
    ) => {
      passOn(held, `${type}`);
      listen(held.self, type, listener, options);
    },
  });
}

/**
 * The page closes an event stream: that is nothing to tell anybody.
 * @param {StandIn} held
 */
function close({ ticket, values }) {
  withdraw(ticket);
  values.readyState = 2;
}

/**
 * A connection that is not to be: it fails in a task of its own, as one does that nobody accepts.
 * @param {StandIn} held
 */
function end({ self, realm, real, ticket, types, values }) {
  if (real || values.readyState > 1) return;
  withdraw(ticket);
  values.readyState = types.has('close') ? 3 : 2;
  setTimer(() => {
    dispatch(self, new realm.Event('error'));
    if (types.has('close'))
      dispatch(self, new realm.CloseEvent('close', { code: 1006, wasClean: false }));
  }, 0);
}
