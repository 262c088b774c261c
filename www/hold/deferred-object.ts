/**
 * @file Objects that stand for a connection or a worker which has to wait: of the right class, with answers of their own
 * until the real one is made. What the page asks of one meanwhile is asked of the real one then, and what that one tells
 * is passed on. It knows no class: `hooks/websocket-eventsource.ts`, `hooks/workers.ts` and `hooks/fetch-xhr-beacon.ts` name them.
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
  list,
  listen,
  own,
  preventDefault,
  setTimer,
  unlisten,
} from '../platform/primordials.ts';
import { pend, ticketFor } from '../requests/held-calls.ts';
import { settings } from '../platform/config.ts';
import type { PageValue, Realm } from '../platform/types-core.ts';

export interface StandIn {
  /** What the page holds */
  self: EventTarget;
  realm: Realm;
  /** The object of the native class, once that is made */
  real: PageValue;
  ticket: number;
  /** What its properties answer until then */
  values: Record<string, PageValue>;
  /** Event handlers such as `onopen`, by the type of the event */
  handlers: Map<string, EventListener | null>;
  /** Of events that are passed on */
  types: Set<string>;
  /** What is asked of the real one as soon as it is there */
  queue: (() => void)[];
}

/** A call of the constructor that is held */
export type Call = { realm: Realm; url: string; args: PageValue[]; ticket: number };

/** How the objects of one class behave while they wait */
export interface Shape {
  kind: number;
  /** The absolute URL that is judged; null for none */
  asks: (url: string, realm: Realm) => string | null;
  /** Whether the native class throws, for its other arguments */
  refuses?: (args: PageValue[], native: PageValue, url: string) => boolean;
  values: (call: Call) => Record<string, PageValue>;
  /** Whether the values stay what they are when the real one is made */
  keeps?: boolean;
  /** `again` asks the real one */
  methods: Record<string, (held: StandIn, args: PageValue[], again: () => PageValue) => unknown>;
  begin?: (held: StandIn) => void;
  connected?: (held: StandIn) => void;
  /** How the real one is made, where `construct` is not enough */
  make?: (native: Function, args: PageValue[], target: Function) => object;
  /** How it ends as refused */
  end: (held: StandIn) => void;
  /** Whether only a refusal ends it, and no `fetch_timeout` */
  patient?: boolean;
}

const { construct, ownKeys } = Reflect;
const Target = EventTarget;

const standIns: WeakMap<object, StandIn> = own(new WeakMap());

/** Lets a class of the realm give stand-ins; nothing happens where the browser has none of this name. */
export function standFor(realm: PageValue, name: string, shape: Shape) {
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
    const types: Set<string> = own(new Set());
    for (let i = 0; i < names.length; i += 1) types.add(names[i]);
    const held = {
      self,
      realm,
      real: null,
      ticket,
      values,
      handlers: own(new Map()),
      types,
      queue: list<() => void>(),
    };
    hold(held, shape, () => make(native));
    return self;
  });
  const names = hookMembers(realm[name].prototype, shape);
}

function hold(held: StandIn, shape: Shape, make: () => object) {
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

/** @param type of the events that the page wants to hear of */
export function passOn(held: StandIn, type: string) {
  if (held.types.has(type)) return;
  held.types.add(type);
  if (held.real) relay(held, type);
}

const relay = (held: StandIn, type: string) =>
  listen(held.real, type, (event: Event) => {
    if (!dispatch(held.self, new (event.constructor as typeof Event)(type, event)))
      preventDefault(event);
  });

/**
 * Lets each member of a class ask whether it is called on a stand-in.
 * @returns the types of its events
 */
function hookMembers(prototype: EventTarget, shape: Shape): string[] {
  const types: string[] = list();
  const names = ownKeys(prototype) as string[];
  for (let i = 0; i < names.length; i += 1) {
    const name = names[i];
    const { get, value } = descriptorOf(prototype, name) as PropertyDescriptor;
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

function hookProperty(prototype: object, name: string, shape: Shape) {
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

function hookHandler(prototype: EventTarget, name: string) {
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
      unlisten(self, type, held.handlers.get(type)!);
      held.handlers.set(type, typeof value === 'function' ? value : null);
      if (typeof value === 'function') listen(self, type, value);
    },
  );
  return type;
}
