/**
 * @file Databases and caches that code of the page opens under a name. One that may not be there waits for the visitor's
 * consent, as for a slow disk: the page gets its request or promise at once, and is told when it is open.
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

export function hookDatabases(realm: any) {
  if (CONCERNED[INDEXEDDB]) hookFactory(realm);
  if (CONCERNED[CACHE]) hookCaches(realm);
}

/** What a request for a database tells, and what it knows: four of each. */
const TOLD = ['upgradeneeded', 'success', 'error', 'blocked'];

const KNOWN = ['readyState', 'transaction', 'result', 'error'];

/** What is being passed on: in Firefox such an event is a trusted one, whoever has made it. */
let passed: Event | null = null;

/**
 * The request that the page gets is one for the deletion of what is there: of the right kind, and it ends with nothing in
 * store. The page does not hear of that, but of the opening, once that is allowed.
 */
function hookFactory(realm: any) {
  const { IDBFactory, IDBOpenDBRequest } = realm;
  const remove = method(IDBFactory.prototype, 'deleteDatabase');
  hookMethod(IDBFactory.prototype, 'open', (native, self, args) => {
    if (args.length === 0) return apply(native, self, args);
    const name = (args[0] = `${args[0]}`);
    if (!isDropped(INDEXEDDB, name)) return apply(native, self, args);
    const request = remove(self, name);
    const mute = (event: Event) => event.isTrusted && event !== passed && stopEvent(event);
    let real: any;
    for (let i = 0; i < 4; i += 1) {
      listen(request, TOLD[i], mute);
      const read = getter(IDBOpenDBRequest.prototype, KNOWN[i]);
      const get = () => (real || i > 0 ? read(real ?? request) : 'pending');
      define(request, KNOWN[i], { configurable: true, get });
    }
    waitFor(INDEXEDDB, name, () => {
      real = apply(native, self, args);
      for (let i = 0; i < 4; i += 1) passOn(realm, real, TOLD[i], request);
    });
    return request;
  });
}

const passOn = ({ IDBVersionChangeEvent }: any, from: any, type: string, to: any) =>
  listen(from, type, (event: any) =>
    dispatch(to, (passed = new IDBVersionChangeEvent(type, event))),
  );

function hookCaches({ CacheStorage, Promise }: any) {
  hookMethod(CacheStorage?.prototype, 'open', (native, self, args) => {
    if (args.length === 0 || typeof args[0] === 'symbol') return apply(native, self, args);
    const name = (args[0] = `${args[0]}`);
    if (!isDropped(CACHE, name)) return apply(native, self, args);
    return new Promise((resolve: (cache: any) => void) =>
      waitFor(CACHE, name, () => resolve(apply(native, self, args))),
    );
  });
}
