/**
 * @file Where CSS comes in without a call of its own: with nodes, in the text of a style element, in markup, by the parser.
 * Which URL of it waits, and what is done to it, is the affair of `requests/css-requests.ts`.
 */

import {
  attributeOf,
  baseOf,
  found,
  hasAttribute,
  hasAttributes,
  isConnected,
  kindOf,
  list,
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
  disarmInstruction,
  isShownInstruction,
  meetInstruction,
} from '../requests/processing-instructions.ts';
import { rememberShadow } from '../shadow/detached-roots.ts';
import {
  ATTRIBUTES,
  arm,
  armed,
  disarmImports,
  disarmStyle,
  isStyle,
  isStyling,
  masked,
  meet,
  meetElement,
  withoutImports,
} from '../requests/css-requests.ts';
import { trustedHTML } from '../platform/trusted-types.ts';
import type { PageValue } from '../platform/types-core.ts';
import type { StyleElement } from '../requests/css-requests.ts';

const STYLED = `style,${ATTRIBUTES.map((name) => `[${name}*="("]`)}`;

/** Found in all markup that has CSS with a URL. The URL may be written with references and escapes. */
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

/** Holds what the CSS of a tree asks for. */
export function meetAll(root: unknown) {
  const all: Element[] = list();
  collect(root, all);
  for (let i = 0; i < all.length; i += 1) meet(all[i]);
}

/**
 * Returns whether an element other than a style element may have CSS that its insertion makes count.
 * @param html whether it is HTML's, which has CSS in no attribute but `style`
 */
export const isStyled = (element: Element, html: boolean) =>
  armed &&
  (html ? hasAttribute(element, 'style') : hasAttributes(element)) &&
  matches(element, STYLED);

/**
 * Returns a function that calls `act`, which inserts nodes, and holds what the CSS among them asks for.
 * @param shadows the shadow roots in what arrives
 * @param into a style element that gets its text by it
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
  const all: Element[] = list();
  for (let i = 0; i < arriving.length; i += 1) {
    if (kindOf(arriving[i]) === undefined) continue;
    if (isStyle(arriving[i])) arm();
    if (armed) collect(arriving[i], all);
  }
  for (let i = 0; armed && i < shadows.length; i += 1) collect(shadows[i], all);
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
  const all: ProcessingInstruction[] = list();
  for (let i = 0; i < arriving.length; i += 1) {
    const found = arrivingInstructions(arriving[i]);
    for (let j = 0; j < found.length; j += 1)
      disarmInstruction((all[all.length] = found[j]), baseOf(place));
  }
  try {
    return act();
  } finally {
    for (let i = 0; i < all.length; i += 1) meetInstruction(all[i]);
  }
}

/**
 * Threat: an insertion can lay out the page before it returns, by a frame among the nodes, a script or a custom element.
 * What its CSS names would load then, so it is held before.
 */
function arrive<T>(place: PageValue, all: Element[], act: () => T): T {
  const live = maybe(isConnected, place);
  for (let i = 0; live && i < all.length; i += 1) {
    if (isStyle(all[i])) disarmStyle(all[i] as StyleElement, baseOf(place));
    else meetElement(all[i], baseOf(place));
  }
  try {
    return act();
  } finally {
    rememberShadow(place);
    for (let i = 0; live && i < all.length; i += 1)
      if (isStyle(all[i]) && isConnected(all[i])) meet(all[i]);
  }
}

/** Returns whether CSS in a tree that is not inserted yet names a URL that has to wait. */
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
 * @param given what is put into it: texts, and nodes with texts
 */
export function rewrite<T>(node: PageValue, given: PageValue, act: (target: PageValue) => T): T {
  const style = styleAt(node);
  if (!style) return isShownInstruction(node) ? changeInstruction(node, act) : act(node);
  const base = baseOf(style);
  const whole = textOf(style);
  // Whoever changes a part of a text may leave anything of it.
  let part: boolean | string = kindOf(node) === 3 ? found(ANY_RULE, whole) : isPart(whole);
  for (let i = 0; i < given.length; i += 1) {
    const isNode = kindOf(given[i]);
    if (!isNode && given[i] !== null) given[i] = converted(given[i]);
    if (typeof given[i] === 'symbol') continue;
    const text = isNode ? textOf(given[i]) : `${given[i]}`;
    part ||= isPart(text) && (whole || given.length > 1);
    if (isNode) disarmImports(given[i], base);
    else {
      const next = withoutImports(text, base);
      if (next !== text) given[i] = trustedHTML(next);
    }
  }
  if (part) return inert(style, () => act(node));
  try {
    return act(node);
  } finally {
    meet(style);
  }
}

const ANY_RULE = /[@\\]/;

/** Returns whether a text may become an `@import` together with another one: rules in front of it make it invalid. */
const isPart = (text: string) => found(ANY_RULE, text) && !found(/\{/, text);

/** Calls `act` while the style element has no sheet, and takes what has to wait out of the text that it then has. */
function inert<T>(style: StyleElement, act: () => T): T {
  const type = attributeOf(style, 'type');
  setAttribute(style, 'type', 'none');
  try {
    return act();
  } finally {
    disarmImports(style, baseOf(style));
    if (type === null) removeAttribute(style, 'type');
    else setAttribute(style, 'type', type);
    meet(style);
  }
}

/** Returns whether markup may have CSS that names a URL, and from then on lets insertions be looked at. */
export function mayStyle(html: unknown) {
  const styled = typeof html !== 'symbol' && found(STYLED_HTML, `${html}`);
  if (styled) arm();
  return styled;
}

/** Holds what an element asks for that the parser has inserted. No event marks the end of a style element's text. */
export function meetParsed(element: Element) {
  if (matches(element, STYLED)) meet(element);
  if (isStyle(element)) open = element;
  if (localNameOf(element) === 'template') arm();
}

/** Holds what the last style element of the parser asks for. Its text may be complete now. */
export const meetOpen = () => open && meet(open);

/**
 * Holds what an element asks for after the page has changed one of its attributes.
 * @param name of the attribute
 */
export function changed(element: unknown, name: string) {
  if (isStyling(name)) maybe(meet, element);
}
