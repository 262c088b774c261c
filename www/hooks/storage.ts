/**
 * @file Keys of local and session storage. One that may not be there is not written, as if another script had removed it
 * since. Of a storage the page gets a proxy: no hook could see `localStorage.x = 1` otherwise.
 */

import { hookAccessor, hookMethod, printAs } from '../platform/patch.ts';
import { LOCAL, SESSION } from '../platform/constants.ts';
import { NONE, apply, define, maybe, own } from '../platform/primordials.ts';
import { CONCERNED, isDropped } from '../storage/storage-policy.ts';

const { construct, defineProperty: defineOn } = Reflect;

type Known = { native: Storage; proxy: Storage; store: number };

/** By the native storage and by its proxy. */
const known: WeakMap<object, Known> = own(new WeakMap());

/** The storage itself. */
const bare = (storage: any) => known.get(storage)?.native ?? storage;

const AREAS = [
  ['localStorage', LOCAL],
  ['sessionStorage', SESSION],
] as const;

export function hookStorage(realm: any) {
  if (!CONCERNED[LOCAL] && !CONCERNED[SESSION]) return;
  for (const [name, store] of AREAS)
    hookAccessor(realm, name, (native, self) => proxyOf(apply(native, self, NONE), store));
  hookMethods(realm.Storage.prototype);
  hookEvents(realm);
}

/**
 * What the page gets for a storage: an assignment through a proxy ends in `defineProperty`. The handler has no prototype,
 * where the page could put a trap.
 */
function proxyOf(native: any, store: number) {
  if (!native) return native;
  if (!known.has(native)) {
    const handler: any = {
      __proto__: null,
      defineProperty: (_: any, key: any, descriptor: any) =>
        (typeof key === 'string' && isDropped(store, key)) || defineOn(native, key, descriptor),
    };
    const proxy = new Proxy(native, handler);
    const entry = { native, proxy, store };
    known.set(native, entry);
    known.set(proxy, entry);
  }
  return (known.get(native) as Known).proxy;
}

function hookMethods(proto: any) {
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

/** An event names the storage that has changed, and code that makes one gives it what it knows as the storage. */
function hookEvents(realm: any) {
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
  const handler: any = {
    __proto__: null,
    construct(_: any, args: any, target: any) {
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
