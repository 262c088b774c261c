/**
 * @file Links, forms and `open` that navigate a document which fires no `navigate` event: one in an origin of its own
 * that has the gate inside, and a frame that shows its initial `about:blank` or another origin, or any document where
 * the browser has no such event. An assignment to `location` is not met here: no realm lets it be replaced.
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
 * Holds a navigation of a document that fires no event about it.
 * @param name of the context that is navigated
 * @param node against whose base the URL is read
 * @returns the window that is navigated once it may be; null where nothing waits
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
 * Returns the window of this name if its document fires no `navigate` event; such a document has no current entry. Where
 * the page itself goes is not held.
 */
function untold(name: string, realm: PageValue) {
  const view = found(/^(?:_self)?$/i, name)
    ? realm
    : maybe((it) => it[name].window === it[name] && it[name], realm);
  const isFrame = view && (inside || view !== window);
  return isFrame && !maybe((it) => it.navigation.currentEntry, view) ? view : null;
}
