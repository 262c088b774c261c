/**
 * @file Holds the URLs of CSS: in style sheets, by tickets of the sheet, and in attributes, by tickets of the element.
 * It also handles CSS that comes without a call, in markup or as a copy. The text that the page wrote stays unchanged:
 * the sheet's rules and the element's declarations change, and change back.
 */

import { isOfInterest, mask, unmasked } from '../platform/css-urls.ts';
import { peek } from '../engine/engine.ts';
import { STYLE } from '../platform/constants.ts';
import {
  attributeOf,
  baseOf,
  firstChildOf,
  found,
  getter,
  kindOf,
  localNameOf,
  maybe,
  method,
  nextSiblingOf,
  frozenMethods,
  setAttribute,
  setText,
  setter,
  textOf,
} from '../platform/primordials.ts';
import { pend, ticketFor, withdraw } from './held-calls.ts';
import { orReload } from '../platform/csp-lock.ts';
import { forgetIrrelevant } from '../platform/irrelevant-trees.ts';
import type { Globals, PageValue } from '../platform/types-core.ts';

const sheetProto = CSSStyleSheet.prototype;
const rulesOf = getter(sheetProto, 'cssRules');
const insertRule = method(sheetProto, 'insertRule');
const deleteRule = method(sheetProto, 'deleteRule');
const hrefOf = getter(sheetProto, 'href');
const nodeOf = getter(sheetProto, 'ownerNode');
const ruleText = getter(CSSRule.prototype, 'cssText');
const sheetOf = getter(CSSRule.prototype, 'parentStyleSheet');
const mediaOf = getter(CSSImportRule.prototype, 'media');
const mediaText = getter(MediaList.prototype, 'mediaText');
const setMediaText = setter(MediaList.prototype, 'mediaText');
const htmlSheet = getter(HTMLStyleElement.prototype, 'sheet');
const svgSheet = getter(SVGStyleElement.prototype, 'sheet');
const declared = [HTMLElement, SVGElement, MathMLElement].map(({ prototype }) =>
  getter(prototype, 'style'),
);
const Typed = (window as Partial<Globals>).CSSStyleValue;
export const valueText = Typed && method(Typed.prototype, 'toString');
const cssText = getter(CSSStyleDeclaration.prototype, 'cssText');
const setCssText = setter(CSSStyleDeclaration.prototype, 'cssText');

/** Attributes of SVG that are properties. A `(` is never escaped. */
const PRESENTATION =
  'fill,stroke,filter,mask,clip-path,cursor,marker-start,marker-mid,marker-end'.split(',');
export const ATTRIBUTES = ['style', ...PRESENTATION];
const NAMES = frozenMethods(new Set(ATTRIBUTES));

/**
 * The first letters of these names. Most names have another first letter, and a lower-case copy is slow in a page's
 * loops.
 */
const LETTERS = new Uint8Array(128);
for (const name of ATTRIBUTES)
  LETTERS[name.charCodeAt(0)] = LETTERS[name.toUpperCase().charCodeAt(0)] = 1;

/** Returns whether an attribute may have CSS in it. @param name a value that is not a string may convert to any name */
export const isStyling = (name: unknown) =>
  typeof name !== 'string' || (LETTERS[name.charCodeAt(0)] === 1 && NAMES.has(name.toLowerCase()));

/** The owner of a request of CSS: an element, a style sheet, a rule, or an object that represents several of them. */
export type StyleOwner = object;

/** A `style` element of HTML or SVG. */
export type StyleElement = HTMLStyleElement | SVGStyleElement;

/** The requests of an element or style sheet: the URL, and its ticket or 0. */
const asked: WeakMap<object, Map<string, number>> = frozenMethods(new WeakMap());

/** While the CSS of an element is read: the URLs in it. */
let named: Set<string> | null = null;

/** Owners that have ever had a held URL. */
const held: WeakSet<object> = frozenMethods(new WeakSet());

/** The sheet of each style element that has been judged. */
const sheets: WeakMap<Element, object> = frozenMethods(new WeakMap());

/**
 * Whether markup, or another entry point that is not judged at once, may insert a URL. Before that, no node is checked
 * for CSS.
 */
export let watchesAllCss = false;

/** Checks all nodes from now on. */
export function watchAllCss() {
  if (!watchesAllCss) forgetIrrelevant();
  watchesAllCss = true;
}

/**
 * Returns the text with every held URL in it masked.
 * @param place the owner of the requests
 * @param again is called when one of the URLs may load
 * @param failed is called when one of them ends for the page: after a refusal or a timeout
 */
export function hold(
  text: string,
  place: object,
  base: string,
  again: () => void,
  failed?: () => void,
) {
  const plain = unmasked(text);
  if (!isOfInterest(plain)) return plain;
  return mask(plain, base, (url, kind) => {
    watchAllCss();
    let urls = asked.get(place);
    if (!urls) asked.set(place, (urls = frozenMethods(new Map())));
    named?.add(url);
    const known = urls.get(url);
    const waits = peek(url, kind);
    if (known !== undefined && (known || !waits)) return waits;
    const ticket = ticketFor(url, kind);
    urls.set(url, ticket);
    if (!ticket) return false;
    held.add(place);
    pend(
      ticket,
      orReload(() => (urls.set(url, 0), again())),
      failed,
    );
    return true;
  });
}

/** Same as `hold`, for an element, a style sheet, or the sheet of a rule. */
export function holdIn(text: string, owner: StyleOwner) {
  if (kindOf(owner) === 1)
    return hold(text, owner, baseOf(owner as Element), () => holdDeclarations(owner as Element));
  const sheet = (maybe(sheetOf, owner) ?? owner) as CSSStyleSheet;
  const base =
    maybe(hrefOf, sheet) ?? sheetBases.get(sheet) ?? baseOf(maybe(nodeOf, sheet) ?? document);
  return hold(text, sheet, base, () => holdRules(sheet));
}

/** The base URL of each constructed style sheet: that of its document when it was made. */
export const sheetBases: WeakMap<object, string> = frozenMethods(new WeakMap());

/** Masks or restores each rule of a sheet. A rule that changes is replaced by another rule at the same index. */
export function holdRules(sheet: CSSStyleSheet) {
  const rules = maybe(rulesOf, sheet);
  for (let i = 0, rule; rules && (rule = rules[i]); i += 1) {
    const text = ruleText(rule);
    const next = holdIn(text, sheet);
    const native = found(/^@import/i, text) && unmasked(text) === text;
    if (native) mute(rule as CSSImportRule, next !== text);
    else if (next !== text)
      maybe(() => (insertRule(sheet, next, i), deleteRule(sheet, i + 1)), undefined);
  }
}

/** The page's media query list of each import that does not apply now. */
const muted: WeakMap<CSSImportRule, string> = frozenMethods(new WeakMap());

/**
 * Makes an import apply, or not. The parser has requested its sheet already, and Chromium would wait for it forever if
 * the rule was removed. The browser requests the URLs in the sheet when it applies.
 */
function mute(rule: CSSImportRule, waits: boolean) {
  const before = muted.get(rule);
  if (waits === (before !== undefined)) return;
  const media = mediaOf(rule);
  if (waits) muted.set(rule, mediaText(media));
  else muted.delete(rule);
  setMediaText(media, waits ? 'not all' : before!);
}

/** Holds the requests of an element's attributes, and withdraws those that are no longer in them. */
export function holdDeclarations(element: Element, base: string = baseOf(element)) {
  const kept: Set<string> = frozenMethods(new Set());
  const outer = named; // A request notifies the page's listeners, which may change another element.
  named = kept;
  for (let i = 0; i < ATTRIBUTES.length; i += 1) {
    const value = attributeOf(element, ATTRIBUTES[i]);
    const style = value && !i ? styleOf(element) : undefined;
    const text = style && cssText(style);
    const judge = (it: string) => hold(it, element, base, () => holdDeclarations(element));
    // The page's text is kept, except for its URLs. A policy may have refused it.
    const next = value && text !== value && text !== '' ? judge(value) : value;
    if (next !== value) setAttribute(element, ATTRIBUTES[i], next!);
    if (style) declare(style, judge, text!);
  }
  named = outer;
  forget(element, kept);
}

/**
 * Holds the other URLs in the declarations of an element, which code has set or only the browser finds in the text.
 * @param text the declarations before. A policy that lists a hash of the text refuses it with a masked URL
 */
function declare(style: CSSStyleDeclaration, judge: (text: string) => string, text: string) {
  const now = cssText(style);
  const next = judge(now || text);
  if (next !== now) setCssText(style, next);
}

/**
 * Judges an element again after the page has changed a declaration, and withdraws requests that are no longer in it.
 */
export const review = (owner: StyleOwner) =>
  held.has(owner) && kindOf(owner) === 1 && holdDeclarations(owner as Element);

const styleOf = (element: Element) =>
  maybe(declared[0], element) ?? maybe(declared[1], element) ?? maybe(declared[2], element);

/** Ends the tickets of requests that `place` no longer makes. */
function forget(place: object | undefined, kept?: Set<string>) {
  const urls = held.has(place!) && asked.get(place!);
  if (urls)
    urls.forEach((ticket, url) => {
      if (kept?.has(url)) return;
      urls.delete(url);
      withdraw(ticket);
    });
}

/** Holds the requests of a style element, or of an element with declarations, after its insertion into a document. */
export function holdCss(element: Element) {
  if (!isStyle(element)) return holdDeclarations(element);
  const sheet = maybe(htmlSheet, element) ?? maybe(svgSheet, element);
  const last = sheets.get(element);
  if (last === sheet) return;
  forget(last);
  if (!sheet) return sheets.delete(element);
  sheets.set(element, sheet);
  const text = unmasked(textOf(element));
  if (holdIn(text, sheet) !== text) holdRules(sheet);
}

export const isStyle = (node: unknown): node is StyleElement =>
  kindOf(node) === 1 && localNameOf(node as Element) === 'style';

/**
 * Returns the text with every import masked that must be held. The browser requests an `@import` while parsing it, so it
 * must be held before. Only the browser gets the masked text.
 */
export function withoutImports(text: string, base: string) {
  const plain = unmasked(text);
  const anywhere = found(/\\|\/\*/, plain);
  return mask(plain, base, (url, kind) => (anywhere || kind === STYLE) && peek(url, kind));
}

/** Returns the text with every URL in it masked that would be held, for an element that is not inserted yet. */
export const masked = (text: string, base: string) => mask(unmasked(text), base, peek);

/** Masks held imports in the text of a style element. @param style a style element, or a text in it */
export const maskImports = (style: StyleElement | Text, base: string) =>
  changeText(style, withoutImports(textOf(style), base));

/** Same as `maskImports`, for all URLs, before the style element is inserted. */
export const maskStyle = (style: StyleElement | Text, base: string) =>
  changeText(style, masked(textOf(style), base));

/** @param style a style element, or a text in it */
function changeText(style: StyleElement | Text, next: string) {
  if (next === textOf(style)) return;
  const child = firstChildOf(style);
  // If there is one text node, it stays and its data changes. `style` may be that text node.
  if (child && !nextSiblingOf(child)) setText(child, next);
  else setText(style, next);
}

/**
 * Returns a value that the browser is about to read as CSS, with every held URL in it masked. A value that is not a
 * string is converted here, once.
 * @param owner of the requests
 */
export function judged(value: PageValue, owner: StyleOwner | null | undefined): PageValue {
  if (value === null || !found(/^(?:string|object|function)$/, typeof value)) return value;
  const typed: string | undefined = typeof value === 'string' ? value : maybe(valueText!, value);
  const text = unmasked(typed ?? `${value}`);
  if (!isOfInterest(text)) return text === typed ? value : text;
  const next = owner ? holdIn(text, owner) : text;
  return next === typed ? value : next;
}
