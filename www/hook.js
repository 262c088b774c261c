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
 * Replaces a method. `body` gets the native function, `this` and the arguments as they came.
 * Nothing happens where the browser has no such method.
 * @param {any} proto
 * @param {string} name
 * @param {(native: any, self: any, args: any) => any} body
 */
export function hookMethod(proto, name, body) {
  const descriptor = proto && descriptorOf(proto, name);
  if (!descriptor || !descriptor.value) return;
  const native = descriptor.value;
  const stand = {
    [name]() {
      return body(native, this, arguments);
    },
  }[name];
  descriptor.value = disguise(stand, native);
  define(proto, name, descriptor);
}

/**
 * Replaces the getter, the setter or both of an accessor; what is not given stays native.
 * @param {any} proto
 * @param {string} name
 * @param {((native: any, self: any) => any) | null} get
 * @param {((native: any, self: any, value: any) => void) | null} [set]
 */
export function hookAccessor(proto, name, get, set) {
  const descriptor = proto && descriptorOf(proto, name);
  if (!descriptor || !descriptor.get) return;
  const { get: nativeGet, set: nativeSet } = descriptor;
  const stand = /** @type {PropertyDescriptor} */ (
    descriptorOf(
      {
        /** @returns {any} */
        get [name]() {
          return /** @type {any} */ (get)(nativeGet, this);
        },
        /** @param {any} value */
        set [name](value) {
          /** @type {any} */ (set)(nativeSet, this, value);
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
