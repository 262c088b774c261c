/**
 * @file Holds navigations by links, forms and `open` of documents that fire no `navigate` event. Such a document has an
 * opaque origin and contains a gate. Or it is in a frame and shows its initial `about:blank` or another origin. In some
 * browsers no document fires this event. An assignment to `location` is not intercepted: no browser lets scripts
 * replace it.
 */

import { carriedByUrl } from '../requests/scan-frame.ts';
import { hookMethod, hookOpen } from '../platform/patch.ts';
import { FORM, IFRAME } from '../platform/constants.ts';
import {
  apply,
  attributeOf,
  baseOf,
  documentOf,
  found,
  getter,
  isConnected,
  listen,
  localNameOf,
  maybe,
  method,
  preventDefault,
  query,
  targetOf,
  toText,
  windowOf,
} from '../platform/primordials.ts';
import { pend, ticketFor } from '../requests/held-calls.ts';
import { inside } from '../platform/own-script.ts';
import type { PageValue, Realm } from '../platform/types-core.ts';

const closest = method(Element.prototype, 'closest');
const submitterOf = getter(SubmitEvent.prototype, 'submitter');
const submitForm = method(HTMLFormElement.prototype, 'submit');
const requestSubmit = method(HTMLFormElement.prototype, 'requestSubmit');

export function hookLeaving(realm: Realm) {
  listen(realm, 'click', onClick, true);
  listen(realm, 'submit', onSubmit, true);
  hookMethod(realm.HTMLElement.prototype, 'click', (native, self, args) => {
    const waits = maybe(localNameOf, self) === 'a' && !isConnected(self) && linkWaits(self);
    return waits ? undefined : apply(native, self, args);
  });
  hookMethod(realm.HTMLFormElement.prototype, 'submit', (native, self, args) =>
    maybe((it) => formWaits(it), self) ? undefined : apply(native, self, args),
  );
  hookOpen(realm, (native, self, args) => {
    const [url, name = '_blank'] = args;
    const view = url && waitsFor(toText(url), toText(name), realm.document, IFRAME);
    return view ? (inside ? null : view) : apply(native, self, args);
  });
}

function onClick(event: Event) {
  const link = maybe((it) => closest(it, 'a,area'), targetOf(event) as Element);
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
    submitter ? requestSubmit(form, submitter) : submitForm(form),
  );
}

/**
 * Holds a navigation of a document that fires no `navigate` event.
 * @param name of the navigable
 * @param node whose base URL is used
 * @returns the window to navigate after the release; null if nothing is held
 */
function waitsFor(
  source: string | null,
  name: string | null,
  node: Node,
  kind: number,
  act?: () => void,
) {
  const document = (documentOf(node) ?? node) as Document;
  name ??= maybe((it) => attributeOf(it, 'target'), query(document, 'base[target]')[0]) ?? '';
  const view = untold(name, windowOf(document));
  const url = source && view && carriedByUrl(source, baseOf(node));
  const ticket = url ? ticketFor(url, kind) : 0;
  if (!ticket) return null;
  pend(ticket, () => view.closed || (act ? act() : (view.location = url)));
  return view;
}

/**
 * Returns the window of this name if its document fires no `navigate` event. Such a document has no current history
 * entry. Navigations of the top-level page are not held.
 */
function untold(name: string, realm: PageValue) {
  const view = found(/^(?:_self)?$/i, name)
    ? realm
    : maybe((it) => it[name].window === it[name] && it[name], realm);
  const isFrame = view && (inside || view !== window);
  return isFrame && !maybe((it) => it.navigation.currentEntry, view) ? view : null;
}
