/**
 * @file Where HTML in a string meets the gate. Frames in it load at once. So the native function first reads the string
 * below a detached place of the same kind, in a document without a window. If something there is held, those nodes are
 * inserted, and held, as usual; if not, the native function is called where the page called it.
 */

import { bearAgain } from '../frames/initial-about-blank.ts';
import { started } from '../requests/held-elements.ts';
import { carried } from '../requests/scan-frame.ts';
import { peek } from '../engine/engine.ts';
import { hasShadows, meetShadows, openShadows } from '../shadow/declarative.ts';
import { isEager } from '../platform/engine-family.ts';
import { placeLike } from '../platform/inert-document.ts';
import { IFRAME } from '../platform/constants.ts';
import { loadOf } from '../requests/subresources.ts';
import { meetParsed } from './insertion.ts';
import { meetLoad } from './subresource.ts';
import { holdsStyles, mayStyle, meetAll, rewrite } from './css-entry.ts';
import {
  HTML,
  NONE,
  appendChild,
  baseOf,
  createElementNS,
  createFragment,
  documentOf,
  firstChildOf,
  found,
  htmlOf,
  insertBefore,
  isConnected,
  kindOf,
  localNameOf,
  maybe,
  nextSiblingOf,
  parentOf,
  query,
  removeNode,
  replaceChild,
  replaceChildren,
  setText,
  templateContentOf,
  windowOf,
} from '../platform/primordials.ts';
import { canHide, hideNoscript, showNoscript } from '../platform/noscript.ts';
import { candidates, tagOf } from '../requests/element-request.ts';
import { rememberShadow } from '../shadow/detached-roots.ts';
import { isStyle } from '../requests/css-requests.ts';
import { convertsStrings } from '../platform/trusted-types.ts';
import { forgetQuiet, quietPeriod, rememberQuiet } from '../platform/quiet-trees.ts';
import { insertion, withText } from './around-insertion.ts';
import { LOAD, mayLoad } from '../requests/resource-attributes.ts';
import type { PageValue } from '../platform/types-core.ts';

/** Markup with one of these starts or loads something before the native function comes back. */
const AT_ONCE = isEager
  ? /<(?:i?frame|template|link|feimage|im(?:g|age)|video|\w+:)/i
  : /<(?:i?frame|template|link|feimage|\w+:)/i;

/** The full fragment parser starts the image of such an input while it parses, in a detached element, too. */
const INPUT = /<input/i;
const IMAGE = /image|&#/i;

interface Markup {
  /** The object on which the page called the native function */
  self: PageValue;
  /** The parent of the nodes that it makes */
  place: PageValue;
  /** The node in front of them. Without it, they begin with the first child */
  before?: Node | null;
  /** The node behind them. Without it, they end with the last child */
  after?: Node | null;
  /** Whether it takes the place of what is there */
  replaces?: boolean;
  /** A string or TrustedHTML */
  html: PageValue;
  /** Calls the native function on `target` */
  call: (target: PageValue, html: PageValue) => void;
  /** Whether `<template shadowrootmode>` makes shadow roots */
  declarative?: boolean;
  /** Whether `<noscript>` is text in the page, but is read where it has elements */
  raw?: boolean;
  /** Whether the tags of `<noscript>` are renamed for that */
  hidden?: boolean;
  /** Says whether scripts run, once the native function has read its own */
  options?: { runs: boolean } | null;
}

/** Calls a native function that makes nodes of markup and returns nothing, and holds what they ask for. */
export function around(markup: Markup) {
  const { place } = markup;
  if (isStyle(place)) aroundStyle(markup);
  else withText(() => aroundNodes(markup), place, place)();
}

function aroundNodes(markup: Markup) {
  const { self, place, html, call, options } = markup;
  const styled = mayStyle(html);
  if (typeof html === 'symbol') return call(self, html);
  const text = `${html}`;
  // Threat: a default policy of the page makes a frame of a word, inside the native function.
  const converted = typeof html === 'string' && convertsStrings();
  if (!converted && !styled && !mayLoad(text)) return callPlain(markup);
  forgetQuiet();
  const shadows = markup.declarative === true && hasShadows(text);
  const scripting = needsScripting(place, text);
  const image = found(INPUT, text) && found(IMAGE, text);
  // What is written into a `<noscript>` is text where scripts run, and starts nothing elsewhere.
  const early =
    maybe(localNameOf, place) !== 'noscript' &&
    (image ||
      converted ||
      shadows ||
      styled ||
      found(AT_ONCE, text) ||
      (options && found(/<(?:\w+:)?script/i, text)));
  const hides = scripting && isEager && !converted && !options && canHide(text);
  const like =
    early && (image || options || isEager || maybe(isConnected, place)) && !contentOf(markup)
      ? placeLike(place, scripting && !image && !hides)
      : null;
  markup.raw = scripting && image;
  markup.hidden = hides;
  // Nothing that the page can notice happens twice: its policy, its options, or an image that loads.
  const once = converted || shadows || options || (like && windowOf(documentOf(like)));
  if (!like || !aside(markup, like, shadows, Boolean(once))) beside(markup, styled, shadows);
}

/** Calls the native function with markup of which nothing starts. */
function callPlain({ self, place, replaces, html, call }: Markup) {
  const since = quietPeriod();
  call(self, html);
  if (replaces && self === place && since === quietPeriod()) rememberQuiet(place);
}

/**
 * What a template carries, where the call fills that. `insertAdjacentHTML` and `outerHTML` make children of the template.
 */
const contentOf = ({ self, place, replaces }: Markup) =>
  replaces && self === place ? maybe(templateContentOf, place) : undefined;

/** `<noscript>` is text in a page that runs scripts, and elements elsewhere. */
const needsScripting = (place: unknown, text: string) =>
  found(/<noscript/i, text) && maybe((it: Element) => windowOf(documentOf(it)), place) != null;

function aroundStyle({ self, place, html, call }: Markup) {
  const given = [html];
  return rewrite(place, given, () => call(self, given[0]));
}

/**
 * Calls the native function on a place where nothing starts, and inserts what it has made.
 * @param shadows whether there may be declarative shadow roots
 * @param once whether it may not be called a second time
 * @returns false if nothing in there is held, so that the page's own call can be made
 */
function aside(markup: Markup, like: PageValue, shadows: boolean, once: boolean): boolean {
  const { self, place, html, options } = markup;
  const target =
    self === place ? like : appendChild(like, createElementNS(documentOf(like), HTML, 'i'));
  makeIn(
    markup.hidden ? { ...markup, html: hideNoscript(`${html}`) } : markup,
    target,
    like,
    shadows,
  );
  if (target !== like) removeNode(target);
  if (markup.hidden && !showNoscript(like)) return false;
  const texts = markup.raw && !markup.hidden ? query(like, 'noscript') : NONE;
  for (let i = 0; i < texts.length; i += 1) setText(texts[i], htmlOf(texts[i]));
  if (!options?.runs) markScripts(like);
  const base = baseOf(place);
  if (!once && !holdsStyles(like, base) && !holdsFrame(like, base)) return false;
  const fragment = createFragment(documentOf(isEager ? like : place));
  for (let child = firstChildOf(like); child; child = firstChildOf(like))
    appendChild(fragment, child);
  insertion(place, [fragment], () => insert(markup, fragment));
  return true;
}

/** @param root of what is made */
function makeIn({ html, call }: Markup, target: PageValue, root: PageValue, shadows: boolean) {
  if (!shadows) return call(target, html);
  const opened = openShadows(html);
  call(target, opened);
  meetShadows(root, html, opened);
}

function insert({ self, place, after, replaces }: Markup, fragment: DocumentFragment) {
  if (!replaces) insertBefore(place, fragment, after && parentOf(after) === place ? after : null);
  else if (self === place) replaceChildren(place, fragment);
  else replaceChild(place, fragment, self);
}

function holdsFrame(root: ParentNode, base: string): boolean {
  const elements = candidates(root) ?? NONE;
  for (let i = 0; i < elements.length; i += 1) {
    const tag = tagOf(elements[i]);
    if (tag === LOAD && loadOf(elements[i], base)?.held) return true;
    const url = tag === 'iframe' || tag === 'frame' ? carried(elements[i], tag, base) : null;
    if (url !== null && peek(url, IFRAME)) return true;
  }
  return false;
}

/** Notes scripts that never run, so that they are not held later. */
function markScripts(root: ParentNode) {
  const scripts = query(root, 'script');
  for (let i = 0; i < scripts.length; i += 1) started.add(scripts[i]);
}

/**
 * Lets the native function put its nodes where they belong, and meets them there.
 * @param styled whether there may be CSS among them
 */
function beside(markup: Markup, styled: boolean, shadows: boolean) {
  const { self, place, before, after } = markup;
  if (kindOf(place) === undefined) return markup.call(self, markup.html);
  const root = contentOf(markup) ?? place;
  makeIn(markup, self, root, shadows);
  let relevant = styled;
  let node: Node | null = before ? nextSiblingOf(before) : firstChildOf(root);
  for (; node && node !== after; node = nextSiblingOf(node))
    if (kindOf(node) === 1) relevant = arrived(node as Element, styled) || relevant;
  if (relevant) rememberShadow(root);
}

/** Returns whether something in an element can start or load, after it was met. */
function arrived(node: Element, styled: boolean): boolean {
  if (styled) meetAll(node);
  const elements = candidates(node);
  if (!elements) return false;
  const live = isConnected(node);
  for (let i = 0; i < elements.length; i += 1) {
    if (tagOf(elements[i]) === 'script') started.add(elements[i]);
    (live ? meetParsed : meetLoad)(elements[i]);
    if (live) bearAgain(elements[i]);
  }
  return true;
}
