/**
 * @file Entry points of CSS that have no method for CSS: inserted nodes, the text of a style element, markup, and the
 * parser. `requests/css-requests.ts` decides which URLs are held, and how.
 */

import {
  attributeOf,
  baseOf,
  found,
  hasAttribute,
  hasAttributes,
  isConnected,
  kindOf,
  nullProtoArray,
  localNameOf,
  matches,
  maybe,
  parentOf,
  query,
  removeAttribute,
  setAttribute,
  textOf,
} from '../platform/primordials.ts';
import { converted } from '../platform/webidl.ts';
import {
  arrivingInstructions,
  changeInstruction,
  neutralizeInstruction,
  isShownInstruction,
  interceptInstruction,
} from '../requests/processing-instructions.ts';
import { rememberShadow } from '../shadow/detached-roots.ts';
import {
  ATTRIBUTES,
  watchAllCss,
  watchesAllCss,
  maskImports,
  maskStyle,
  isStyle,
  isStyling,
  masked,
  holdCss,
  holdDeclarations,
  withoutImports,
} from '../requests/css-requests.ts';
import { trustedHTML } from '../platform/trusted-types.ts';
import type { PageValue } from '../platform/types-core.ts';
import type { StyleElement } from '../requests/css-requests.ts';

const STYLED = `style,${ATTRIBUTES.map((name) => `[${name}*="("]`)}`;

/** Matches all markup that has CSS with a URL. The URL may be written with character references and escapes. */
const STYLED_HTML = /<style|(?:url|set)(?:\(|&)|\\|&#/i;

/** The style element that the parser may still be adding to. */
let open: Element | null = null;

/** Adds the elements of a tree that have CSS, the root included. */
function collect(root: unknown, into: Element[]) {
  const type = kindOf(root);
  if (type === 1 && matches(root as Element, STYLED)) into[into.length] = root as Element;
  const inside = type === 1 || type === 9 || type === 11 ? query(root as ParentNode, STYLED) : [];
  for (let i = 0; i < inside.length; i += 1) into[into.length] = inside[i];
}

/** Holds the requests of the CSS in a tree. */
export function holdCssIn(root: unknown) {
  const all: Element[] = nullProtoArray();
  collect(root, all);
  for (let i = 0; i < all.length; i += 1) holdCss(all[i]);
}

/**
 * Returns whether an element may have CSS that takes effect when it is inserted. Style elements do not count.
 * @param html whether it is in the HTML namespace, where only the attribute `style` has CSS
 */
export const isStyled = (element: Element, html: boolean) =>
  watchesAllCss &&
  (html ? hasAttribute(element, 'style') : hasAttributes(element)) &&
  matches(element, STYLED);

/**
 * Returns a function that calls `act`, which inserts nodes, and holds the requests of their CSS.
 * @param shadows the shadow roots in the arriving nodes
 * @param into the style element whose text `act` sets
 */
export function withStyles<T>(
  place: PageValue,
  arriving: ArrayLike<PageValue>,
  shadows: ShadowRoot[],
  act: () => T,
  into?: unknown,
): () => T {
  if (styleAt(place)) return () => rewrite(place, arriving, act);
  if (into !== place && isStyle(into)) return () => inert(into, act);
  const all: Element[] = nullProtoArray();
  for (let i = 0; i < arriving.length; i += 1) {
    if (kindOf(arriving[i]) === undefined) continue;
    if (isStyle(arriving[i])) watchAllCss();
    if (watchesAllCss) collect(arriving[i], all);
  }
  for (let i = 0; watchesAllCss && i < shadows.length; i += 1) collect(shadows[i], all);
  const styled = all.length === 0 ? act : () => arrive(place, all, act);
  return isInDocument(place) ? () => withInstructions(place, arriving, styled) : styled;
}

/** Returns whether a node is a document or a child of one. */
function isInDocument(place: unknown) {
  const kind = kindOf(place);
  return kind === 9 || (kind !== undefined && kindOf(parentOf(place as Node)) === 9);
}

/** Calls `act`, which inserts nodes among the children of a document or of one of them. */
function withInstructions<T>(place: Node, arriving: ArrayLike<unknown>, act: () => T): T {
  const all: ProcessingInstruction[] = nullProtoArray();
  for (let i = 0; i < arriving.length; i += 1) {
    const found = arrivingInstructions(arriving[i]);
    for (let j = 0; j < found.length; j += 1)
      neutralizeInstruction((all[all.length] = found[j]), baseOf(place));
  }
  try {
    return act();
  } finally {
    for (let i = 0; i < all.length; i += 1) interceptInstruction(all[i]);
  }
}

/**
 * Threat: an insertion can make the browser lay out the page before it returns: with a frame, a script or a custom
 * element among the nodes. The URLs in their CSS would load then, so they are held before.
 */
function arrive<T>(place: PageValue, all: Element[], act: () => T): T {
  const live = maybe(isConnected, place);
  for (let i = 0; live && i < all.length; i += 1) {
    if (isStyle(all[i])) maskStyle(all[i] as StyleElement, baseOf(place));
    else holdDeclarations(all[i], baseOf(place));
  }
  try {
    return act();
  } finally {
    rememberShadow(place);
    for (let i = 0; live && i < all.length; i += 1)
      if (isStyle(all[i]) && isConnected(all[i])) holdCss(all[i]);
  }
}

/** Returns whether CSS in a tree that is not inserted yet has a URL that must be held. */
export function holdsStyles(root: ParentNode, base: string) {
  const all = query(root, STYLED);
  for (let i = 0; i < all.length; i += 1) {
    if (isStyle(all[i]) && isMasked(textOf(all[i]), base)) return true;
    for (let j = 0; j < ATTRIBUTES.length; j += 1)
      if (isMasked(attributeOf(all[i], ATTRIBUTES[j]) ?? '', base)) return true;
  }
  return false;
}

const isMasked = (text: string, base: string) => masked(text, base) !== text;

/** Returns the style element that a node is, or is a child of. */
const styleAt = (node: unknown) => (isStyle(node) ? node : maybe(parentStyle, node));

function parentStyle(node: Node) {
  const parent = parentOf(node);
  return isStyle(parent) ? parent : undefined;
}

/**
 * Calls `act`, which may change the text of a style element, or of a part of it.
 * @param given the texts, and nodes with texts, that `act` puts into it
 */
export function rewrite<T>(node: PageValue, given: PageValue, act: (target: PageValue) => T): T {
  const style = styleAt(node);
  if (!style) return isShownInstruction(node) ? changeInstruction(node, act) : act(node);
  const base = baseOf(style);
  const whole = textOf(style);
  // A change of one part of the text may leave any part of the rest.
  let part: boolean | string = kindOf(node) === 3 ? found(ANY_RULE, whole) : isPart(whole);
  for (let i = 0; i < given.length; i += 1) {
    const isNode = kindOf(given[i]);
    if (!isNode && given[i] !== null) given[i] = converted(given[i]);
    if (typeof given[i] === 'symbol') continue;
    const text = isNode ? textOf(given[i]) : `${given[i]}`;
    part ||= isPart(text) && (whole || given.length > 1);
    if (isNode) maskImports(given[i], base);
    else {
      const next = withoutImports(text, base);
      if (next !== text) given[i] = trustedHTML(next);
    }
  }
  if (part) return inert(style, () => act(node));
  try {
    return act(node);
  } finally {
    holdCss(style);
  }
}

const ANY_RULE = /[@\\]/;

/**
 * Returns whether a text may become an `@import` together with another text. A rule in front of an `@import` makes it
 * invalid.
 */
const isPart = (text: string) => found(ANY_RULE, text) && !found(/\{/, text);

/** Calls `act` while the style element has no style sheet, and then removes held imports from its text. */
function inert<T>(style: StyleElement, act: () => T): T {
  const type = attributeOf(style, 'type');
  setAttribute(style, 'type', 'none');
  try {
    return act();
  } finally {
    maskImports(style, baseOf(style));
    if (type === null) removeAttribute(style, 'type');
    else setAttribute(style, 'type', type);
    holdCss(style);
  }
}

/** Returns whether markup may have CSS with a URL. If so, later insertions are checked for CSS. */
export function mayStyle(html: unknown) {
  const styled = typeof html !== 'symbol' && found(STYLED_HTML, `${html}`);
  if (styled) watchAllCss();
  return styled;
}

/**
 * Holds the requests of the CSS of an element that the parser has inserted. No event marks the end of a style element's
 * text.
 */
export function holdParsedCss(element: Element) {
  if (matches(element, STYLED)) holdCss(element);
  if (isStyle(element)) open = element;
  if (localNameOf(element) === 'template') watchAllCss();
}

/** Holds the requests of the parser's last style element. Its text may be complete now. */
export const holdOpenStyle = () => open && holdCss(open);

/**
 * Holds the requests of an element's CSS after the page has changed one of its attributes.
 * @param name of the attribute
 */
export function changed(element: unknown, name: string) {
  if (isStyling(name)) maybe(holdCss, element);
}
