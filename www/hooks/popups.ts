/**
 * @file Refuses windows and downloads that code starts before the visitor has interacted with the page, if they lead to
 * a held URL. Popup blockers refuse them too, so they are not released later. After a click, a key or a tap, only the
 * rules of the browser apply.
 */

import { carriedByUrl } from '../requests/scan-frame.ts';
import { converted } from '../platform/webidl.ts';
import { ask } from '../engine/engine.ts';
import { hookMethod, hookOpen } from '../platform/patch.ts';
import { IFRAME } from '../platform/constants.ts';
import { reader } from '../requests/subresources.ts';
import {
  absolute,
  apply,
  attributeOf,
  baseOf,
  documentOf,
  found,
  getter,
  hasAttribute,
  hostOf,
  listen,
  localNameOf,
  maybe,
  method,
  parentOf,
  parseJSON,
  preventDefault,
  query,
  typeOfEvent,
  unlisten,
  windowOf,
} from '../platform/primordials.ts';
import { ticketFor, withdraw } from '../requests/held-calls.ts';
import { isOwnOrigin, inside } from '../platform/own-script.ts';
import type { Realm } from '../platform/primordials.ts';

/** The result of a click on an element or of a submission, and the type of the event that can prevent it. */
type Way = { element: Element; type: 'click' | 'submit'; url: string; target: string | null };

const { userActivation } = navigator;
const hasBeenActive = userActivation && getter(UserActivation.prototype, 'hasBeenActive');
const formOf = [HTMLButtonElement, HTMLInputElement].map(({ prototype }) =>
  getter(prototype, 'form'),
);

const controlOf = getter(HTMLLabelElement.prototype, 'control');
const bubbles = getter(Event.prototype, 'bubbles');
const initEvent = method(Event.prototype, 'initEvent');

/** Returns whether the page gets the window that it opens. */
const keepsWindow = (features: unknown) =>
  typeof features !== 'string' || !found(/\bno(?:opener|referrer)\b/i, features);

/** Returns whether the visitor may have caused the call. True if the browser does not report user activation. */
const isUsed = () => !userActivation || hasBeenActive(userActivation);

export function hookPopups(realm: Realm) {
  hookOpen(realm, (native, self, args) => {
    // This hook runs first. The other hooks get its converted values.
    for (let i = 0; i < 2 && i < args.length; i += 1)
      if (args[i] !== undefined) args[i] = converted(args[i]);
    if (isUsed()) return apply(native, self, args);
    const url = args[0] ?? '';
    const target = args[1] || '_blank';
    const opens = typeof url !== 'symbol' && typeof target !== 'symbol' && isNew(target, realm);
    const base = baseOf(realm.document);
    // A new same-origin window shows its initial `about:blank` first. The page can navigate it like an empty window.
    const empty = opens && isOwnOrigin(absolute(url, base) ?? '') && keepsWindow(args[2]);
    return opens && isRefused(empty ? '' : url, base) ? null : apply(native, self, args);
  });
  hookMethod(realm.HTMLElement.prototype, 'click', (native, self, args) =>
    guard(self, () => apply(native, self, args)),
  );
  hookMethod(
    realm.EventTarget.prototype,
    'dispatchEvent',
    (native, self, args) => guard(self, () => apply(native, self, args), args[0]),
    (_, event) => maybe(typeOfEvent, event) !== 'click',
  );
  const form = realm.HTMLFormElement.prototype;
  hookMethod(form, 'submit', (native, self, args) => {
    const way = isUsed() ? null : maybe(wayOfForm, self);
    if (!way || !leadsAway(way)) apply(native, self, args);
  });
  hookMethod(form, 'requestSubmit', (native, self, args) =>
    guard(args[0] ?? self, () => apply(native, self, args)),
  );
}

/**
 * Calls `act`, which causes a click or a submission, and prevents its default action if that is refused. An event that
 * is not cancelable becomes cancelable.
 * @param event that `act` dispatches
 */
function guard<R>(target: EventTarget, act: () => R, event?: Event) {
  const way = isUsed() && !inside ? null : maybe(wayFrom, target);
  const refused = way && !isUsed() && leadsAway(way);
  if (event && (refused || (way && inside))) initEvent(event, 'click', bubbles(event), true);
  if (!refused) return act();
  listen(way.element, way.type, preventDefault, true);
  try {
    return act();
  } finally {
    unlisten(way.element, way.type, preventDefault, true);
  }
}

/**
 * Returns where a click on an element leads: to the link or form of the element, of an ancestor, or of a label's
 * control.
 */
function wayFrom(target: Element): Way | null {
  if (localNameOf(target) === 'form') return wayOfForm(target);
  for (let node = target; node; node = (parentOf(node) ?? maybe(hostOf, node)) as Element) {
    const control = maybe(controlOf, node) ?? node;
    const form = maybe(formOf[0], control) ?? maybe(formOf[1], control);
    if (form) return wayOfForm(form, control);
    const url = found(/^(?:a|area)$/, maybe(localNameOf, node) ?? '') && reader(node)('href');
    if (typeof url === 'string')
      return { element: node, type: 'click', url, target: attributeOf(node, 'target') };
  }
  return null;
}

function wayOfForm(element: Element, button?: Element): Way {
  const read = (name: string) =>
    (button && attributeOf(button, `form${name}`)) ?? attributeOf(element, name);
  return { element, type: 'submit', url: read('action') ?? '', target: read('target') };
}

/** Returns whether it opens a window or begins a download that is refused. */
function leadsAway({ element, url, target }: Way) {
  const document = documentOf(element);
  const base = query(document, 'base[target]')[0];
  const name = target ?? (base ? attributeOf(base, 'target') : null) ?? '_self';
  const leaves = hasAttribute(element, 'download') || isNew(name, windowOf(document)!);
  return leaves && isRefused(url, baseOf(element));
}

/** Returns whether a window of this name is a new one, and not a frame of the document. */
const isNew = (name: string, realm: Window) =>
  !found(/^(?:_(?:self|parent|top))?$/i, name) &&
  maybe((it: Record<string, Window>) => it[name].window === it[name], realm) !== true;

/**
 * Returns whether a new window with this URL is refused. An empty window can be navigated to every URL, and no event
 * reports that. So it is refused while a category is denied.
 */
function isRefused(url: string, base: string) {
  const whole = absolute(`${url}`, base);
  if (whole === null) return false;
  if (!url || found(/^(?:about|javascript):/, whole)) {
    const { categories } = parseJSON(ask('state', '', '', false));
    for (const name in categories) if (!categories[name]) return true;
    return false;
  }
  const carried = carriedByUrl(whole, base);
  const ticket = carried === null ? 0 : ticketFor(carried, IFRAME);
  withdraw(ticket);
  return ticket !== 0;
}
