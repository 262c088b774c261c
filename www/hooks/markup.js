/**
 * @file HTML from strings: `innerHTML` and its kin. What becomes of the string is decided in `meet-markup.js`.
 */

import { started } from '../book.js';
import { converted } from '../convert.js';
import { hasShadows, meetShadows, openShadows } from '../declarative.js';
import { hookAccessor, hookMethod } from '../hook.js';
import { meetTree } from '../meet-loads.js';
import { around } from '../meet-markup.js';
import { mayStyle } from '../meet-styles.js';
import { insertMarkup } from '../meet-command.js';
import {
  apply,
  firstChildOf,
  lastChildOf,
  maybe,
  nextSiblingOf,
  parentOf,
  previousSiblingOf,
  query,
  rootElementOf,
  toLowerCase,
} from '../natives.js';

/** @typedef {import('../natives.js').Realm} Realm */

/** @param {Realm} realm */
export function hookMarkup(realm) {
  for (const { prototype } of [realm.Element, realm.ShadowRoot]) {
    hookAccessor(prototype, 'innerHTML', null, (native, self, given) => {
      const html = given === null ? '' : converted(given);
      const call = (/** @type {any} */ target, /** @type {any} */ text) =>
        apply(native, target, [text]);
      around({ self, place: self, replaces: true, html, call });
    });
    for (const name of ['setHTML', 'setHTMLUnsafe']) hookMethod(prototype, name, setMarkup);
  }
  hookAccessor(realm.Element.prototype, 'outerHTML', null, (native, self, given) => {
    const html = given === null ? '' : converted(given);
    const call = (/** @type {any} */ target, /** @type {any} */ text) =>
      apply(native, target, [text]);
    around({ self, ...besides(self), replaces: true, html, call });
  });
  hookMethod(realm.Element.prototype, 'insertAdjacentHTML', (native, self, args) => {
    if (args.length > 1) args[0] = converted(args[0]);
    if (args.length < 2 || typeof args[0] === 'symbol') return apply(native, self, args);
    const html = converted(args[1]);
    const call = (/** @type {any} */ target, /** @type {any} */ text) =>
      apply(native, target, [args[0], text]);
    around({ self, ...placeOf(self, toLowerCase(args[0])), html, call });
  });
  hookParsers(realm);
  hookCommand(realm);
}

/**
 * @param {any} native
 * @param {any} self
 * @param {any} args
 */
function setMarkup(native, self, args) {
  if (args.length === 0) return apply(native, self, args);
  const html = converted(args[0]);
  const options = readable(args);
  const call = (/** @type {any} */ target, /** @type {any} */ text) => {
    args[0] = text;
    return apply(native, target, args);
  };
  around({ self, place: self, replaces: true, html, call, declarative: true, options });
}

/**
 * Puts an object in front of a call's options that notes what the native function reads.
 * @param {any} args
 * @returns {{ runs: boolean } | null} null where there are no options
 */
function readable(args) {
  const given = args[1];
  if ((typeof given !== 'object' && typeof given !== 'function') || !given) return null;
  const options = { runs: false };
  args[1] = {
    __proto__: given,
    get runScripts() {
      const value = given.runScripts;
      options.runs = Boolean(value);
      return value;
    },
  };
  return options;
}

/**
 * Where the markup of `insertAdjacentHTML` goes.
 * @param {any} self
 * @param {string} where
 */
function placeOf(self, where) {
  if (where === 'beforebegin') return { ...besides(self), after: self };
  if (where === 'afterend') return { ...besides(self), before: self };
  return where === 'afterbegin'
    ? { place: self, after: maybe(firstChildOf, self) }
    : { place: self, before: maybe(lastChildOf, self) };
}

/** @param {any} self */
const besides = (self) => ({
  place: maybe(parentOf, self) ?? null,
  before: maybe(previousSiblingOf, self),
  after: maybe(nextSiblingOf, self),
});

/**
 * The scripts of a document that was parsed from a string never run, wherever they are moved.
 * @param {Realm} realm
 */
function hookParsers(realm) {
  hookMethod(realm.DOMParser.prototype, 'parseFromString', (native, self, args) => {
    if (args.length > 1) mayStyle((args[0] = converted(args[0])));
    return withoutScripts(apply(native, self, args));
  });
  for (const name of ['parseHTML', 'parseHTMLUnsafe'])
    hookMethod(realm.Document, name, (native, self, args) => {
      if (args.length === 0) return apply(native, self, args);
      const html = converted(args[0]);
      const options = readable(args);
      mayStyle(html);
      const shadows = typeof html !== 'symbol' && hasShadows(`${html}`);
      args[0] = shadows ? openShadows(html) : html;
      const parsed = apply(native, self, args);
      if (shadows) meetShadows(parsed, html, args[0]);
      return options?.runs ? parsed : withoutScripts(parsed);
    });
}

/** @param {Document} parsed */
function withoutScripts(parsed) {
  const scripts = query(parsed, 'script');
  for (let i = 0; i < scripts.length; i += 1) started.add(scripts[i]);
  return parsed;
}

/**
 * `execCommand('insertHTML')` inserts where the caret is.
 * @param {Realm} realm
 */
function hookCommand(realm) {
  const { document } = realm;
  hookMethod(realm.Document.prototype, 'execCommand', (native, self, args) => {
    const command = args.length < 3 ? '' : (args[0] = toLowerCase(`${args[0]}`));
    if (command === 'inserthtml')
      return insertMarkup(self, converted(args[2]), (html) => {
        args[2] = html;
        return apply(native, self, args);
      });
    const result = apply(native, self, args);
    if (command === 'insertimage') meetTree(rootElementOf(document));
    return result;
  });
}
