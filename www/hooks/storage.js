/**
 * @file Keys of local and session storage. One that may not be there is not written, as if another script had removed it
 * since. Of a storage the page gets a proxy: no hook could see `localStorage.x = 1` otherwise.
 */

import { hookAccessor, hookMethod, printAs } from '../hook.js';
import { LOCAL, SESSION } from '../kinds.js';
import { NONE, apply, define, maybe, own } from '../natives.js';
import { CONCERNED, isDropped } from '../storing.js';

const { construct, defineProperty: defineOn } = Reflect;

/** @typedef {{ native: Storage, proxy: Storage, store: number }} Known */

/** By the native storage and by its proxy. @type {WeakMap<object, Known>} */
const known = own(new WeakMap());

/** The storage itself. @param {any} storage */
const bare = (storage) => known.get(storage)?.native ?? storage;

const AREAS = /** @type {const} */ ([
  ['localStorage', LOCAL],
  ['sessionStorage', SESSION],
]);

/** @param {any} realm */
export function hookStorage(realm) {
  if (!CONCERNED[LOCAL] && !CONCERNED[SESSION]) return;
  for (const [name, store] of AREAS)
    hookAccessor(realm, name, (native, self) => proxyOf(apply(native, self, NONE), store));
  hookMethods(realm.Storage.prototype);
  hookEvents(realm);
}

/**
 * What the page gets for a storage: an assignment through a proxy ends in `defineProperty`. The handler has no prototype,
 * where the page could put a trap.
 * @param {any} native
 * @param {number} store
 */
function proxyOf(native, store) {
  if (!native) return native;
  if (!known.has(native)) {
    /** @type {any} */
    const handler = {
      __proto__: null,
      defineProperty: (
        /** @type {any} */ _,
        /** @type {any} */ key,
        /** @type {any} */ descriptor,
      ) => (typeof key === 'string' && isDropped(store, key)) || defineOn(native, key, descriptor),
    };
    const proxy = new Proxy(native, handler);
    const entry = { native, proxy, store };
    known.set(native, entry);
    known.set(proxy, entry);
  }
  return /** @type {Known} */ (known.get(native)).proxy;
}

/** @param {any} proto */
function hookMethods(proto) {
  for (const name of ['getItem', 'removeItem', 'key', 'clear'])
    hookMethod(proto, name, (native, self, args) => apply(native, bare(self), args));
  hookAccessor(proto, 'length', (native, self) => apply(native, bare(self), NONE));
  hookMethod(proto, 'setItem', (native, self, args) => {
    const entry = known.get(self);
    if (entry && args.length > 1) {
      args[0] = `${args[0]}`;
      args[1] = `${args[1]}`;
      if (isDropped(entry.store, args[0])) return;
    }
    return apply(native, bare(self), args);
  });
}

/**
 * An event names the storage that has changed, and code that makes one gives it what it knows as the storage.
 * @param {any} realm
 */
function hookEvents(realm) {
  const { StorageEvent } = realm;
  const { prototype } = StorageEvent;
  hookAccessor(prototype, 'storageArea', (native, self) => {
    const area = apply(native, self, NONE);
    maybe(() => [realm.localStorage, realm.sessionStorage], 0); // From now on they are known.
    return known.get(area)?.proxy ?? area;
  });
  hookMethod(prototype, 'initStorageEvent', (native, self, args) => {
    if (args.length > 7) args[7] = bare(args[7]);
    return apply(native, self, args);
  });
  /** @type {any} */
  const handler = {
    __proto__: null,
    construct(/** @type {any} */ _, /** @type {any} */ args, /** @type {any} */ target) {
      const init = args[1];
      if (init && typeof init === 'object')
        args[1] = { __proto__: init, storageArea: bare(init.storageArea) };
      return construct(StorageEvent, args, target);
    },
  };
  const stand = new Proxy(StorageEvent, handler);
  printAs(stand, StorageEvent);
  define(realm, 'StorageEvent', { configurable: true, writable: true, value: stand });
  define(prototype, 'constructor', { configurable: true, writable: true, value: stand });
}
