/**
 * @file How one function or accessor of a browser prototype is replaced so that the page cannot tell by
 * name, length, descriptor or `toString`. It knows how to stand in front of something, not what for.
 */

import {
  NONE,
  apply,
  define,
  descriptorOf,
  getPrototypeOf,
  own,
  setPrototypeOf,
  uncurried,
} from './primordials.ts';
import type { Realm } from './primordials.ts';

const originals: WeakMap<Function, Function> = own(new WeakMap());

/** Makes `stand` look like `native` from outside. */
function disguise(stand: any, native: any) {
  originals.set(stand, originals.get(native) ?? native); // It may be a stand itself.
  setPrototypeOf(stand, getPrototypeOf(native)); // A frame's functions are of the frame's realm.
  define(stand, 'length', { value: native.length, configurable: true });
  return stand;
}

/** Lets `stand` print as `native`. */
export const printAs = (stand: Function, native: Function) => void originals.set(stand, native);

/** Puts a value in the place of another; nothing happens where there is none. */
export function put(owner: any, name: string, value: any) {
  const descriptor = descriptorOf(owner, name);
  if (descriptor) define(owner, name, { ...descriptor, value });
}

/**
 * Replaces a class. `construct` gets the native one, the arguments and what `new` was called on.
 * @param name of a class that the realm has
 */
export function hookClass(
  realm: any,
  name: string,
  construct: (native: any, args: any, target: any) => any,
) {
  const native = realm[name];
  const stand = new Proxy(native, { __proto__: null, construct } as any);
  printAs(stand, native);
  put(realm, name, stand);
  put(native.prototype, 'constructor', stand);
}

/**
 * Replaces a method. `body` gets the native function, `this` and the arguments as they came.
 * Nothing happens where the browser has no such method.
 * @param idle whether a call is of no interest, for a method that pages call in
 *   their loops, and that takes one or two arguments, none of them optional
 */
export function hookMethod(
  proto: any,
  name: string,
  body: (native: any, self: any, args: any) => any,
  idle?: (self: any, first: any) => boolean,
) {
  const descriptor = proto && descriptorOf(proto, name);
  if (!descriptor || !descriptor.value) return;
  const native = descriptor.value;
  const stand = {
    [name]() {
      return body(native, this, arguments);
    },
  }[name];
  descriptor.value = disguise(idle ? busyStand(native, name, body, idle) : stand, native);
  define(proto, name, descriptor);
}

/**
 * The native function gets its arguments one by one: a compiler makes one call of that and no object of the arguments,
 * which would cost as much as the native function itself.
 */
function busyStand(
  native: any,
  name: string,
  body: (native: any, self: any, args: any) => any,
  idle: (self: any, first: any) => boolean,
) {
  const act = uncurried(native);
  const least = native.length;
  return {
    [name](first: any, second: any): any {
      const given = arguments.length;
      if (given >= least && idle(this, first)) return act(this, first, second);
      return body(native, this, given > 1 ? [first, second] : given ? [first] : []);
    },
  }[name];
}

/**
 * Replaces the getter, the setter or both of an accessor; what is not given stays native.
 * @param idle whether what is set is of no interest, for a property that pages set in their loops
 */
export function hookAccessor(
  proto: any,
  name: string,
  get: ((native: any, self: any) => any) | null,
  set?: ((native: any, self: any, value: any) => void) | null,
  idle?: (self: any) => boolean,
) {
  const descriptor = proto && descriptorOf(proto, name);
  if (!descriptor || !descriptor.get) return;
  const { get: nativeGet, set: nativeSet } = descriptor;
  const act = idle && uncurried(nativeSet);
  const stand = descriptorOf(
    {
      get [name](): any {
        return (get as any)(nativeGet, this);
      },
      set [name](value: any) {
        if (act && idle?.(this)) act(this, value);
        else (set as any)(nativeSet, this, value);
      },
    },
    name,
  ) as PropertyDescriptor;
  if (get) descriptor.get = disguise(stand.get, nativeGet);
  if (set && nativeSet) descriptor.set = disguise(stand.set, nativeSet);
  define(proto, name, descriptor);
}

/** Lets every replaced function of this realm, this one included, print as the native it stands for. */
export function hookToString(realm: Realm) {
  hookMethod(realm.Function.prototype, 'toString', (native, self) =>
    apply(native, originals.get(self) ?? self, NONE),
  );
}

/** Replaces `window.open`, and `document.open` where it is called as that. */
export function hookOpen(realm: any, body: (native: any, self: any, args: any) => any) {
  hookMethod(realm, 'open', body);
  hookMethod(realm.Document.prototype, 'open', (native, self, args) =>
    (args.length > 2 ? body : apply)(native, self, args),
  );
}
