/**
 * @file Objects that stand for a connection or a worker which has to wait: of the right class, with answers of their own
 * until the real one is made. What the page asks of one meanwhile is asked of the real one then, and what that one tells
 * is passed on. It knows no class: `hooks/sockets.js`, `hooks/workers.js` and `hooks/requests.js` name them.
 */

import { converted } from './convert.js';
import { peek } from './decide.js';
import { hookAccessor, hookClass, hookMethod } from './hook.js';
import {
  NONE,
  apply,
  clearTimer,
  descriptorOf,
  dispatch,
  found,
  list,
  listen,
  own,
  preventDefault,
  setTimer,
  unlisten,
} from './natives.js';
import { pend, ticketFor } from './pending.js';
import { settings } from './settings.js';

/**
 * @typedef {object} StandIn
 * @property {any} self what the page holds
 * @property {any} realm
 * @property {any} real what it stands for, once that is made
 * @property {number} ticket
 * @property {Record<string, any>} values what its properties answer until then
 * @property {Map<string, any>} handlers `onopen` and its kin
 * @property {Set<string>} types of events that are passed on
 * @property {(() => void)[]} queue what is asked of the real one as soon as it is there
 */

/** @typedef {{ realm: any, url: string, args: any[], ticket: number }} Call what was asked for, and with what */

/**
 * @typedef {object} Shape what one class is like while it waits
 * @property {number} kind
 * @property {(url: string, realm: any) => string | null} asks the absolute URL that is judged; null for none
 * @property {(args: any, native: any, url: string) => boolean} [refuses] whether the native class throws, for its other arguments
 * @property {(call: Call) => Record<string, any>} values
 * @property {boolean} [keeps] whether the values stay what they are when the real one is made
 * @property {Record<string, (held: StandIn, args: any, again: () => any) => any>} methods `again` asks the real one
 * @property {(held: StandIn) => void} [begin]
 * @property {(held: StandIn) => void} [connected]
 * @property {(held: StandIn) => void} end how it ends as refused
 * @property {boolean} [patient] whether only a refusal ends it, and no `fetch_timeout`
 */

const { construct, ownKeys } = Reflect;
const Target = EventTarget;

/** @type {WeakMap<object, StandIn>} */
const standIns = own(new WeakMap());

/**
 * Lets a class of the realm give stand-ins; nothing happens where the browser has none of this name.
 * @param {any} realm
 * @param {string} name
 * @param {Shape} shape
 */
export function standFor(realm, name, shape) {
  if (!realm[name]) return;
  hookClass(realm, name, (native, args, target) => {
    if (args.length > 0) args[0] = converted(args[0]);
    const named = args.length > 0 && typeof args[0] !== 'symbol';
    const url = named ? shape.asks(`${args[0]}`, realm) : null;
    const ticket =
      url === null || (peek(url, shape.kind) && shape.refuses?.(args, native, url))
        ? 0
        : ticketFor(url, shape.kind);
    if (!ticket || url === null) return construct(native, args, target);
    const self = construct(Target, NONE, target);
    const values = shape.values({ realm, url, args, ticket });
    /** @type {Set<string>} */
    const types = own(new Set());
    for (let i = 0; i < names.length; i += 1) types.add(names[i]);
    const held = {
      self,
      realm,
      real: null,
      ticket,
      values,
      handlers: own(new Map()),
      types,
      queue: list(),
    };
    hold(held, shape, () => construct(native, args, native));
    return self;
  });
  const names = hookMembers(realm[name].prototype, shape);
}

/**
 * @param {StandIn} held
 * @param {Shape} shape
 * @param {() => any} make
 */
function hold(held, shape, make) {
  standIns.set(held.self, held);
  const end = () => {
    clearTimer(timer);
    shape.end(held);
  };
  const timer = shape.patient ? 0 : setTimer(end, settings.fetchTimeout);
  shape.begin?.(held);
  const go = () => {
    clearTimer(timer);
    held.real = make();
    held.types.forEach((type) => relay(held, type));
    for (let i = 0; i < held.queue.length; i += 1) held.queue[i]();
    shape.connected?.(held);
  };
  pend(held.ticket, go, end);
}

/**
 * @param {StandIn} held
 * @param {string} type of the events that the page wants to hear of
 */
export function passOn(held, type) {
  if (held.types.has(type)) return;
  held.types.add(type);
  if (held.real) relay(held, type);
}

/**
 * @param {StandIn} held
 * @param {string} type
 */
const relay = (held, type) =>
  listen(held.real, type, (/** @type {any} */ event) => {
    if (!dispatch(held.self, new event.constructor(type, event))) preventDefault(event);
  });

/**
 * Lets each member of a class ask whether it is called on a stand-in.
 * @param {any} prototype
 * @param {Shape} shape
 * @returns {string[]} the types of its events
 */
function hookMembers(prototype, shape) {
  const types = list();
  const names = /** @type {string[]} */ (ownKeys(prototype));
  for (let i = 0; i < names.length; i += 1) {
    const name = names[i];
    const { get, value } = /** @type {PropertyDescriptor} */ (descriptorOf(prototype, name));
    if (get && name.startsWith('on')) types[types.length] = hookHandler(prototype, name);
    else if (get) hookProperty(prototype, name, shape);
    else if (typeof value === 'function' && name !== 'constructor')
      hookMethod(prototype, name, (native, self, args) => {
        const held = standIns.get(self);
        if (!held || args.length < native.length) return apply(native, self, args);
        const again = () => apply(native, held.real, args);
        return held.real ? again() : shape.methods[name]?.(held, args, again);
      });
  }
  return types;
}

/**
 * @param {any} prototype
 * @param {string} name
 * @param {Shape} shape
 */
function hookProperty(prototype, name, shape) {
  hookAccessor(
    prototype,
    name,
    (native, self) => {
      const held = standIns.get(self);
      if (!held) return apply(native, self, NONE);
      const kept = !held.real || (shape.keeps && name in held.values);
      return kept ? held.values[name] : apply(native, held.real, NONE);
    },
    (native, self, value) => {
      const held = standIns.get(self);
      if (!held) return apply(native, self, [value]);
      const again = () => apply(native, held.real, [value]);
      if (held.real) return again();
      if (name !== 'binaryType' || found(/^(?:blob|arraybuffer)$/, value))
        held.values[name] = value;
      held.queue[held.queue.length] = again;
    },
  );
}

/**
 * @param {any} prototype
 * @param {string} name
 */
function hookHandler(prototype, name) {
  const type = name.slice(2);
  hookAccessor(
    prototype,
    name,
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
  return type;
}
