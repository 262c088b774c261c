/**
 * @file Hooks keys of local and session storage. A key that may not be stored is not written, as if another script had
 * removed it at once. The page gets a proxy of each storage: no other hook intercepts `localStorage.x = 1`.
 */

import { hookAccessor, hookMethod, printAs } from '../platform/patch.ts';
import { LOCAL, SESSION } from '../platform/constants.ts';
import { NONE, apply, define, maybe, frozenMethods } from '../platform/primordials.ts';
import { CONCERNED, isDropped } from '../storage/storage-policy.ts';
import type { BareHandler } from '../platform/page-types.ts';
import type { PageValue, Realm } from '../platform/types-core.ts';

const { construct, defineProperty: defineOn } = Reflect;

type Known = { native: Storage; proxy: Storage; store: number };

/** Keys are the native storages and their proxies. */
const known: WeakMap<object, Known> = frozenMethods(new WeakMap());

/** Returns the native storage for a proxy, and every other value unchanged. */
const bare = (storage: PageValue): PageValue => known.get(storage)?.native ?? storage;

const AREAS = [
  ['localStorage', LOCAL],
  ['sessionStorage', SESSION],
] as const;

export function hookStorage(realm: Realm) {
  if (!CONCERNED[LOCAL] && !CONCERNED[SESSION]) return;
  for (const [name, store] of AREAS)
    hookAccessor(realm, name, (native, self) => proxyOf(apply(native, self, NONE), store));
  hookMethods(realm.Storage.prototype);
  hookEvents(realm);
}

/**
 * Returns the proxy of a storage. An assignment through the proxy calls the trap `defineProperty`.
 *
 * Threat: the page puts a trap on `Object.prototype`. So the handler has a null prototype.
 */
function proxyOf(native: Storage | null, store: number) {
  if (!native) return native;
  if (!known.has(native)) {
    const handler: BareHandler<Storage> = {
      __proto__: null,
      defineProperty: (_, key, descriptor) =>
        (typeof key === 'string' && isDropped(store, key)) || defineOn(native, key, descriptor),
    };
    const proxy = new Proxy(native, handler);
    const entry = { native, proxy, store };
    known.set(native, entry);
    known.set(proxy, entry);
  }
  return known.get(native)!.proxy;
}

function hookMethods(proto: Storage) {
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

/** Hooks `StorageEvent`. The page reads the proxy as `storageArea`, and passes the proxy to an event that it makes. */
function hookEvents(realm: Realm) {
  const { StorageEvent } = realm;
  const { prototype } = StorageEvent;
  hookAccessor(prototype, 'storageArea', (native, self) => {
    const area = apply(native, self, NONE);
    maybe(() => [realm.localStorage, realm.sessionStorage], 0); // Reading them makes their proxies.
    return known.get(area!)?.proxy ?? area;
  });
  hookMethod(prototype, 'initStorageEvent', (native, self, args) => {
    if (args.length > 7) args[7] = bare(args[7]);
    return apply(native, self, args);
  });
  const handler: BareHandler<typeof StorageEvent> = {
    __proto__: null,
    construct(_, args: PageValue[], target) {
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
