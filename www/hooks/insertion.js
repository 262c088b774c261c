/**
 * @file Every DOM method that can bring a node into a document. Each asks `meet.js` about what arrives, calls
 * the native method with the arguments that it was given, and reports what has really arrived.
 */

import { afterInsertion, beforeInsertion, candidates, tagOf } from '../meet.js';
import { NONE, apply, getter, isConnected } from '../natives.js';
import { hookAccessor, hookMethod } from '../hook.js';
import { rememberShadow, shadowsUnder } from '../shadows.js';

/** @typedef {import('../natives.js').Realm} Realm */

/** Interface → its methods that insert their arguments into `this`, or beside it. */
const METHODS = {
  Node: ['appendChild', 'insertBefore', 'replaceChild'],
  Element: ['append', 'prepend', 'replaceChildren', 'moveBefore', 'insertAdjacentElement', 'before', 'after', 'replaceWith'],
  Document: ['append', 'prepend', 'replaceChildren', 'moveBefore'],
  DocumentFragment: ['append', 'prepend', 'replaceChildren', 'moveBefore'],
  CharacterData: ['before', 'after', 'replaceWith'],
  DocumentType: ['before', 'after', 'replaceWith'],
  HTMLSelectElement: ['add'],
  HTMLOptionsCollection: ['add'],
};

/** Interface → its properties that insert what is assigned to them. */
const PROPERTIES = {
  Document: ['body'],
  HTMLTableElement: ['caption', 'tHead', 'tFoot'],
};

/** Properties that give a script another text, which prepares one that has not started. */
const TEXTS = ['text', 'textContent', 'innerText'];

/** @param {Realm} realm */
export function hookInsertion(realm) {
  const interfaces = /** @type {any} */ (realm);
  for (const [name, methods] of Object.entries(METHODS)) {
    for (const method of methods) {
      hookMethod(interfaces[name]?.prototype, method, (native, self, args) =>
        insertion(self, args, () => apply(native, self, args)),
      );
    }
  }
  for (const [name, properties] of Object.entries(PROPERTIES)) {
    for (const property of properties) {
      hookAccessor(interfaces[name]?.prototype, property, null, (native, self, value) =>
        insertion(self, [value], () => apply(native, self, [value])),
      );
    }
  }
  for (const text of TEXTS) {
    hookAccessor(realm.HTMLScriptElement.prototype, text, null, (native, self, value) =>
      insertion(self, NONE, () => apply(native, self, [value])),
    );
  }
  hookRange(realm);
}

/** @param {Realm} realm */
function hookRange({ Range: { prototype } }) {
  const startOf = getter(prototype, 'startContainer');
  for (const name of ['insertNode', 'surroundContents']) {
    hookMethod(prototype, name, (native, self, args) =>
      insertion(startPlace(startOf, self), args, () => apply(native, self, args)),
    );
  }
}

/**
 * @param {(range: any) => any} startOf
 * @param {any} range
 */
function startPlace(startOf, range) {
  try {
    return startOf(range);
  } catch {
    return null; // No range: the native method throws its own error.
  }
}

/**
 * Calls `act`, which inserts `arriving` into or beside `place`, with the gate before and behind it.
 * @template T
 * @param {any} place
 * @param {ArrayLike<any>} arriving
 * @param {() => T} act
 * @returns {T}
 */
export function insertion(place, arriving, act) {
  const elements = startable(place, arriving);
  if (!elements) return act();
  if (!connected(place)) {
    rememberShadow(place);
    return act();
  }
  const requests = beforeInsertion(elements);
  try {
    return act();
  } finally {
    afterInsertion(elements, requests);
  }
}

/** @param {any} place */
function connected(place) {
  try {
    return isConnected(place);
  } catch {
    return false;
  }
}

/**
 * What may start by this insertion; null where there is nothing, which is nearly always.
 * @param {any} place
 * @param {ArrayLike<any>} arriving
 * @returns {Element[] | null}
 */
function startable(place, arriving) {
  /** @type {Element[] | null} */
  let list = null;
  const add = (/** @type {Element[] | null} */ found) => {
    for (let i = 0; found && i < found.length; i += 1) (list ??= [])[list.length] = found[i];
  };
  for (let i = 0; i < arriving.length; i += 1) {
    if (arriving[i] === null || typeof arriving[i] !== 'object') continue;
    add(candidates(arriving[i]));
    add(shadowsUnder(arriving[i]));
  }
  if (isScript(place)) add([place]);
  return list;
}

/** @param {any} place */
function isScript(place) {
  try {
    return tagOf(place) === 'script';
  } catch {
    return false; // A document, a fragment, or nothing at all.
  }
}
