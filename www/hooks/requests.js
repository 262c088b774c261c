/**
 * @file Requests that code makes by a call: `fetch`, `fetchLater`, `XMLHttpRequest` and `sendBeacon`. What a held one answers is what
 * a slow network answers: nothing yet. It ends as a network error with the visitor's refusal or after `fetch_timeout`,
 * with the page's own abort, or, a beacon, with the page.
 */

import { seenText } from '../convert.js';
import { hookAccessor, hookMethod } from '../hook.js';
import { BEACON, FETCH, XHR } from '../kinds.js';
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
  own,
  setTimer,
  unlisten,
} from '../natives.js';
import { pend, ticketFor, withdraw } from '../pending.js';
import { settings } from '../settings.js';

/** @typedef {import('../natives.js').Realm} Realm */

/** No browser queues more than this many bytes of beacons (Fetch, "inflight keepalive bytes"). */
const MOST_BEACONS = 65_536;

/** A URL that leads nowhere: a request to it fails as one does for which there is no network. */
const NOWHERE = 'about:invalid';

/** What Chromium has failed to do, as it says itself. */
const CONSTRUCTION = "construct 'Request'";

const { create } = Object;

/** What each XMLHttpRequest will ask for, of whichever realm. @type {WeakMap<object, { url: string, sync: boolean }>} */
const opened = own(new WeakMap());

/** The tickets of those that wait. @type {WeakMap<object, number>} */
const held = own(new WeakMap());

/** The realms of windows and navigators, and of XMLHttpRequests by their prototype. @type {WeakMap<object, any>} */
const realms = own(new WeakMap());

/**
 * The realm against whose document a call on `self` reads its URL (HTML, "relevant settings object"): a function can be
 * borrowed from another one.
 * @param {any} self
 * @param {any} realm of the function
 */
const relevantRealm = (self, realm) =>
  realms.get(self ?? realm) ?? realms.get(maybe(getPrototypeOf, self) ?? realm) ?? realm;

/** @param {any} realm */
export function hookRequests(realm) {
  realms.set(realm, realm);
  realms.set(realm.navigator, realm);
  realms.set(realm.XMLHttpRequest.prototype, realm);
  hookFetch(realm);
  hookXhr(realm);
  hookBeacon(realm);
}

/**
 * The ticket of a request to `url`, as the realm's document reads it, or 0.
 * @param {any} realm
 * @param {string} url
 * @param {number} kind
 */
export function ask(realm, url, kind) {
  const whole = absolute(url, baseOf(realm.document));
  return whole === null ? 0 : ticketFor(whole, kind);
}

/** @param {any} realm */
function hookFetch(realm) {
  const { Promise, TypeError, FetchLaterResult } = realm;
  hookCall(
    realm,
    'fetch',
    FETCH,
    (error) => new Promise((/** @type {any} */ _, /** @type {any} */ reject) => reject(error)),
    (ticket, { signal }, make) =>
      new Promise((/** @type {any} */ resolve, /** @type {any} */ reject) => {
        holdUntil(
          ticket,
          signal,
          () => resolve(make()),
          (error) => reject(error ?? new TypeError('Failed to fetch')),
        );
      }),
  );
  const throwIt = (/** @type {unknown} */ error) => {
    throw error;
  };
  hookCall(realm, 'fetchLater', BEACON, throwIt, (ticket, { signal }, make) => {
    /** @type {any} */
    let real;
    listen(signal, 'abort', () => withdraw(ticket));
    pend(ticket, () => (real = make()));
    return create(FetchLaterResult.prototype, {
      activated: { get: () => real !== undefined && real.activated },
    });
  });
}

/**
 * @param {any} realm
 * @param {string} name of a function that takes what `Request` takes
 * @param {number} kind
 * @param {(error: unknown) => any} fail
 * @param {(ticket: number, request: Request, make: () => any) => any} answer
 */
function hookCall(realm, name, kind, fail, answer) {
  const { Request } = realm;
  const urlOf = getter(Request.prototype, 'url');
  hookMethod(realm, name, (native, self, args) => {
    if (args.length === 0 || typeof args[0] === 'symbol') return apply(native, self, args);
    const given = maybeIn(urlOf, args[0]);
    if (given === undefined) args[0] = `${args[0]}`;
    const url = given ?? args[0];
    const relevant = relevantRealm(self, realm);
    const ticket = ask(relevant, url, kind);
    if (!ticket) return apply(native, self, args);
    // The `Request` below would complete it against its own realm's document.
    if (given === undefined && relevant !== realm)
      args[0] = absolute(url, baseOf(relevant.document));
    /** @type {Request} */
    let request;
    try {
      request = new Request(args[0], args[1]);
    } catch (error) {
      withdraw(ticket);
      // Threat: options that throw once and are read again. What was read says why the call fails by itself.
      maybe(
        (it) => (it.message = it.message.replace(CONSTRUCTION, `execute '${name}' on 'Window'`)),
        /** @type {any} */ (error),
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

/**
 * @param {number} ticket
 * @param {AbortSignal | null} signal
 * @param {() => void} go
 * @param {(error?: unknown) => void} fail
 */
export function holdUntil(ticket, signal, go, fail) {
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

/** @param {any} realm */
function hookXhr(realm) {
  const { XMLHttpRequest, DOMException } = realm;
  const { prototype } = XMLHttpRequest;
  const open = method(prototype, 'open');
  const send = method(prototype, 'send');
  const release = (/** @type {any} */ xhr) => {
    withdraw(held.get(xhr) ?? 0);
    return held.delete(xhr);
  };
  const fail = (/** @type {any} */ xhr) => {
    open(xhr, 'GET', NOWHERE);
    send(xhr);
  };
  hookMethod(prototype, 'open', (native, self, args) => {
    let url = '';
    if (args.length > 1) args[1] = seenText(args[1], (text) => (url = text));
    const result = apply(native, self, args);
    release(self);
    // The base of this moment counts, not that of `send`.
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
  // One that is held has been sent as far as the page knows: another one throws in its place.
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
    if (held.has(self) && release(self)) fail(self); // It tells its listeners, as one that was under way.
    return apply(native, self, args);
  });
}

/** @param {any} realm */
function hookBeacon(realm) {
  const { Blob } = realm;
  const sizeOf = getter(Blob.prototype, 'size');
  /** Bytes of the beacons that wait, by ticket. @type {Map<number, number>} */
  const queued = own(new Map());
  hookMethod(realm.Navigator.prototype, 'sendBeacon', (native, self, args) => {
    if (args.length === 0 || typeof args[0] === 'symbol') return apply(native, self, args);
    args[0] = `${args[0]}`;
    const relevant = relevantRealm(self, realm);
    const ticket = ask(relevant, args[0], BEACON);
    if (!ticket) return apply(native, self, args);
    args[0] = absolute(args[0], baseOf(relevant.document)); // The page may change its base before the release.
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

/**
 * How large a beacon's body is, as far as that can be said without reading it.
 * @param {any} data
 * @param {(blob: any) => number} sizeOf
 */
function bytesOf(data, sizeOf) {
  if (data === undefined || data === null) return 0;
  return maybeIn(sizeOf, data) ?? data.byteLength ?? `${data}`.length;
}
