/**
 * @file Hooks HTML from strings: `innerHTML` and similar members. `hold/html-string.ts` decides how the string is
 * handled.
 */

import { started } from '../requests/held-elements.ts';
import { converted } from '../platform/webidl.ts';
import { hasShadows, rememberDeclared, openShadows } from '../shadow/declarative.ts';
import { hookAccessor, hookMethod } from '../platform/patch.ts';
import { interceptLoadsIn } from '../hold/subresource.ts';
import { around } from '../hold/html-string.ts';
import { mayStyle } from '../hold/css-entry.ts';
import { insertMarkup } from '../hold/exec-command.ts';
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
} from '../platform/primordials.ts';
import type { Native, PageValue, Realm } from '../platform/types-core.ts';

export function hookHtmlStrings(realm: Realm) {
  for (const { prototype } of [realm.Element, realm.ShadowRoot]) {
    hookAccessor(prototype, 'innerHTML', null, (native, self, given) => {
      const html = given === null ? '' : converted(given);
      const call = (target: Element, text: PageValue) => apply(native, target, [text]);
      around({ self, place: self, replaces: true, html, call });
    });
    for (const name of ['setHTML', 'setHTMLUnsafe']) hookMethod(prototype, name, setMarkup);
  }
  hookAccessor(realm.Element.prototype, 'outerHTML', null, (native, self, given) => {
    const html = given === null ? '' : converted(given);
    const call = (target: Element, text: PageValue) => apply(native, target, [text]);
    around({ self, ...placeAround(self), replaces: true, html, call });
  });
  hookMethod(realm.Element.prototype, 'insertAdjacentHTML', (native, self, args) => {
    if (args.length > 1) args[0] = converted(args[0]);
    if (args.length < 2 || typeof args[0] === 'symbol') return apply(native, self, args);
    const html = converted(args[1]);
    const call = (target: Element, text: PageValue) => apply(native, target, [args[0], text]);
    around({ self, ...placeOf(self, toLowerCase(args[0])), html, call });
  });
  hookParsers(realm);
  hookCommand(realm);
}

function setMarkup<T extends Element | ShadowRoot>(
  native: Native<T, PageValue[], unknown>,
  self: T,
  args: PageValue[],
) {
  if (args.length === 0) return apply(native, self, args);
  const html = converted(args[0]);
  const options = readable(args);
  const call = (target: T, text: PageValue) => {
    args[0] = text;
    return apply(native, target, args);
  };
  around({ self, place: self, replaces: true, html, call, declarative: true, options });
}

/**
 * Replaces a call's options by an object that notes whether the native function enables scripts.
 * @returns null if there are no options
 */
function readable(args: PageValue[]): { runs: boolean } | null {
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

/** Returns the place to which `insertAdjacentHTML` adds its markup. */
function placeOf(self: Node, where: string) {
  if (where === 'beforebegin') return { ...placeAround(self), after: self };
  if (where === 'afterend') return { ...placeAround(self), before: self };
  return where === 'afterbegin'
    ? { place: self, after: maybe(firstChildOf, self) }
    : { place: self, before: maybe(lastChildOf, self) };
}

/** Returns the parent of a node and the siblings between which new nodes are inserted. */
const placeAround = (self: Node) => ({
  place: maybe(parentOf, self) ?? null,
  before: maybe(previousSiblingOf, self),
  after: maybe(nextSiblingOf, self),
});

/** Hooks parsers. Scripts of a document that was parsed from a string never run, even if they are moved. */
function hookParsers(realm: Realm) {
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
      const parsed = apply(native, self, args) as Document;
      if (shadows) rememberDeclared(parsed, html, args[0]);
      return options?.runs ? parsed : withoutScripts(parsed);
    });
}

function withoutScripts(parsed: Document) {
  const scripts = query(parsed, 'script');
  for (let i = 0; i < scripts.length; i += 1) started.add(scripts[i]);
  return parsed;
}

/** Hooks `execCommand('insertHTML')`, which inserts at the caret, and `insertImage`. */
function hookCommand(realm: Realm) {
  const { document } = realm;
  hookMethod(realm.Document.prototype, 'execCommand', (native, self, args) => {
    const command = args.length < 3 ? '' : (args[0] = toLowerCase(`${args[0]}`));
    if (command === 'inserthtml')
      return insertMarkup(self, converted(args[2]), (html) => {
        args[2] = html;
        return apply(native, self, args);
      });
    const result = apply(native, self, args);
    if (command === 'insertimage') interceptLoadsIn(rootElementOf(document));
    return result;
  });
}
