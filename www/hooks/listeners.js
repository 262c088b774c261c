/**
 * @file Listeners and event handlers that a late script sets after their event has fired: each is called once. The
 * page's own listeners do not hear the event again.
 */

import { hookAccessor, hookMethod } from '../hook.js';
import { BLOCKING } from '../kinds.js';
import { anyReleased, lateCode } from '../late-code.js';
import { callLate, forgetLate } from '../late-events.js';
import {
  NONE,
  apply,
  descriptorOf,
  documentOf,
  found,
  listen,
  localNameOf,
  own,
  readyStateOf,
  slice,
  toLowerCase,
  windowOf,
} from '../natives.js';

/** @typedef {import('../natives.js').Realm} Realm */

/** @param {any} realm */
export function hookLateListeners(realm) {
  const { document } = realm;
  /** Events that have fired, by name. @type {Record<string, boolean>} */
  const fired = {
    load: readyStateOf(document) === 'complete',
    DOMContentLoaded: readyStateOf(document) !== 'loading',
  };
  listen(document, 'DOMContentLoaded', () => (fired.DOMContentLoaded = true));
  listen(realm, 'load', () => (fired.load = true));

  /** @param {any} target @param {any} type */
  const isPast = (target, type) => {
    if (type === 'readystatechange') return target === document && fired.load;
    if (target === realm && (type === 'load' || type === 'pageshow')) return fired.load;
    return type === 'DOMContentLoaded' && (target === realm || target === document) && fired[type];
  };
  /** @param {any} target @param {any} type @param {any} listener @param {any} options @param {() => any} [handler] */
  const note = (target, type, listener, options, handler) => {
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
  hookHandlers(realm, note);
}

/**
 * A handler is called as it is when its event is due, whichever way it was set.
 * @param {any} realm
 * @param {(target: any, type: string, key: any, options: any, handler: () => any) => void} note
 */
function hookHandlers(realm, note) {
  /** @param {any} owner @param {any} target @param {string} type */
  const noteHandler = (owner, target, type) => {
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

/**
 * @param {any} owner
 * @param {string} type
 * @param {() => void} set called when the handler was set
 */
function hookHandler(owner, type, set) {
  hookAccessor(owner, `on${type}`, null, (native, self, value) => {
    apply(native, self, [value]);
    if (anyReleased()) set();
  });
}

/** By window, what notes that a handler was set. @type {WeakMap<object, (type: string) => void>} */
const noting = own(new WeakMap());

/**
 * An attribute of an element was set: those of `body` are handlers of the window.
 * @param {any} element
 * @param {string} name
 */
export function noteAttribute(element, name) {
  if (!anyReleased() || !found(/^on(?:load|pageshow)$/i, name)) return;
  if (localNameOf(element) !== 'body') return;
  noting.get(windowOf(documentOf(element)))?.(toLowerCase(slice(name, 2)));
}
