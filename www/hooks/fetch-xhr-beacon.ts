/**
 * @file Hooks requests that code makes by a call: `fetch`, `fetchLater`, `XMLHttpRequest` and `sendBeacon`. A held one
 * behaves as on a slow network: it has no response yet. It ends with a network error when the visitor refuses, or after
 * `fetch_timeout`. It also ends when the page aborts it, and a beacon ends when the page is closed.
 */

import { seenText } from '../platform/webidl.ts';
import { hookAccessor, hookMethod } from '../platform/patch.ts';
import { BEACON, FETCH, XHR } from '../platform/constants.ts';
import {
  absolute,
  apply,
  baseOf,
  clearTimer,
  getPrototypeOf,
  getter,
  listen,
  maybe,
  maybeIn,
  method,
  frozenMethods,
  setTimer,
  unlisten,
} from '../platform/primordials.ts';
import { pend, ticketFor, withdraw } from '../requests/held-calls.ts';
import { settings } from '../platform/config.ts';
import type { RareRealm } from '../platform/page-types.ts';
import type { PageValue, Realm } from '../platform/types-core.ts';

/** The result of `fetchLater`. */
type FetchLaterAnswer = { readonly activated: boolean };

/** `open` with an optional third argument, which the types of lib.dom do not allow. */
interface Opening {
  open(method: string, url: string, async?: boolean): void;
}

/** Most bytes of beacons that a browser queues (Fetch, "inflight keepalive bytes"). */
const MOST_BEACONS = 65_536;

/** A URL that cannot be fetched. A request to it fails with a network error. */
const NOWHERE = 'about:invalid';

/** The part of Chromium's error messages that names the failed operation. */
const CONSTRUCTION = "construct 'Request'";

const { create } = Object;

/** The request that each XMLHttpRequest, of any realm, will make. */
const opened: WeakMap<object, { url: string; sync: boolean }> = frozenMethods(new WeakMap());

/** The tickets of the held ones. */
const held: WeakMap<object, number> = frozenMethods(new WeakMap());

/** The realms of windows and navigators, and of XMLHttpRequests by their prototype. */
const realms: WeakMap<object, Realm> = frozenMethods(new WeakMap());

/**
 * Returns the realm against whose document a call on `self` resolves its URL (HTML, "relevant settings object"). A page
 * can call a function of one realm on an object of another.
 * @param realm of the function
 */
const relevantRealm = (self: object | undefined, realm: Realm): Realm =>
  realms.get(self ?? realm) ?? realms.get(maybe(getPrototypeOf, self) ?? realm) ?? realm;

export function hookFetchXhrBeacon(realm: Realm) {
  realms.set(realm, realm);
  realms.set(realm.navigator, realm);
  realms.set(realm.XMLHttpRequest.prototype, realm);
  hookFetch(realm);
  hookXhr(realm);
  hookBeacon(realm);
}

/** Returns the ticket of a request to `url`, resolved against the document of the realm, or 0. */
export function ask(realm: { document: Document }, url: string, kind: number) {
  const whole = absolute(url, baseOf(realm.document));
  return whole === null ? 0 : ticketFor(whole, kind);
}

function hookFetch(realm: RareRealm) {
  const { Promise, TypeError, FetchLaterResult } = realm;
  hookCall(
    realm,
    'fetch',
    FETCH,
    (error) => new Promise((_, reject) => reject(error)),
    (ticket, { signal }, make) =>
      new Promise((resolve, reject) => {
        holdUntil(
          ticket,
          signal,
          () => resolve(make()),
          (error) => reject(error ?? new TypeError('Failed to fetch')),
        );
      }),
  );
  const throwIt = (error: unknown) => {
    throw error;
  };
  hookCall(realm, 'fetchLater', BEACON, throwIt, (ticket, { signal }, make) => {
    let real: FetchLaterAnswer | undefined;
    listen(signal, 'abort', () => withdraw(ticket));
    pend(ticket, () => (real = make() as FetchLaterAnswer));
    return create(FetchLaterResult!.prototype, {
      activated: { get: () => real !== undefined && real.activated },
    });
  });
}

/**
 * @param name of a function that takes the arguments of `Request`
 * @param fail returns the result if `Request` throws
 * @param answer returns the result of a held request; `make` calls the native function
 */
function hookCall(
  realm: Realm,
  name: string,
  kind: number,
  fail: (error: unknown) => unknown,
  answer: (ticket: number, request: Request, make: () => unknown) => unknown,
) {
  const { Request } = realm;
  const urlOf = getter(Request.prototype, 'url');
  hookMethod(realm as object, name, (native, self, args) => {
    if (args.length === 0 || typeof args[0] === 'symbol') return apply(native, self, args);
    const given = maybeIn(urlOf, args[0]);
    try {
      if (given === undefined) args[0] = `${args[0]}`;
    } catch (error) {
      return fail(error); // What the page's own `toString` has thrown.
    }
    const url = given ?? args[0];
    const relevant = relevantRealm(self, realm);
    const ticket = ask(relevant, url, kind);
    if (!ticket) return apply(native, self, args);
    // The `Request` below would resolve it against the document of another realm.
    if (given === undefined && relevant !== realm)
      args[0] = absolute(url, baseOf(relevant.document));
    let request: Request;
    try {
      request = new Request(args[0], args[1]);
    } catch (error) {
      withdraw(ticket);
      // Threat: the page's options throw once, and not when they are read again. So the call fails with this error.
      maybe(
        (it: Error) =>
          (it.message = it.message.replace(CONSTRUCTION, `execute '${name}' on 'Window'`)),
        error,
      );
      return fail(error);
    }
    const activateAfter = kind === FETCH ? 0 : args[1]?.activateAfter;
    const once = kind === FETCH ? [request] : [request, { activateAfter }];
    const go = () => apply(native, self, once);
    const fails = request.signal.aborted || activateAfter < 0;
    if (!fails) return answer(ticket, request, go);
    withdraw(ticket);
    return go();
  });
}

export function holdUntil(
  ticket: number,
  signal: AbortSignal | null,
  go: () => void,
  fail: (error?: unknown) => void,
) {
  const end = () => {
    clearTimer(timer);
    if (signal) unlisten(signal, 'abort', abort);
  };
  const abort = () => {
    end();
    withdraw(ticket);
    fail(signal?.reason);
  };
  const timer = setTimer(abort, settings.fetchTimeout);
  if (signal) listen(signal, 'abort', abort);
  pend(
    ticket,
    () => {
      end();
      go();
    },
    () => {
      end();
      fail();
    },
  );
}

function hookXhr(realm: Realm) {
  const { XMLHttpRequest, DOMException } = realm;
  const { prototype } = XMLHttpRequest;
  const open = method(prototype as Opening, 'open');
  const send = method(prototype, 'send');
  const release = (xhr: XMLHttpRequest) => {
    withdraw(held.get(xhr) ?? 0);
    return held.delete(xhr);
  };
  const fail = (xhr: XMLHttpRequest) => {
    open(xhr, 'GET', NOWHERE);
    send(xhr);
  };
  hookMethod(prototype, 'open', (native, self, args) => {
    let url = '';
    if (args.length > 1) args[1] = seenText(args[1], (text) => (url = text));
    const result = apply(native, self, args);
    release(self);
    // The URL is resolved against the base URL at the time of `open`, not of `send`.
    url = absolute(url, baseOf(relevantRealm(self, realm).document)) ?? url;
    opened.set(self, { url, sync: args.length > 2 && !args[2] });
    return result;
  });
  hookMethod(prototype, 'send', (native, self, args) => {
    const request = opened.get(self);
    if (held.has(self)) return apply(native, new XMLHttpRequest(), args); // It throws.
    const ticket = request ? ask(realm, request.url, XHR) : 0;
    if (!ticket || !request) return apply(native, self, args);
    if (request.sync) {
      withdraw(ticket);
      throw new DOMException(
        `Failed to execute 'send' on 'XMLHttpRequest': Failed to load '${request.url}'.`,
        'NetworkError',
      );
    }
    held.set(self, ticket);
    const go = () => held.delete(self) && apply(native, self, args);
    holdUntil(ticket, null, go, () => held.delete(self) && fail(self));
  });
  // For the page, a held request has been sent, so the call must throw. A sent XMLHttpRequest throws instead of the
  // held one.
  hookMethod(prototype, 'setRequestHeader', (native, self, args) =>
    apply(native, held.has(self) ? new XMLHttpRequest() : self, args),
  );
  hookAccessor(prototype, 'withCredentials', null, (native, self, value) =>
    apply(native, held.has(self) ? finished() : self, [value]),
  );
  const finished = () => {
    const xhr = new XMLHttpRequest();
    open(xhr, 'GET', 'data:,', false);
    maybe(send, xhr);
    return xhr;
  };
  hookMethod(prototype, 'abort', (native, self, args) => {
    if (held.has(self) && release(self)) fail(self); // Its listeners get the events of a request that was sent.
    return apply(native, self, args);
  });
}

function hookBeacon(realm: Realm) {
  const { Blob } = realm;
  const sizeOf = getter(Blob.prototype, 'size');
  /** Bytes of the held beacons, by ticket. */
  const queued: Map<number, number> = frozenMethods(new Map());
  hookMethod(realm.Navigator.prototype, 'sendBeacon', (native, self, args) => {
    if (args.length === 0 || typeof args[0] === 'symbol') return apply(native, self, args);
    args[0] = `${args[0]}`;
    const relevant = relevantRealm(self, realm);
    const ticket = ask(relevant, args[0], BEACON);
    if (!ticket) return apply(native, self, args);
    args[0] = absolute(args[0], baseOf(relevant.document)); // The page may change its base URL before the release.
    const size = bytesOf(args[1], sizeOf);
    let all = size;
    queued.forEach((bytes) => (all += bytes));
    if (all > MOST_BEACONS) {
      withdraw(ticket);
      return false;
    }
    if (queued.size === 0) listen(realm, 'pagehide', drop);
    queued.set(ticket, size);
    pend(
      ticket,
      () => queued.delete(ticket) && apply(native, self, args),
      () => queued.delete(ticket),
    );
    return true;
  });
  const drop = () => {
    queued.forEach((_, ticket) => withdraw(ticket));
    queued.forEach((_, ticket) => queued.delete(ticket));
  };
}

/** Returns the size of a beacon's body in bytes, or an estimate that does not read the body. */
function bytesOf(data: PageValue, sizeOf: (blob: Blob) => number): number {
  if (data === undefined || data === null) return 0;
  return maybeIn(sizeOf, data) ?? data.byteLength ?? `${data}`.length;
}
