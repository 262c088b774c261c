/**
 * @file Calls by which the browser itself fetches what the page names: caches, background fetches, pictures of
 * notifications, payment methods, identity providers and related origins of passkeys. What the page gives is read once.
 */

import { converted } from '../convert.js';
import { hookClass, hookMethod } from '../hook.js';
import { FETCH, IMG, OTHER } from '../kinds.js';
import { apply, construct, getter, isSequence, listFrom, maybeIn } from '../natives.js';
import { withdraw } from '../pending.js';
import { ask, holdUntil } from './requests.js';

/** @typedef {(args: any, urls: string[]) => void} Read gives the URLs, and puts values that were read into the arguments */

/** A payment method that no browser has: it answers as for one that the visitor has not installed. */
const NO_METHOD = 'consent-gate';

/** @param {any} realm */
export function hookBrowserFetches(realm) {
  const urlOf = getter(realm.Request.prototype, 'url');
  /** @type {(value: any, urls: string[]) => any} */
  const request = (value, urls) => {
    const url = maybeIn(urlOf, value);
    if (url === undefined) value = converted(value);
    urls[urls.length] = url ?? value;
    return value;
  };
  /** @type {(at: number) => Read} */
  const requests = (at) => (args, urls) => {
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
 * Lets a method that returns a promise wait for each of its URLs.
 * @param {any} realm
 * @param {any} owner
 * @param {string} name
 * @param {Read} read
 */
function hookPromise({ Promise, TypeError, document }, owner, name, read) {
  hookMethod(owner, name, (native, self, args) => {
    /** @type {string[]} */
    const urls = [];
    /** @returns {any} */
    const wait = () => {
      let ticket = 0;
      while (urls.length > 0 && !ticket)
        if (!(ticket = ask({ document }, urls[urls.length - 1], FETCH))) urls.length -= 1;
      if (!ticket) return apply(native, self, args);
      return new Promise((/** @type {any} */ resolve, /** @type {any} */ reject) => {
        const fail = (/** @type {unknown} */ error) =>
          reject(error ?? new TypeError('Failed to fetch'));
        holdUntil(ticket, args[0]?.signal ?? null, () => resolve(wait()), fail);
      });
    };
    try {
      read(args, urls);
    } catch (error) {
      return new Promise((/** @type {any} */ _, /** @type {any} */ reject) => reject(error)); // The page's own getter has thrown it.
    }
    return wait();
  });
}

/** @param {any} value */
const isObject = (value) => typeof value === 'object' && value !== null;

/**
 * What `options` says, with one member that has been read.
 * @param {any} options
 * @param {string} name
 * @param {(value: any) => any} read is given a value that is there
 */
function withMember(options, name, read) {
  const value = isObject(options) ? options[name] : undefined;
  return value === undefined ? options : { __proto__: options, [name]: read(value) };
}

/**
 * @param {any} args
 * @param {string[]} urls
 */
function readParty(args, urls) {
  args[0] = withMember(args[0], 'rpId', (id) => named(id, urls, 'https://'));
}

/**
 * A text that is, or becomes behind `prefix`, a URL.
 * @param {any} value
 * @param {string[]} urls
 * @param {string} [prefix]
 */
function named(value, urls, prefix = '') {
  const text = converted(value);
  if (typeof text === 'string') urls[urls.length] = prefix + text;
  return text;
}

/**
 * Federated Credential Management; Web Authentication, "related origin requests".
 * @param {any} args
 * @param {string[]} urls
 */
function readCredential(args, urls) {
  const provider = (/** @type {any} */ it) =>
    withMember(it, 'configURL', (url) => named(url, urls));
  const identity = (/** @type {any} */ it) =>
    withMember(it, 'providers', (all) => (isSequence(all) ? listFrom(all, provider) : all));
  const publicKey = (/** @type {any} */ it) => {
    const party = [it];
    readParty(party, urls);
    return withMember(party[0], 'rp', (rp) =>
      withMember(rp, 'id', (id) => named(id, urls, 'https://')),
    );
  };
  args[0] = withMember(withMember(args[0], 'identity', identity), 'publicKey', publicKey);
}

/**
 * A notification cannot wait: it is shown without the pictures that would have to.
 * @param {any} realm
 */
function hookNotifications(realm) {
  const picture = (/** @type {any} */ value) => {
    const text = converted(value);
    const ticket = ask(realm, text, IMG);
    withdraw(ticket);
    return ticket ? undefined : text;
  };
  const action = (/** @type {any} */ it) => withMember(it, 'icon', picture);
  const actions = (/** @type {any} */ all) => (isSequence(all) ? listFrom(all, action) : all);
  const read = (/** @type {any} */ args) => {
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
 * The browser asks for the manifest of a payment method as soon as there is a request.
 * @param {any} realm
 */
function hookPayments(realm) {
  if (!realm.PaymentRequest) return;
  const method = (/** @type {any} */ it) =>
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
