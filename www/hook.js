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
} from './natives.js';

/** @type {WeakMap<Function, Function>} */
const originals = own(new WeakMap());

/**
 * Makes `stand` look like `native` from outside.
 * @param {any} stand
 * @param {any} native
 */
function disguise(stand, native) {
  originals.set(stand, originals.get(native) ?? native); // It may be a stand itself.
  setPrototypeOf(stand, getPrototypeOf(native)); // A frame's functions are of the frame's realm.
  define(stand, 'length', { value: native.length, configurable: true });
  return stand;
}

/**
 * Lets `stand` print as `native`.
 * @param {Function} stand
 * @param {Function} native
 */
export const printAs = (stand, native) => void originals.set(stand, native);

/**
 * Puts a value in the place of another; nothing happens where there is none.
 * @param {any} owner
 * @param {string} name
 * @param {any} value
 */
export function put(owner, name, value) {
  const descriptor = descriptorOf(owner, name);
  if (descriptor) define(owner, name, { ...descriptor, value });
}

/**
 * Replaces a class. `construct` gets the native one, the arguments and what `new` was called on.
 * @param {any} realm
 * @param {string} name of a class that the realm has
 * @param {(native: any, args: any, target: any) => any} construct
 */
export function hookClass(realm, name, construct) {
  const native = realm[name];
  const stand = new Proxy(native, /** @type {any} */ ({ __proto__: null, construct }));
  printAs(stand, native);
  put(realm, name, stand);
  put(native.prototype, 'constructor', stand);
}

/**
 * Replaces a method. `body` gets the native function, `this` and the arguments as they came.
 * Nothing happens where the browser has no such method.
 * @param {any} proto
 * @param {string} name
 * @param {(native: any, self: any, args: any) => any} body
 * @param {(self: any, first: any) => boolean} [idle] whether a call is of no interest, for a method that pages call in
 *   their loops, and that takes one or two arguments, none of them optional
 */
export function hookMethod(proto, name, body, idle) {
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
 * @param {any} native
 * @param {string} name
 * @param {(native: any, self: any, args: any) => any} body
 * @param {(self: any, first: any) => boolean} idle
 */
function busyStand(native, name, body, idle) {
  const act = uncurried(native);
  const least = native.length;
  return {
    /** @param {any} first @param {any} second @returns {any} */
    [name](first, second) {
      const given = arguments.length;
      if (given >= least && idle(this, first)) return act(this, first, second);
      return body(native, this, given > 1 ? [first, second] : given ? [first] : []);
    },
  }[name];
}

/**
 * Replaces the getter, the setter or both of an accessor; what is not given stays native.
 * @param {any} proto
 * @param {string} name
 * @param {((native: any, self: any) => any) | null} get
 * @param {((native: any, self: any, value: any) => void) | null} [set]
 * @param {(self: any) => boolean} [idle] whether what is set is of no interest, for a property that pages set in their loops
 */
export function hookAccessor(proto, name, get, set, idle) {
  const descriptor = proto && descriptorOf(proto, name);
  if (!descriptor || !descriptor.get) return;
  const { get: nativeGet, set: nativeSet } = descriptor;
  const act = idle && uncurried(nativeSet);
  const stand = /** @type {PropertyDescriptor} */ (
    descriptorOf(
      {
        /** @returns {any} */
        get [name]() {
          return /** @type {any} */ (get)(nativeGet, this);
        },
        /** @param {any} value */
        set [name](value) {
          if (act && idle?.(this)) act(this, value);
          else /** @type {any} */ (set)(nativeSet, this, value);
        },
      },
      name,
    )
  );
  if (get) descriptor.get = disguise(stand.get, nativeGet);
  if (set && nativeSet) descriptor.set = disguise(stand.set, nativeSet);
  define(proto, name, descriptor);
}

/**
 * Lets every replaced function of this realm, this one included, print as the native it stands for.
 * @param {import('./natives.js').Realm} realm
 */
export function hookToString(realm) {
  hookMethod(realm.Function.prototype, 'toString', (native, self) =>
    apply(native, originals.get(self) ?? self, NONE),
  );
}

/**
 * Replaces `window.open`, and `document.open` where it is called as that.
 * @param {any} realm
 * @param {(native: any, self: any, args: any) => any} body
 */
export function hookOpen(realm, body) {
  hookMethod(realm, 'open', body);
  hookMethod(realm.Document.prototype, 'open', (native, self, args) =>
    (args.length > 2 ? body : apply)(native, self, args),
  );
}
