/**
 * @file How a document is left that has the gate inside: an origin of its own has no `navigate` event. Links, forms and
 * `open` are met here. An assignment to `location` is not: no realm lets it be replaced.
 */

import { carriedByUrl } from '../content.js';
import { hookMethod, hookOpen } from '../hook.js';
import { FORM, IFRAME } from '../kinds.js';
import {
  apply,
  attributeOf,
  baseOf,
  found,
  getter,
  isConnected,
  listen,
  localNameOf,
  method,
  preventDefault,
  targetOf,
  toText,
} from '../natives.js';
import { pend, ticketFor } from '../pending.js';
import { inside } from '../self.js';

const closest = method(Element.prototype, 'closest');
const submitterOf = getter(SubmitEvent.prototype, 'submitter');
const submitForm = method(HTMLFormElement.prototype, 'submit');
const requestSubmit = method(HTMLFormElement.prototype, 'requestSubmit');
const { open } = window;

/** Names of contexts that are not this frame's. */
const ELSEWHERE = /^_(?:blank|top|parent)$/i;

/** @param {any} realm */
export function hookLeaving(realm) {
  if (!inside) return;
  listen(realm, 'click', onClick, true);
  listen(realm, 'submit', onSubmit, true);
  hookMethod(realm.HTMLElement.prototype, 'click', (native, self, args) => {
    const waits = localNameOf(self) === 'a' && !isConnected(self) && linkWaits(self);
    return waits ? undefined : apply(native, self, args);
  });
  hookMethod(realm.HTMLFormElement.prototype, 'submit', (native, self, args) =>
    formWaits(self) ? undefined : apply(native, self, args),
  );
  hookOpen(realm, (native, self, args) => {
    const [url, name = '_blank'] = args;
    const waits = url && waitsFor(toText(url), toText(name), realm.document, IFRAME);
    return waits ? null : apply(native, self, args);
  });
}

/** @param {Event} event */
function onClick(event) {
  const link = closest(targetOf(event), 'a,area');
  if (link && linkWaits(link)) preventDefault(event);
}

/** @param {Element} link */
const linkWaits = (link) =>
  waitsFor(attributeOf(link, 'href'), attributeOf(link, 'target'), link, IFRAME);

/** @param {Event} event */
function onSubmit(event) {
  if (formWaits(targetOf(event), submitterOf(event))) preventDefault(event);
}

/**
 * @param {any} form
 * @param {Element | null} [submitter]
 */
function formWaits(form, submitter) {
  const read = (/** @type {string} */ name) =>
    (submitter && attributeOf(submitter, `form${name}`)) ?? attributeOf(form, name);
  return waitsFor(read('action'), read('target'), form, FORM, () =>
    submitter ? requestSubmit(form, submitter) : submitForm(form),
  );
}

/**
 * Holds a navigation of this frame.
 * @param {string | null} source
 * @param {string | null} name of the context that is navigated
 * @param {Node} node against whose base the URL is read
 * @param {number} kind
 * @param {() => void} [act]
 */
function waitsFor(source, name, node, kind, act) {
  const url = source && !found(ELSEWHERE, name ?? '') ? carriedByUrl(source, baseOf(node)) : null;
  const ticket = url ? ticketFor(url, kind) : 0;
  if (ticket) pend(ticket, act ?? (() => open(/** @type {string} */ (url), name || '_self')));
  return ticket > 0;
}
