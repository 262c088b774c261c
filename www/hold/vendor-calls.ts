/**
 * @file Calls of a vendor's global that need a consent of their own, although its script may run: `liveChat('auth', …)`.
 * What the vendor's stub has queued is looked through when the script is let in; its function, and the one that the
 * script then puts there, gets a proxy in front. Held calls wait in order. An accessor on the name would be simpler,
 * but the page's own `function gtag() {}` deletes it.
 */

import { ask } from '../engine/engine.ts';
import { printAs } from '../platform/patch.ts';
import { apply, define, descriptorOf, listen, method, own, soon } from '../platform/primordials.ts';
import { pend } from '../requests/held-calls.ts';
import type { PageValue, Realm } from '../platform/types-core.ts';

/** Where the calls of a watched global are queued, by its name. */
const watched: Map<string, string> = own(new Map());

/** The proxies that stand in front of something. */
const guards: WeakSet<object> = own(new WeakSet());

/** Objects that have a property only because of a guard. */
const lent: WeakSet<object> = own(new WeakSet());

/** The watched global that is being called now. */
let called = '';

/** The watched global whose call is under way, or the empty string. */
export const calledGlobal = () => called;

const splice = method(Array.prototype, 'splice');
const page = window as Realm & Record<string, PageValue>;

/**
 * A script that serves this global may run from now on. Called by the engine, which must not be asked before it has
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

/** Puts guards where the page or a vendor has put something since. */
export function guardAll() {
  if (watched.size === 0) return;
  watched.forEach((queue, global) => {
    try {
      if (ask('holds_calls', global)) guard(global, queue);
    } catch {
      // The page's own getter or proxy stands there and throws: it would have thrown at the vendor, too.
    }
  });
}

function guard(global: string, queue: string) {
  if (queue[0] === '.') guardFunction(global, queue.slice(1));
  else guardArray(global, queue);
}

/** Guards a function whose stub keeps calls in one of its properties. */
function guardFunction(global: string, property: string) {
  const target = page[global];
  if (typeof target !== 'function' || guards.has(target)) return;
  const call = (args: PageValue) => apply(page[global], window, args);
  takeOut(global, target[property], call);
  put(page, global, (self, args) =>
    hold(global, args, call) ? undefined : during(global, () => apply(target, self, args)),
  );
}

/** Guards a global array of calls, or the object with `push` that the vendor has put in its place. */
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

/** Puts a proxy in front of a function: the same properties, and the same text. */
function put(
  owner: Record<string, PageValue>,
  name: string,
  call: (self: PageValue, args: unknown[]) => unknown,
) {
  const descriptor = descriptorOf(owner, name) ?? { configurable: true, writable: true };
  if (!descriptor.writable) return;
  // What the vendor has assigned since to a property that we had made would be one of its own making.
  if (lent.has(owner)) descriptor.enumerable = true;
  else if (!descriptor.enumerable) lent.add(owner);
  const handler = {
    __proto__: null,
    apply: (_: Function, self: unknown, args: unknown[]) => call(self, args),
  };
  const proxy = new Proxy(owner[name], handler);
  guards.add(proxy);
  printAs(proxy, owner[name]);
  define(owner, name, { ...descriptor, value: proxy });
}

/** Takes the calls that have to wait out of a list. */
function takeOut(global: string, calls: PageValue, again: (call: PageValue) => void) {
  for (let i = 0; i < calls?.length;) {
    if (hold(global, calls[i], again)) splice(calls, i, 1);
    else i += 1;
  }
}

/**
 * @param call its arguments: an array, or what a function knows as `arguments`
 * @returns whether the call waits
 */
function hold(global: string, call: PageValue, again: (call: PageValue) => void): boolean {
  const words = wordsOf(call);
  const ticket = words === '' ? 0 : ask('ask_call', global, words);
  if (ticket) pend(ticket, () => again(call));
  return ticket !== 0;
}

/** Returns the first two arguments of a call, as far as they are strings. */
function wordsOf(call: PageValue) {
  const [command, target] = [call?.[0], call?.[1]];
  if (typeof command !== 'string') return '';
  return typeof target === 'string' ? `${command} ${target}` : command;
}
