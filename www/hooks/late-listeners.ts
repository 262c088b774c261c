/**
 * @file Hooks listeners and event handlers that a released script sets after their event has fired. Each is called
 * once. Other listeners of the page are not called again.
 */

import { hookAccessor, hookMethod } from '../platform/patch.ts';
import { BLOCKING } from '../platform/constants.ts';
import { anyReleased, lateCode, lateTimer } from '../requests/late-code.ts';
import { callLate, forgetLate } from '../requests/late-events.ts';
import {
  NONE,
  apply,
  descriptorOf,
  documentOf,
  found,
  listen,
  localNameOf,
  frozenMethods,
  readyStateOf,
  slice,
  toLowerCase,
  windowOf,
} from '../platform/primordials.ts';
import type { PageValue, Realm } from '../platform/types-core.ts';

/**
 * Notes a new listener if its event has fired.
 * @param handler returns the present event handler. If given, `listener` only identifies it
 */
type Note = (
  target: EventTarget,
  type: string,
  listener: PageValue,
  options: PageValue,
  handler?: () => unknown,
) => void;

export function hookLateListeners(realm: Realm) {
  const { document } = realm;
  /** Events that have fired, by name. */
  const fired: Record<string, boolean> = {
    load: readyStateOf(document) === 'complete',
    DOMContentLoaded: readyStateOf(document) !== 'loading',
  };
  listen(document, 'DOMContentLoaded', () => (fired.DOMContentLoaded = true));
  listen(realm, 'load', () => (fired.load = true));

  const isPast = (target: EventTarget, type: string) => {
    if (type === 'readystatechange') return target === document && fired.load;
    if (target === realm && (type === 'load' || type === 'pageshow')) return fired.load;
    return type === 'DOMContentLoaded' && (target === realm || target === document) && fired[type];
  };
  const note: Note = (target, type, listener, options, handler) => {
    const late = isPast(target, type) && lateCode(document);
    if (late) callLate({ target, type, listener, options, handler, early: late.lane === BLOCKING });
  };
  hookMethod(realm.EventTarget.prototype, 'addEventListener', (native, self, args) => {
    const result = apply(native, self, args);
    if (anyReleased() && args[1]) note(self ?? realm, args[0], args[1], args[2]);
    return result;
  });
  hookMethod(realm.EventTarget.prototype, 'removeEventListener', (native, self, args) => {
    if (anyReleased())
      forgetLate({ target: self ?? realm, type: args[0], listener: args[1], options: args[2] });
    return apply(native, self, args);
  });
  for (const name of ['requestAnimationFrame', 'setTimeout'])
    hookMethod(realm, name, (native, self, args) => {
      args[0] = lateTimer(document, args[0]);
      return apply(native, self, args);
    });
  hookHandlers(realm, note);
}

/** Hooks event handlers. When the event is due, the handler that is set at that time is called. */
function hookHandlers(realm: Realm, note: Note) {
  const noteHandler = (owner: object, target: EventTarget, type: string) => {
    const get = descriptorOf(owner, `on${type}`)?.get;
    if (get) note(target, type, get, undefined, () => apply(get, target, NONE));
  };
  const { prototype } = realm.Document;
  hookHandler(prototype, 'readystatechange', () =>
    noteHandler(prototype, realm.document, 'readystatechange'),
  );
  for (const type of ['load', 'pageshow']) {
    const noteOfWindow = () => noteHandler(realm, realm, type);
    hookHandler(realm, type, noteOfWindow);
    hookHandler(realm.HTMLBodyElement.prototype, type, noteOfWindow);
  }
  noting.set(realm, (type) => noteHandler(realm, realm, type));
}

/** @param set called when the handler was set */
function hookHandler(owner: object, type: string, set: () => void) {
  hookAccessor(owner, `on${type}`, null, (native, self, value) => {
    apply(native, self, [value]);
    if (anyReleased()) set();
  });
}

/** By window, the function that notes a handler that was set. */
const noting: WeakMap<object, (type: string) => void> = frozenMethods(new WeakMap());

/** Notes an event handler that was set as a content attribute. On `body`, it is a handler of the window. */
export function noteAttribute(element: Element, name: string) {
  if (!anyReleased() || !found(/^on(?:load|pageshow)$/i, name)) return;
  if (localNameOf(element) !== 'body') return;
  noting.get(windowOf(documentOf(element))!)?.(toLowerCase(slice(name, 2)));
}
