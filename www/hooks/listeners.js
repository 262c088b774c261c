/**
 * @file Listeners for `DOMContentLoaded` and `load` that a released script sets after the event has fired:
 * each is called once, directly, when the script has run. The page's own listeners do not hear it again.
 */

import { hookAccessor, hookMethod } from '../hook.js';
import { anyReleased, callLate, forgetLate, lateScript } from '../late.js';
import { apply, currentScriptOf, listen, readyStateOf } from '../natives.js';

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

  /** @param {any} self @param {any} type */
  const lateFor = (self, type) => {
    if (!anyReleased() || fired[type] !== true) return undefined;
    if (self !== realm && self !== document && self !== undefined) return undefined;
    if (self === document && type === 'load') return undefined;
    return lateScript(currentScriptOf(document));
  };
  hookMethod(realm.EventTarget.prototype, 'addEventListener', (native, self, args) => {
    const result = apply(native, self, args);
    const held = lateFor(self, args[0]);
    if (held) callLate(held, self ?? realm, args[0], args[1], args[2]);
    return result;
  });
  hookMethod(realm.EventTarget.prototype, 'removeEventListener', (native, self, args) => {
    if (anyReleased()) forgetLate(self ?? realm, args[0], args[1]);
    return apply(native, self, args);
  });
  hookAccessor(realm, 'onload', null, (native, self, value) => {
    apply(native, self, [value]);
    const held = lateFor(realm, 'load');
    if (held) callLate(held, realm, 'load', value, false);
  });
}
