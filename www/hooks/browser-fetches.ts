/**
 * @file Hooks calls that give the browser URLs to fetch: caches, background fetches, pictures of notifications, payment
 * methods, identity providers and related origins of passkeys. Each argument is read once.
 */

import { converted } from '../platform/webidl.ts';
import { hookClass, hookMethod } from '../platform/patch.ts';
import { FETCH, IMG, OTHER } from '../platform/constants.ts';
import {
  apply,
  construct,
  getter,
  isSequence,
  listFrom,
  maybeIn,
} from '../platform/primordials.ts';
import { withdraw } from '../requests/held-calls.ts';
import { ask, holdUntil } from './fetch-xhr-beacon.ts';
import type { RareRealm } from '../platform/page-types.ts';
import type { PageValue, Realm } from '../platform/types-core.ts';

/** Adds the URLs in a call's arguments, and replaces the arguments with the values that were read. */
type Read = (args: PageValue[], urls: string[]) => void;

/** A payment method that does not exist. The browser answers as for one that the visitor has not installed. */
const NO_METHOD = 'consent-gate';

export function hookBrowserFetches(realm: RareRealm) {
  const urlOf = getter(realm.Request.prototype, 'url');
  const request = (value: PageValue, urls: string[]): PageValue => {
    const url = maybeIn(urlOf, value);
    if (url === undefined) value = converted(value);
    urls[urls.length] = url ?? value;
    return value;
  };
  const requests: (at: number) => Read = (at) => (args, urls) => {
    if (args.length <= at) return;
    const each = isSequence(args[at]) && maybeIn(urlOf, args[at]) === undefined;
    args[at] = each ? listFrom(args[at], (it) => request(it, urls)) : request(args[at], urls);
  };
  const { Cache, BackgroundFetchManager, CredentialsContainer, PublicKeyCredential } = realm;
  hookPromise(realm, Cache?.prototype, 'add', requests(0));
  hookPromise(realm, Cache?.prototype, 'addAll', (args, urls) => {
    if (isSequence(args[0])) requests(0)(args, urls);
  });
  hookPromise(realm, BackgroundFetchManager?.prototype, 'fetch', requests(1));
  hookPromise(realm, CredentialsContainer?.prototype, 'get', readCredential);
  hookPromise(realm, CredentialsContainer?.prototype, 'create', readCredential);
  for (const name of ['AllAcceptedCredentials', 'CurrentUserDetails', 'UnknownCredential'])
    hookPromise(realm, PublicKeyCredential, `signal${name}`, readParty);
  hookNotifications(realm);
  hookPayments(realm);
}

/**
 * Makes a method that returns a promise wait until none of its URLs is held.
 * @param owner undefined if the browser does not have this interface
 */
function hookPromise(
  { Promise, TypeError, document }: Realm,
  owner: object | undefined,
  name: string,
  read: Read,
) {
  hookMethod(owner, name, (native, self, args) => {
    const urls: string[] = [];
    const wait = (): unknown => {
      let ticket = 0;
      while (urls.length > 0 && !ticket)
        if (!(ticket = ask({ document }, urls[urls.length - 1], FETCH))) urls.length -= 1;
      if (!ticket) return apply(native, self, args);
      return new Promise((resolve, reject) => {
        const fail = (error: unknown) => reject(error ?? new TypeError('Failed to fetch'));
        holdUntil(ticket, args[0]?.signal ?? null, () => resolve(wait()), fail);
      });
    };
    try {
      read(args, urls);
    } catch (error) {
      return new Promise((_, reject) => reject(error)); // A getter of the page has thrown it.
    }
    return wait();
  });
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/**
 * Returns options in which one member has the value that was read. All other members come from the page's options.
 * @param read is called if the member is present
 */
function withMember(
  options: PageValue,
  name: string,
  read: (value: PageValue) => unknown,
): PageValue {
  const value = isObject(options) ? options[name] : undefined;
  return value === undefined ? options : { __proto__: options, [name]: read(value) };
}

function readParty(args: PageValue[], urls: string[]) {
  args[0] = withMember(args[0], 'rpId', (id) => named(id, urls, 'https://'));
}

/** Reads a string and adds it, after `prefix`, to `urls`. */
function named(value: PageValue, urls: string[], prefix: string = '') {
  const text = converted(value);
  if (typeof text === 'string') urls[urls.length] = prefix + text;
  return text;
}

/** Reads the URLs of Federated Credential Management, and of Web Authentication ("related origin requests"). */
function readCredential(args: PageValue[], urls: string[]) {
  const provider = (it: PageValue) => withMember(it, 'configURL', (url) => named(url, urls));
  const identity = (it: PageValue) =>
    withMember(it, 'providers', (all) => (isSequence(all) ? listFrom(all, provider) : all));
  const publicKey = (it: PageValue) => {
    const party = [it];
    readParty(party, urls);
    return withMember(party[0], 'rp', (rp) =>
      withMember(rp, 'id', (id) => named(id, urls, 'https://')),
    );
  };
  args[0] = withMember(withMember(args[0], 'identity', identity), 'publicKey', publicKey);
}

/** Hooks notifications. A notification cannot wait, so it is shown without the held pictures. */
function hookNotifications(realm: Realm) {
  const picture = (value: PageValue) => {
    const text = converted(value);
    const ticket = ask(realm, text, IMG);
    withdraw(ticket);
    return ticket ? undefined : text;
  };
  const action = (it: PageValue) => withMember(it, 'icon', picture);
  const actions = (all: PageValue) => (isSequence(all) ? listFrom(all, action) : all);
  const read = (args: PageValue[]) => {
    for (const name of ['icon', 'image', 'badge']) args[1] = withMember(args[1], name, picture);
    args[1] = withMember(args[1], 'actions', actions);
  };
  hookPromise(realm, realm.ServiceWorkerRegistration?.prototype, 'showNotification', read);
  if (!realm.Notification) return;
  hookClass(realm, 'Notification', (native, args, target) => {
    if (args.length > 1) read(args);
    return construct(native, args, target);
  });
}

/**
 * Hooks payment requests. The browser fetches the manifest of a payment method as soon as the request is constructed.
 */
function hookPayments(realm: Realm) {
  if (!realm.PaymentRequest) return;
  const method = (it: PageValue) =>
    withMember(it, 'supportedMethods', (name) => {
      const text = converted(name);
      const ticket = ask(realm, text, OTHER);
      withdraw(ticket);
      return ticket ? NO_METHOD : text;
    });
  hookClass(realm, 'PaymentRequest', (native, args, target) => {
    if (isSequence(args[0])) args[0] = listFrom(args[0], method);
    return construct(native, args, target);
  });
}
