/**
 * @file Hooks databases and caches that code of the page opens by a name. If one may not be stored, its open call waits
 * for the visitor's consent. The page gets its request or promise at once, as with a slow disk. It succeeds after the
 * consent.
 */

import { hookMethod } from '../platform/patch.ts';
import { CACHE, INDEXEDDB } from '../platform/constants.ts';
import {
  apply,
  define,
  dispatch,
  getter,
  listen,
  method,
  stopEvent,
} from '../platform/primordials.ts';
import { CONCERNED, isDropped, waitFor } from '../storage/storage-policy.ts';
import type { Realm } from '../platform/primordials.ts';

export function hookIndexedDbAndCaches(realm: Realm) {
  if (CONCERNED[INDEXEDDB]) hookFactory(realm);
  if (CONCERNED[CACHE]) hookCaches(realm);
}

/** Names of the events of an `IDBOpenDBRequest`. `KNOWN` has as many attributes. */
const TOLD = ['upgradeneeded', 'success', 'error', 'blocked'];

const KNOWN = ['readyState', 'transaction', 'result', 'error'] as const;

/** The event that is being passed on. Firefox marks every such event as trusted, even one that code has made. */
let passed: Event | null = null;

/**
 * Hooks `indexedDB.open`. The page gets a request that deletes the database: it has the right class, and nothing stays
 * stored. The events of the deletion do not reach the page. The events of the real request are passed on as soon as the
 * database may be opened.
 */
function hookFactory(realm: Realm) {
  const { IDBFactory, IDBOpenDBRequest } = realm;
  const remove = method(IDBFactory.prototype, 'deleteDatabase');
  hookMethod(IDBFactory.prototype, 'open', (native, self, args) => {
    if (args.length === 0) return apply(native, self, args);
    const name = (args[0] = `${args[0]}`);
    if (!isDropped(INDEXEDDB, name)) return apply(native, self, args);
    const request = remove(self, name);
    const mute = (event: Event) => event.isTrusted && event !== passed && stopEvent(event);
    let real: IDBOpenDBRequest | undefined;
    for (let i = 0; i < 4; i += 1) {
      listen(request, TOLD[i], mute);
      const read = getter(IDBOpenDBRequest.prototype, KNOWN[i]);
      const get = () => (real || i > 0 ? read(real ?? request) : 'pending');
      define(request, KNOWN[i], { configurable: true, get });
    }
    waitFor(INDEXEDDB, name, () => {
      real = apply(native, self, args);
      for (let i = 0; i < 4; i += 1) passOn(realm, real!, TOLD[i], request);
    });
    return request;
  });
}

const passOn = (
  { IDBVersionChangeEvent }: Realm,
  from: EventTarget,
  type: string,
  to: EventTarget,
) =>
  listen(from, type, (event: IDBVersionChangeEvent) =>
    dispatch(to, (passed = new IDBVersionChangeEvent(type, event))),
  );

function hookCaches({ CacheStorage, Promise }: Realm) {
  hookMethod(CacheStorage?.prototype, 'open', (native, self, args) => {
    if (args.length === 0 || typeof args[0] === 'symbol') return apply(native, self, args);
    const name = (args[0] = `${args[0]}`);
    if (!isDropped(CACHE, name)) return apply(native, self, args);
    return new Promise((resolve) => waitFor(CACHE, name, () => resolve(apply(native, self, args))));
  });
}
