/**
 * @file Navigations of a document that has the gate inside: in an opaque origin there is no `navigate` event. Links,
 * forms and `open` are intercepted here. An assignment to `location` is not: no realm lets it be replaced.
 */

import { carriedByUrl } from '../requests/scan-frame.ts';
import { hookMethod, hookOpen } from '../platform/patch.ts';
import { FORM, IFRAME } from '../platform/constants.ts';
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
} from '../platform/primordials.ts';
import { pend, ticketFor } from '../requests/held-calls.ts';
import { inside } from '../platform/own-script.ts';
import type { Realm } from '../platform/primordials.ts';

const closest = method(Element.prototype, 'closest');
const submitterOf = getter(SubmitEvent.prototype, 'submitter');
const submitForm = method(HTMLFormElement.prototype, 'submit');
const requestSubmit = method(HTMLFormElement.prototype, 'requestSubmit');
const { open } = window;

/** Names of contexts that are not this frame's. */
const ELSEWHERE = /^_(?:blank|top|parent)$/i;

export function hookLeaving(realm: Realm) {
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

function onClick(event: Event) {
  const link = closest(targetOf(event) as Element, 'a,area');
  if (link && linkWaits(link)) preventDefault(event);
}

const linkWaits = (link: Element) =>
  waitsFor(attributeOf(link, 'href'), attributeOf(link, 'target'), link, IFRAME);

function onSubmit(event: SubmitEvent) {
  if (formWaits(targetOf(event) as HTMLFormElement, submitterOf(event))) preventDefault(event);
}

function formWaits(form: HTMLFormElement, submitter?: HTMLElement | null) {
  const read = (name: string) =>
    (submitter && attributeOf(submitter, `form${name}`)) ?? attributeOf(form, name);
  return waitsFor(read('action'), read('target'), form, FORM, () =>
    submitter ? requestSubmit(form, submitter as HTMLElement) : submitForm(form),
  );
}

/**
 * Holds a navigation of this frame.
 * @param name of the context that is navigated
 * @param node against whose base the URL is read
 */
function waitsFor(
  source: string | null,
  name: string | null,
  node: Node,
  kind: number,
  act?: () => void,
) {
  const url = source && !found(ELSEWHERE, name ?? '') ? carriedByUrl(source, baseOf(node)) : null;
  const ticket = url ? ticketFor(url, kind) : 0;
  if (ticket) pend(ticket, act ?? (() => open(url!, name || '_self')));
  return ticket > 0;
}
