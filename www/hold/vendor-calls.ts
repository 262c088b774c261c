/**
 * @file Holds calls of a vendor's global that need a separate consent, although the vendor's script may run:
 * `liveChat('auth', …)`. When the script is released, the calls that the vendor's stub has queued are judged. A proxy
 * then wraps the stub's function, and the function that the script replaces it with. Held calls keep their order. An
 * accessor property would be simpler, but the page's `function gtag() {}` deletes it.
 */

import { ask } from '../engine/engine.ts';
import { printAs } from '../platform/patch.ts';
import {
  apply,
  define,
  descriptorOf,
  listen,
  method,
  frozenMethods,
  soon,
} from '../platform/primordials.ts';
import { pend } from '../requests/held-calls.ts';
import type { PageValue, Realm } from '../platform/types-core.ts';

/** The name of the queue of a watched global, by the global's name. */
const watched: Map<string, string> = frozenMethods(new Map());

/** The proxies that wrap a function. */
const guards: WeakSet<object> = frozenMethods(new WeakSet());

/** Objects that have a property only because a proxy was put there. */
const installed: WeakSet<object> = frozenMethods(new WeakSet());

/** The watched global that is being called now. */
let called = '';

/** Returns the watched global whose call is running, or the empty string. */
export const calledGlobal = () => called;

const splice = method(Array.prototype, 'splice');
const page = window as Realm & Record<string, PageValue>;

/**
 * Watches a global whose script may run from now on. The engine calls this, and must not be called before it has
 * returned.
 */
export function watch(global: string, queue: string) {
  if (watched.size === 0) {
    listen(document, 'load', guardAll, true);
    listen(document, 'DOMContentLoaded', guardAll);
    listen(document, 'consentgate:change', guardAll);
  }
  watched.set(global, queue);
  soon(guardAll);
}

/** Puts proxies on functions that the page or a vendor has assigned since the last call. */
export function guardAll() {
  if (watched.size === 0) return;
  watched.forEach((queue, global) => {
    try {
      if (ask('holds_calls', global)) guard(global, queue);
    } catch {
      // A getter or proxy of the page throws here. It would have thrown for the vendor, too.
    }
  });
}

function guard(global: string, queue: string) {
  if (queue[0] === '.') guardFunction(global, queue.slice(1));
  else guardArray(global, queue);
}

/** Wraps a function whose stub keeps calls in one of its properties. */
function guardFunction(global: string, property: string) {
  const target = page[global];
  if (typeof target !== 'function' || guards.has(target)) return;
  const call = (args: PageValue) => apply(page[global], window, args);
  takeOut(global, target[property], call);
  put(page, global, (self, args) =>
    hold(global, args, call) ? undefined : during(global, () => apply(target, self, args)),
  );
}

/** Wraps `push` of a global array of calls, or of the object that the vendor has replaced it with. */
function guardArray(global: string, name: string) {
  const queue = page[name];
  const push = queue?.push;
  if (typeof push !== 'function' || guards.has(push)) return;
  const again = (entry: unknown) => page[name].push(entry);
  takeOut(global, queue, again);
  put(queue, 'push', (self, entries) => {
    const given = entries.length;
    takeOut(global, entries, again);
    return given > 0 && entries.length === 0
      ? self?.length
      : during(global, () => apply(push, self, entries));
  });
}

function during<T>(global: string, call: () => T): T {
  const outer = called;
  called = global;
  try {
    return call();
  } finally {
    called = outer;
  }
}

/** Puts a proxy in front of a function, with the same properties and the same `toString`. */
function put(
  owner: Record<string, PageValue>,
  name: string,
  call: (self: PageValue, args: unknown[]) => unknown,
) {
  const descriptor = descriptorOf(owner, name) ?? { configurable: true, writable: true };
  if (!descriptor.writable) return;
  // If the vendor assigns to a property that the gate added, the property must be enumerable like an assigned one.
  if (installed.has(owner)) descriptor.enumerable = true;
  else if (!descriptor.enumerable) installed.add(owner);
  const handler = {
    __proto__: null,
    apply: (_: Function, self: unknown, args: unknown[]) => call(self, args),
  };
  const proxy = new Proxy(owner[name], handler);
  guards.add(proxy);
  printAs(proxy, owner[name]);
  define(owner, name, { ...descriptor, value: proxy });
}

/** Removes calls that must be held from a list. */
function takeOut(global: string, calls: PageValue, again: (call: PageValue) => void) {
  for (let i = 0; i < calls?.length;) {
    if (hold(global, calls[i], again)) splice(calls, i, 1);
    else i += 1;
  }
}

/**
 * Judges a call.
 * @param call its arguments: an array, or an `arguments` object
 * @returns whether the call is held
 */
function hold(global: string, call: PageValue, again: (call: PageValue) => void): boolean {
  const words = wordsOf(call);
  const ticket = words === '' ? 0 : ask('ask_call', global, words);
  if (ticket) pend(ticket, () => again(call));
  return ticket !== 0;
}

/** Returns the first two arguments of a call, joined by a space. It stops at the first one that is not a string. */
function wordsOf(call: PageValue) {
  const [command, target] = [call?.[0], call?.[1]];
  if (typeof command !== 'string') return '';
  return typeof target === 'string' ? `${command} ${target}` : command;
}
