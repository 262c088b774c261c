/**
 * @file `WebSocket` and `EventSource`. A held one stays CONNECTING: the page gets an event target of the right class,
 * whose properties answer for a connection that is not there yet, and which passes on what the real one tells once it
 * is made. Refused, closed or out of patience it fails as a connection does that nobody accepts.
 */

import { hookAccessor, hookMethod, printAs } from '../hook.js';
import { EVENTSOURCE, WEBSOCKET } from '../kinds.js';
import {
  NONE,
  absolute,
  apply,
  baseOf,
  clearTimer,
  define,
  dispatch,
  listen,
  own,
  setTimer,
  unlisten,
} from '../natives.js';
import { pend, ticketFor, withdraw } from '../pending.js';
import { settings } from '../settings.js';

/** @typedef {import('../natives.js').Realm} Realm */

/**
 * @typedef {object} StandIn
 * @property {any} self what the page holds
 * @property {any} real the connection, once it is made
 * @property {number} ticket
 * @property {number} state `readyState` until then
 * @property {Record<string, any>} values of the properties that the page has set, and of `url`
 * @property {Map<string, any>} handlers `onopen` and its kin
 * @property {string[]} types of events that are passed on
 * @property {number} closed the value of CLOSED
 */

/** @type {WeakMap<object, StandIn>} */
const standIns = own(new WeakMap());

/** What each class has, besides `readyState`. */
const WEB_SOCKET = {
  kind: WEBSOCKET,
  properties: { url: '', bufferedAmount: 0, extensions: '', protocol: '', binaryType: 'blob' },
  events: ['open', 'message', 'error', 'close'],
  closed: 3,
};
const EVENT_SOURCE = {
  kind: EVENTSOURCE,
  properties: { url: '', withCredentials: false },
  events: ['open', 'message', 'error'],
  closed: 2,
};

/** @param {Realm} realm */
export function hookSockets(realm) {
  hookClass(realm, 'WebSocket', WEB_SOCKET);
  hookClass(realm, 'EventSource', EVENT_SOURCE);
}

/**
 * @param {any} realm
 * @param {'WebSocket' | 'EventSource'} name
 * @param {typeof WEB_SOCKET | typeof EVENT_SOURCE} shape
 */
function hookClass(realm, name, shape) {
  const native = realm[name];
  if (!native) return;
  const { prototype } = native;
  const stand = new Proxy(native, {
    construct(_, args, newTarget) {
      if (args.length > 0) args[0] = typeof args[0] === 'symbol' ? args[0] : `${args[0]}`;
      const url =
        args.length > 0 && typeof args[0] === 'string' ? urlFor(realm, args[0], name) : null;
      const ticket = url === null ? 0 : ticketFor(url, shape.kind);
      if (!ticket || url === null) return Reflect.construct(native, args, newTarget);
      return standIn(realm, newTarget, { native, args, url, ticket }, shape);
    },
  });
  printAs(stand, native);
  define(realm, name, { configurable: true, writable: true, value: stand });
  define(prototype, 'constructor', { configurable: true, writable: true, value: stand });
  hookProperties(prototype, shape);
  hookMethod(prototype, 'close', (close, self, args) => {
    const held = standIns.get(self);
    if (!held) return apply(close, self, args);
    if (held.real) return apply(close, held.real, args);
    end(realm, held);
  });
  hookMethod(prototype, 'send', (send, self, args) => {
    const held = standIns.get(self);
    if (!held) return apply(send, self, args);
    if (held.real) return apply(send, held.real, args);
    if (held.state === 0)
      throw new realm.DOMException('Still in CONNECTING state.', 'InvalidStateError');
  });
}

/**
 * @param {any} realm
 * @param {string} url
 * @param {string} name
 */
function urlFor(realm, url, name) {
  const whole = absolute(url, baseOf(realm.document));
  return whole && name === 'WebSocket' ? whole.replace(/^http/, 'ws') : whole;
}

/**
 * @param {any} prototype
 * @param {typeof WEB_SOCKET | typeof EVENT_SOURCE} shape
 */
function hookProperties(prototype, shape) {
  const read =
    (/** @type {string} */ name) => (/** @type {any} */ native, /** @type {any} */ self) => {
      const held = standIns.get(self);
      if (!held) return apply(native, self, NONE);
      if (held.real) return apply(native, held.real, NONE);
      return name === 'readyState' ? held.state : held.values[name];
    };
  const write =
    (/** @type {string} */ name) =>
    (/** @type {any} */ native, /** @type {any} */ self, /** @type {any} */ value) => {
      const held = standIns.get(self);
      if (!held) return apply(native, self, [value]);
      if (held.real) return apply(native, held.real, [value]);
      held.values[name] = value;
    };
  for (const name of ['readyState', ...Object.keys(shape.properties)])
    hookAccessor(prototype, name, read(name), write(name));
  for (const type of shape.events) {
    hookAccessor(
      prototype,
      `on${type}`,
      (native, self) => {
        const held = standIns.get(self);
        return held ? (held.handlers.get(type) ?? null) : apply(native, self, NONE);
      },
      (native, self, value) => {
        const held = standIns.get(self);
        if (!held) return apply(native, self, [value]);
        unlisten(self, type, held.handlers.get(type));
        held.handlers.set(type, typeof value === 'function' ? value : null);
        if (typeof value === 'function') listen(self, type, value);
      },
    );
  }
}

/**
 * @param {any} realm
 * @param {any} newTarget
 * @param {{ native: any, args: any[], url: string, ticket: number }} call
 * @param {typeof WEB_SOCKET | typeof EVENT_SOURCE} shape
 */
function standIn(realm, newTarget, { native, args, url, ticket }, shape) {
  const self = Reflect.construct(realm.EventTarget, [], newTarget);
  const values = { ...shape.properties, url, withCredentials: args[1]?.withCredentials === true };
  /** @type {StandIn} */
  const held = {
    self,
    real: null,
    ticket,
    state: 0,
    values,
    handlers: own(new Map()),
    types: [...shape.events],
    closed: shape.closed,
  };
  standIns.set(self, held);
  if (shape.kind === EVENTSOURCE) listenToAny(realm, held);
  const timer = setTimer(() => end(realm, held), settings.fetchTimeout);
  pend(
    ticket,
    () => {
      clearTimer(timer);
      connect(realm, held, Reflect.construct(native, args));
    },
    () => {
      clearTimer(timer);
      end(realm, held);
    },
  );
  return self;
}

/**
 * An event stream has events of any name: what the page listens to is passed on.
 * @param {any} realm
 * @param {StandIn} held
 */
function listenToAny(realm, held) {
  define(held.self, 'addEventListener', {
    configurable: true,
    writable: true,
    value: (
      /** @type {string} */ type,
      /** @type {any} */ listener,
      /** @type {any} */ options,
    ) => {
      passOn(realm, held, `${type}`);
      listen(held.self, type, listener, options);
    },
  });
}

/**
 * @param {any} realm
 * @param {StandIn} held
 * @param {any} real
 */
function connect(realm, held, real) {
  held.real = real;
  if (held.values.binaryType !== undefined) real.binaryType = held.values.binaryType;
  const types = held.types;
  held.types = [];
  for (const type of types) passOn(realm, held, type);
}

/**
 * @param {any} realm
 * @param {StandIn} held
 * @param {string} type
 */
function passOn(realm, held, type) {
  if (held.types.includes(type)) return;
  held.types[held.types.length] = type;
  if (!held.real) return;
  listen(held.real, type, (/** @type {any} */ event) => {
    dispatch(held.self, new event.constructor(type, event));
  });
}

/**
 * A connection that is not to be: it fails in a task of its own, as one does that nobody accepts.
 * @param {any} realm
 * @param {StandIn} held
 */
function end(realm, held) {
  if (held.real || held.state === held.closed) return;
  withdraw(held.ticket);
  held.state = held.closed;
  setTimer(() => {
    dispatch(held.self, new realm.Event('error'));
    if (held.types.includes('close'))
      dispatch(held.self, new realm.CloseEvent('close', { code: 1006, wasClean: false }));
  }, 0);
}
