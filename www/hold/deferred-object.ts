/**
 * @file Deferred objects: instances of a native class that replace a held connection or worker until the real one is
 * made. Calls of the page are repeated on the real object, and its events are passed on. The classes are in
 * `hooks/websocket-eventsource.ts`, `hooks/workers.ts` and `hooks/fetch-xhr-beacon.ts`.
 */

import { converted } from '../platform/webidl.ts';
import { peek } from '../engine/engine.ts';
import { hookAccessor, hookClass, hookMethod } from '../platform/patch.ts';
import {
  NONE,
  apply,
  clearTimer,
  descriptorOf,
  dispatch,
  found,
  nullProtoArray,
  listen,
  frozenMethods,
  preventDefault,
  setTimer,
  unlisten,
} from '../platform/primordials.ts';
import { pend, ticketFor } from '../requests/held-calls.ts';
import { settings } from '../platform/config.ts';
import type { PageValue, Realm } from '../platform/types-core.ts';

export interface DeferredObject {
  /** The object that the page has */
  self: EventTarget;
  realm: Realm;
  /** The object of the native class, once it is made */
  real: PageValue;
  ticket: number;
  /** Values of its properties until then */
  values: Record<string, PageValue>;
  /** Event handlers such as `onopen`, by the type of the event */
  handlers: Map<string, EventListener | null>;
  /** Types of the events that are passed on */
  types: Set<string>;
  /** Calls to repeat on the real object, which does not exist yet */
  queue: (() => void)[];
}

/** A call of the constructor that is held */
export type Call = { realm: Realm; url: string; args: PageValue[]; ticket: number };

/** The behaviour of the objects of one class while they are held */
export interface DeferredClass {
  kind: number;
  /** The absolute URL that is judged; null for none */
  asks: (url: string, realm: Realm) => string | null;
  /** Whether the native class throws, for its other arguments */
  refuses?: (args: PageValue[], native: PageValue, url: string) => boolean;
  values: (call: Call) => Record<string, PageValue>;
  /** Whether the values stay after the real object is made */
  keeps?: boolean;
  /** `again` repeats the call on the real object */
  methods: Record<
    string,
    (held: DeferredObject, args: PageValue[], again: () => PageValue) => unknown
  >;
  begin?: (held: DeferredObject) => void;
  connected?: (held: DeferredObject) => void;
  /** Makes the real object, if `construct` is not enough */
  make?: (native: Function, args: PageValue[], target: Function) => object;
  /** Ends it after a refusal */
  end: (held: DeferredObject) => void;
  /** Whether only a refusal ends it, and `fetch_timeout` does not */
  patient?: boolean;
}

const { construct, ownKeys } = Reflect;
const Target = EventTarget;

const deferredObjects: WeakMap<object, DeferredObject> = frozenMethods(new WeakMap());

/** Hooks a class so that a held call of its constructor returns a deferred object. Does nothing if there is no such class. */
export function hookDeferred(realm: PageValue, name: string, shape: DeferredClass) {
  if (!realm[name]) return;
  hookClass(realm, name, (native, args, target) => {
    if (args.length > 0) args[0] = converted(args[0]);
    const named = args.length > 0 && typeof args[0] !== 'symbol';
    const url = named ? shape.asks(`${args[0]}`, realm) : null;
    const ticket =
      url === null || (peek(url, shape.kind) && shape.refuses?.(args, native, url))
        ? 0
        : ticketFor(url, shape.kind);
    const make = (of: Function) => shape.make?.(native, args, of) ?? construct(native, args, of);
    if (!ticket || url === null) return make(target);
    const self = construct(Target, NONE, target);
    const values = shape.values({ realm, url, args, ticket });
    const types: Set<string> = frozenMethods(new Set());
    for (let i = 0; i < names.length; i += 1) types.add(names[i]);
    const held = {
      self,
      realm,
      real: null,
      ticket,
      values,
      handlers: frozenMethods(new Map()),
      types,
      queue: nullProtoArray<() => void>(),
    };
    hold(held, shape, () => make(native));
    return self;
  });
  const names = hookMembers(realm[name].prototype, shape);
}

function hold(held: DeferredObject, shape: DeferredClass, make: () => object) {
  deferredObjects.set(held.self, held);
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

/** @param type of the events that the page listens for */
export function passOn(held: DeferredObject, type: string) {
  if (held.types.has(type)) return;
  held.types.add(type);
  if (held.real) relay(held, type);
}

const relay = (held: DeferredObject, type: string) =>
  listen(held.real, type, (event: Event) => {
    if (!dispatch(held.self, new (event.constructor as typeof Event)(type, event)))
      preventDefault(event);
  });

/**
 * Hooks each member of a class, which may be called on a deferred object.
 * @returns the types of its events
 */
function hookMembers(prototype: EventTarget, shape: DeferredClass): string[] {
  const types: string[] = nullProtoArray();
  const names = ownKeys(prototype) as string[];
  for (let i = 0; i < names.length; i += 1) {
    const name = names[i];
    const { get, value } = descriptorOf(prototype, name) as PropertyDescriptor;
    if (get && name.startsWith('on')) types[types.length] = hookHandler(prototype, name);
    else if (get) hookProperty(prototype, name, shape);
    else if (typeof value === 'function' && name !== 'constructor')
      hookMethod(prototype, name, (native, self, args) => {
        const held = deferredObjects.get(self);
        if (!held || args.length < native.length) return apply(native, self, args);
        const again = () => apply(native, held.real, args);
        return held.real ? again() : shape.methods[name]?.(held, args, again);
      });
  }
  return types;
}

function hookProperty(prototype: object, name: string, shape: DeferredClass) {
  hookAccessor(
    prototype,
    name,
    (native, self) => {
      const held = deferredObjects.get(self);
      if (!held) return apply(native, self, NONE);
      const kept = !held.real || (shape.keeps && name in held.values);
      return kept ? held.values[name] : apply(native, held.real, NONE);
    },
    (native, self, value) => {
      const held = deferredObjects.get(self);
      if (!held) return apply(native, self, [value]);
      const again = () => apply(native, held.real, [value]);
      if (held.real) return again();
      if (name !== 'binaryType' || found(/^(?:blob|arraybuffer)$/, value))
        held.values[name] = value;
      held.queue[held.queue.length] = again;
    },
  );
}

function hookHandler(prototype: EventTarget, name: string) {
  const type = name.slice(2);
  hookAccessor(
    prototype,
    name,
    (native, self) => {
      const held = deferredObjects.get(self);
      return held ? (held.handlers.get(type) ?? null) : apply(native, self, NONE);
    },
    (native, self, value) => {
      const held = deferredObjects.get(self);
      if (!held) return apply(native, self, [value]);
      unlisten(self, type, held.handlers.get(type)!);
      held.handlers.set(type, typeof value === 'function' ? value : null);
      if (typeof value === 'function') listen(self, type, value);
    },
  );
  return type;
}
