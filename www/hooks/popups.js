/**
 * @file Windows that code opens and downloads that it starts before the visitor has touched the page. Popup blockers
 * refuse them too, so one that leads to a held URL is refused and not released later. After a click, a key or a tap the
 * browser's own rules are the only ones.
 */

import { carriedByUrl } from '../content.js';
import { converted } from '../convert.js';
import { ask } from '../decide.js';
import { hookMethod, hookOpen } from '../hook.js';
import { IFRAME } from '../kinds.js';
import { reader } from '../loads.js';
import {
  absolute,
  apply,
  attributeOf,
  baseOf,
  documentOf,
  exec,
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
} from '../natives.js';
import { ticketFor, withdraw } from '../pending.js';
import { inside } from '../self.js';

/** @typedef {{ element: any, type: 'click' | 'submit', url: string, target: string | null }} Way where an element leads */

const { userActivation } = navigator;
const hasBeenActive = userActivation && getter(UserActivation.prototype, 'hasBeenActive');
const formOf = [HTMLButtonElement, HTMLInputElement].map(({ prototype }) =>
  getter(prototype, 'form'),
);

const controlOf = getter(HTMLLabelElement.prototype, 'control');
const bubbles = getter(Event.prototype, 'bubbles');
const initEvent = method(Event.prototype, 'initEvent');

const { origin } = location;

/**
 * Returns whether a window shows the page's own origin. It shows its initial document at first, and can be sent elsewhere
 * like an empty one.
 * @param {string} url absolute
 */
const isOwn = (url) => exec(/^(?:blob:)?(https?:\/\/[^/]*)/, url)?.[1] === origin;

/**
 * Returns whether the page gets the window that it opens.
 * @param {any} features
 */
const keepsWindow = (features) =>
  typeof features !== 'string' || !found(/\bno(?:opener|referrer)\b/i, features);

/** Whether the visitor may have wanted it; so it is where the browser does not tell. */
const isUsed = () => !userActivation || hasBeenActive(userActivation);

/** @param {any} realm */
export function hookPopups(realm) {
  hookOpen(realm, (native, self, args) => {
    if (isUsed()) return apply(native, self, args);
    for (let i = 0; i < 2 && i < args.length; i += 1)
      if (args[i] !== undefined) args[i] = converted(args[i]);
    const url = args[0] ?? '';
    const target = args[1] || '_blank';
    const opens = typeof url !== 'symbol' && typeof target !== 'symbol' && isNew(target, realm);
    const base = baseOf(realm.document);
    const empty = opens && isOwn(absolute(url, base) ?? '') && keepsWindow(args[2]);
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
 * Does what makes a click or a submission, without the effect that would have to wait. The default action of an event
 * that is not cancelable cannot be prevented, so such an event becomes cancelable.
 * @param {any} target
 * @param {() => any} act
 * @param {any} [event] that `act` dispatches
 */
function guard(target, act, event) {
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
 * Where a click on an element leads: to the link or the form of the element, of one around it, or of a label's control.
 * @param {any} target
 * @returns {Way | null}
 */
function wayFrom(target) {
  if (localNameOf(target) === 'form') return wayOfForm(target);
  for (let node = target; node; node = parentOf(node) ?? maybe(hostOf, node)) {
    const control = maybe(controlOf, node) ?? node;
    const form = maybe(formOf[0], control) ?? maybe(formOf[1], control);
    if (form) return wayOfForm(form, control);
    const url = found(/^(?:a|area)$/, maybe(localNameOf, node) ?? '') && reader(node)('href');
    if (typeof url === 'string')
      return { element: node, type: 'click', url, target: attributeOf(node, 'target') };
  }
  return null;
}

/**
 * @param {any} element
 * @param {any} [button]
 * @returns {Way}
 */
function wayOfForm(element, button) {
  const read = (/** @type {string} */ name) =>
    (button && attributeOf(button, `form${name}`)) ?? attributeOf(element, name);
  return { element, type: 'submit', url: read('action') ?? '', target: read('target') };
}

/** Whether it opens a window or begins a download that is refused. @param {Way} way */
function leadsAway({ element, url, target }) {
  const document = documentOf(element);
  const base = query(document, 'base[target]')[0];
  const name = target ?? (base ? attributeOf(base, 'target') : null) ?? '_self';
  const leaves = hasAttribute(element, 'download') || isNew(name, windowOf(document));
  return leaves && isRefused(url, baseOf(element));
}

/**
 * Whether a window of this name is a new one, and not a frame that is there.
 * @param {string} name
 * @param {any} realm
 */
const isNew = (name, realm) =>
  !found(/^(?:_(?:self|parent|top))?$/i, name) &&
  maybe((it) => it[name].window === it[name], realm) !== true;

/**
 * An empty window can be sent anywhere, and nothing tells of that: it is refused while anything may be held.
 * @param {string} url
 * @param {string} base
 */
function isRefused(url, base) {
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
