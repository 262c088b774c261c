/**
 * @file HTML from strings: `innerHTML` and its kin. What becomes of the string is decided in `meet-markup.js`.
 */

import { started } from '../book.js';
import { converted } from '../convert.js';
import { buildShadows } from '../declarative.js';
import { hookAccessor, hookMethod } from '../hook.js';
import { meetTree } from '../meet-loads.js';
import { around } from '../meet-markup.js';
import { mayStyle, rewrite } from '../meet-styles.js';
import {
  appendChild,
  apply,
  firstChildOf,
  found,
  insertBefore,
  isConnected,
  method,
  nextSiblingOf,
  parentOf,
  query,
  replaceChild,
  replaceChildren,
  rootElementOf,
  maybe,
} from '../natives.js';
import { isStyle } from '../styles.js';

/** @typedef {import('../natives.js').Realm} Realm */

/** @param {Realm} realm */
export function hookMarkup(realm) {
  for (const { prototype } of [realm.Element, realm.ShadowRoot]) {
    hookAccessor(prototype, 'innerHTML', null, (native, self, given) => {
      const args = [given === null ? '' : converted(given)];
      into(self, args, () => apply(native, self, args), false);
    });
    hookMethod(prototype, 'setHTMLUnsafe', (native, self, args) => {
      if (args.length > 0) args[0] = converted(args[0]);
      return into(self, args, () => apply(native, self, args), true);
    });
  }
  hookAccessor(realm.Element.prototype, 'outerHTML', null, (native, self, given) => {
    const html = given === null ? '' : converted(given);
    const place = parent(self);
    around(
      place,
      html,
      () => apply(native, self, [html]),
      (fragment) => replaceChild(place, fragment, self),
    );
  });
  hookMethod(realm.Element.prototype, 'insertAdjacentHTML', (native, self, args) => {
    if (args.length < 2) return apply(native, self, args);
    args[0] = `${args[0]}`;
    args[1] = converted(args[1]);
    const where = args[0].toLowerCase();
    const place = where === 'beforebegin' || where === 'afterend' ? parent(self) : self;
    const move = (/** @type {any} */ fragment) => insertAt(self, where, fragment);
    return around(place, args[1], () => apply(native, self, args), move);
  });
  hookParsers(realm);
  hookCommand(realm);
}

/**
 * @param {any} self
 * @param {any} args of the native function, the markup first
 * @param {() => any} act
 * @param {boolean} declarative
 */
const into = (self, args, act, declarative) =>
  isStyle(self)
    ? rewrite(self, args, act)
    : around(self, args[0], act, (fragment) => replaceChildren(self, fragment), declarative);

/** @param {any} self */
const parent = (self) => maybe(parentOf, self) ?? null;

/**
 * @param {any} self
 * @param {string} where
 * @param {any} fragment
 */
function insertAt(self, where, fragment) {
  if (where === 'beforebegin') insertBefore(parentOf(self), fragment, self);
  else if (where === 'afterend') insertBefore(parentOf(self), fragment, nextSiblingOf(self));
  else if (where === 'afterbegin') insertBefore(self, fragment, firstChildOf(self));
  else appendChild(self, fragment);
}

/**
 * The scripts of a document that was parsed from a string never run, wherever they are moved.
 * @param {Realm} realm
 */
function hookParsers(realm) {
  hookMethod(realm.DOMParser.prototype, 'parseFromString', (native, self, args) => {
    if (args.length > 1) mayStyle((args[0] = converted(args[0])));
    const parsed = apply(native, self, args);
    const scripts = query(parsed, 'script');
    for (let i = 0; i < scripts.length; i += 1) started.add(scripts[i]);
    return parsed;
  });
  const parse = method(realm.DOMParser.prototype, 'parseFromString');
  hookMethod(realm.Document, 'parseHTMLUnsafe', (native, self, args) => {
    if (args.length > 0) args[0] = converted(args[0]);
    if (typeof args[0] === 'symbol' || !found(/shadowrootmode/i, `${args[0]}`))
      return apply(native, self, args);
    const parsed = parse(new realm.DOMParser(), args[0], 'text/html');
    buildShadows(parsed);
    return parsed;
  });
}

/**
 * `execCommand('insertHTML')` inserts where the caret is.
 * @param {Realm} realm
 */
function hookCommand(realm) {
  const { document } = realm;
  hookMethod(realm.Document.prototype, 'execCommand', (native, self, args) => {
    const command = args.length < 3 ? '' : (args[0] = `${args[0]}`.toLowerCase());
    if (command !== 'inserthtml') {
      const result = apply(native, self, args);
      if (command === 'insertimage') meetTree(rootElementOf(document));
      return result;
    }
    args[2] = converted(args[2]);
    const range = document.getSelection()?.rangeCount
      ? document.getSelection()?.getRangeAt(0)
      : null;
    if (!range || !isConnected(range.startContainer)) return apply(native, self, args);
    return around(
      rootElementOf(document),
      args[2],
      () => apply(native, self, args),
      (fragment) => {
        range.deleteContents();
        range.insertNode(fragment);
        return true;
      },
    );
  });
}
