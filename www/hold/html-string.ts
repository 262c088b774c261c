/**
 * @file Holds requests of HTML in a string. Frames in it load before the native call returns. So the native function
 * first parses the string in a detached place of the same kind, in a document without a window. If something there is
 * held, those nodes are inserted, and held, as usual. If not, the native function is called where the page called it.
 */

import { swapParsed } from '../frames/initial-about-blank.ts';
import { started } from '../requests/held-elements.ts';
import { carried } from '../requests/scan-frame.ts';
import { peek } from '../engine/engine.ts';
import { hasShadows, rememberDeclared, openShadows } from '../shadow/declarative.ts';
import { isEager } from '../platform/engine-family.ts';
import { RAW } from './document-write/parser-model.ts';
import { placeLike } from '../platform/inert-document.ts';
import { IFRAME } from '../platform/constants.ts';
import { loadOf } from '../requests/subresources.ts';
import { interceptParsed } from './insertion.ts';
import { interceptLoad } from './subresource.ts';
import { holdsStyles, mayStyle, holdCssIn, rewrite } from './css-entry.ts';
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
import {
  forgetIrrelevant,
  irrelevancePeriod,
  rememberIrrelevant,
} from '../platform/irrelevant-trees.ts';
import { insertion, withText } from './around-insertion.ts';
import { LOAD, mayLoad } from '../requests/resource-attributes.ts';
import type { PageValue } from '../platform/types-core.ts';

/** Matches markup that starts or loads something before the native function returns. */
const AT_ONCE = isEager
  ? /<(?:i?frame|template|link|feimage|im(?:g|age)|video|\w+:)/i
  : /<(?:i?frame|template|link|feimage|\w+:)/i;

/** The fragment parser of the browser loads the image of such an input while it parses, in a detached element, too. */
const INPUT = /<input/i;
const IMAGE = /image|&#/i;

interface Markup {
  /** The object on which the page called the native function */
  self: PageValue;
  /** The parent of the nodes that it makes */
  place: PageValue;
  /** The node before them. Without it, they begin with the first child */
  before?: Node | null;
  /** The node after them. Without it, they end with the last child */
  after?: Node | null;
  /** Whether the new nodes replace the present ones */
  replaces?: boolean;
  /** A string or TrustedHTML */
  html: PageValue;
  /** Calls the native function on `target` */
  call: (target: PageValue, html: PageValue) => void;
  /** Whether `<template shadowrootmode>` makes shadow roots */
  declarative?: boolean;
  /** Whether `<noscript>` is text in the page, but contains elements in the detached place */
  raw?: boolean;
  /** Whether the tags of `<noscript>` are renamed for that reason */
  hidden?: boolean;
  /** `runs` says whether scripts run. It is set as soon as the native function has read its options */
  options?: { runs: boolean } | null;
}

/** Calls a native function that makes nodes of markup and returns nothing, and holds the requests of these nodes. */
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
  // Threat: the page's default Trusted Types policy may turn a word into a frame, inside the native function.
  const converted = typeof html === 'string' && convertsStrings();
  if (!converted && !styled && !mayLoad(text)) return callPlain(markup);
  forgetIrrelevant();
  const shadows =
    markup.declarative === true && hasShadows(text) && !found(RAW, maybe(localNameOf, place) ?? '');
  const scripting = needsScripting(place, text);
  const image = found(INPUT, text) && found(IMAGE, text);
  // Content of a `<noscript>` is text where scripts run, and starts nothing elsewhere.
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
  // A second call must not repeat an effect that the page can notice: its policy, reads of its options, or an image
  // that loads.
  const once = converted || shadows || options || (like && windowOf(documentOf(like)));
  if (!like || !aside(markup, like, shadows, Boolean(once))) beside(markup, styled, shadows);
}

/** Calls the native function with markup that starts nothing. */
function callPlain({ self, place, replaces, html, call }: Markup) {
  const since = irrelevancePeriod();
  call(self, html);
  if (replaces && self === place && since === irrelevancePeriod()) rememberIrrelevant(place);
}

/**
 * Returns the content of a template if the call sets that content. `insertAdjacentHTML` and `outerHTML` make children
 * of the template.
 */
const contentOf = ({ self, place, replaces }: Markup) =>
  replaces && self === place ? maybe(templateContentOf, place) : undefined;

/**
 * Returns whether the markup has a `<noscript>` and `place` is in a page that runs scripts. There its content is text,
 * elsewhere elements.
 */
const needsScripting = (place: unknown, text: string) =>
  found(/<noscript/i, text) && maybe((it: Element) => windowOf(documentOf(it)), place) != null;

function aroundStyle({ self, place, html, call }: Markup) {
  const given = [html];
  return rewrite(place, given, () => call(self, given[0]));
}

/**
 * Calls the native function on a place where nothing starts, and inserts the nodes that it has made.
 * @param shadows whether there may be declarative shadow roots
 * @param once whether it must not be called a second time
 * @returns false if nothing in there is held, so that the page's call can be made natively
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

/** @param root the root of the tree in which the nodes are made */
function makeIn({ html, call }: Markup, target: PageValue, root: PageValue, shadows: boolean) {
  if (!shadows) return call(target, html);
  const opened = openShadows(html);
  call(target, opened);
  rememberDeclared(root, html, opened);
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

/** Marks scripts that never run as started, so that they are not held later. */
function markScripts(root: ParentNode) {
  const scripts = query(root, 'script');
  for (let i = 0; i < scripts.length; i += 1) started.add(scripts[i]);
}

/**
 * Lets the native function insert its nodes in the page, and holds their requests there.
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

/** Holds the requests in an inserted element. @returns whether something in it can start or load */
function arrived(node: Element, styled: boolean): boolean {
  if (styled) holdCssIn(node);
  const elements = candidates(node);
  if (!elements) return false;
  const live = isConnected(node);
  for (let i = 0; i < elements.length; i += 1) {
    if (tagOf(elements[i]) === 'script') started.add(elements[i]);
    (live ? interceptParsed : interceptLoad)(elements[i]);
    if (live) swapParsed(elements[i]);
  }
  return true;
}
