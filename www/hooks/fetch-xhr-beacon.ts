/**
 * @file Requests that code makes by a call: `fetch`, `fetchLater`, `XMLHttpRequest` and `sendBeacon`. What a held one answers is what
 * a slow network answers: nothing yet. It ends as a network error with the visitor's refusal or after `fetch_timeout`,
 * with the page's own abort, or, a beacon, with the page.
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
  own,
  setTimer,
  unlisten,
} from '../platform/primordials.ts';
import { pend, ticketFor, withdraw } from '../requests/held-calls.ts';
import { settings } from '../platform/config.ts';

/** No browser queues more than this many bytes of beacons (Fetch, "inflight keepalive bytes"). */
const MOST_BEACONS = 65_536;

/** A URL that leads nowhere: a request to it fails as one does for which there is no network. */
const NOWHERE = 'about:invalid';

/** What Chromium has failed to do, as it says itself. */
const CONSTRUCTION = "construct 'Request'";

const { create } = Object;

/** What each XMLHttpRequest will ask for, of whichever realm. */
const opened: WeakMap<object, { url: string; sync: boolean }> = own(new WeakMap());

/** The tickets of those that wait. */
const held: WeakMap<object, number> = own(new WeakMap());

/** The realms of windows and navigators, and of XMLHttpRequests by their prototype. */
const realms: WeakMap<object, any> = own(new WeakMap());

/**
 * The realm against whose document a call on `self` reads its URL (HTML, "relevant settings object"): a function can be
 * borrowed from another one.
 * @param realm of the function
 */
const relevantRealm = (self: any, realm: any) =>
  realms.get(self ?? realm) ?? realms.get(maybe(getPrototypeOf, self) ?? realm) ?? realm;

export function hookRequests(realm: any) {
  realms.set(realm, realm);
  realms.set(realm.navigator, realm);
  realms.set(realm.XMLHttpRequest.prototype, realm);
  hookFetch(realm);
  hookXhr(realm);
  hookBeacon(realm);
}

/** The ticket of a request to `url`, as the realm's document reads it, or 0. */
export function ask(realm: any, url: string, kind: number) {
  const whole = absolute(url, baseOf(realm.document));
  return whole === null ? 0 : ticketFor(whole, kind);
}

function hookFetch(realm: any) {
  const { Promise, TypeError, FetchLaterResult } = realm;
  hookCall(
    realm,
    'fetch',
    FETCH,
    (error) => new Promise((_: any, reject: any) => reject(error)),
    (ticket, { signal }, make) =>
      new Promise((resolve: any, reject: any) => {
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
    let real: any;
    listen(signal, 'abort', () => withdraw(ticket));
    pend(ticket, () => (real = make()));
    return create(FetchLaterResult.prototype, {
      activated: { get: () => real !== undefined && real.activated },
    });
  });
}

/** @param name of a function that takes what `Request` takes */
function hookCall(
  realm: any,
  name: string,
  kind: number,
  fail: (error: unknown) => any,
  answer: (ticket: number, request: Request, make: () => any) => any,
) {
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
    let request: Request;
    try {
      request = new Request(args[0], args[1]);
    } catch (error) {
      withdraw(ticket);
      // Threat: options that throw once and are read again. What was read says why the call fails by itself.
      maybe(
        (it) => (it.message = it.message.replace(CONSTRUCTION, `execute '${name}' on 'Window'`)),
        error as any,
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

function hookXhr(realm: any) {
  const { XMLHttpRequest, DOMException } = realm;
  const { prototype } = XMLHttpRequest;
  const open = method(prototype, 'open');
  const send = method(prototype, 'send');
  const release = (xhr: any) => {
    withdraw(held.get(xhr) ?? 0);
    return held.delete(xhr);
  };
  const fail = (xhr: any) => {
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

function hookBeacon(realm: any) {
  const { Blob } = realm;
  const sizeOf = getter(Blob.prototype, 'size');
  /** Bytes of the beacons that wait, by ticket. */
  const queued: Map<number, number> = own(new Map());
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

/** How large a beacon's body is, as far as that can be said without reading it. */
function bytesOf(data: any, sizeOf: (blob: any) => number) {
  if (data === undefined || data === null) return 0;
  return maybeIn(sizeOf, data) ?? data.byteLength ?? `${data}`.length;
}
