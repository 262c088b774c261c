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

const STYLED = `style,${ATTRIBUTES.map((name) => `[${name}*="("]`)}`;

/** Markup without any of these has no CSS that names a URL; it may be written with references and escapes. */
const STYLED_HTML = /<style|(?:url|set)(?:\(|&)|\\|&#/i;

/** The style element that the parser may still be adding to. */
let open: any = null;

/** Everything in a tree that has CSS, its root included. */
function collect(root: any, into: any[]) {
  const type = kindOf(root);
  if (type === 1 && matches(root, STYLED)) into[into.length] = root;
  const inside = type === 1 || type === 9 || type === 11 ? query(root, STYLED) : [];
  for (let i = 0; i < inside.length; i += 1) into[into.length] = inside[i];
}

export function meetAll(root: any) {
  const all = list();
  collect(root, all);
  for (let i = 0; i < all.length; i += 1) meet(all[i]);
}

/**
 * Returns whether an element other than a style element may have CSS that its insertion makes count.
 * @param html whether it is HTML's, which has CSS in no attribute but `style`
 */
export const isStyled = (element: any, html: boolean) =>
  armed &&
  (html ? hasAttribute(element, 'style') : hasAttributes(element)) &&
  matches(element, STYLED);

/**
 * What inserts nodes, with the gate behind it where CSS is among them.
 * @param shadows the shadow roots in what arrives
 * @param into a style element that gets its text by it
 */
export function withStyles<T>(
  place: any,
  arriving: ArrayLike<any>,
  shadows: ShadowRoot[],
  act: () => T,
  into?: any,
): () => T {
  if (styleAt(place)) return () => rewrite(place, arriving, act);
  if (into !== place && isStyle(into)) return () => inert(into, act);
  const all = list();
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
function isInDocument(place: any) {
  const kind = kindOf(place);
  return kind === 9 || (kind !== undefined && kindOf(parentOf(place)) === 9);
}

/** Calls `act`, which inserts nodes among the children of a document or of one of them. */
function withInstructions<T>(place: any, arriving: ArrayLike<any>, act: () => T): T {
  const all = list();
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
function arrive(place: any, all: any[], act: () => any) {
  const live = maybe(isConnected, place);
  for (let i = 0; live && i < all.length; i += 1) {
    if (isStyle(all[i])) disarmStyle(all[i], baseOf(place));
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
export function holdsStyles(root: any, base: string) {
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
const styleAt = (node: any) => (isStyle(node) ? node : maybe(parentStyle, node));

function parentStyle(node: any) {
  const parent = parentOf(node);
  return isStyle(parent) ? parent : undefined;
}

/**
 * Calls `act`, by which the text of a style element, or of a part of it, may become another one.
 * @param given what is put into it: texts, and nodes with texts
 */
export function rewrite(node: any, given: any, act: (target: any) => any): any {
  const style = styleAt(node);
  if (!style) return isShownInstruction(node) ? changeInstruction(node, act) : act(node);
  const base = baseOf(style);
  const whole = textOf(style);
  // Whoever changes a part of a text may leave anything of it.
  let part = kindOf(node) === 3 ? found(ANY_RULE, whole) : isPart(whole);
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
function inert<T>(style: any, act: () => T): T {
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

/** Whether markup may bring in CSS that names a URL, now or when what is made of it is inserted. */
export function mayStyle(html: any) {
  const styled = typeof html !== 'symbol' && found(STYLED_HTML, `${html}`);
  if (styled) arm();
  return styled;
}

/** The parser has inserted an element. The text of a style element may come later, and its end tells nobody. */
export function meetParsed(element: any) {
  if (matches(element, STYLED)) meet(element);
  if (isStyle(element)) open = element;
  if (localNameOf(element) === 'template') arm();
}

/** What the parser has inserted before may be whole now. */
export const meetOpen = () => open && meet(open);

/** @param name of an attribute that the page has changed */
export function changed(element: any, name: string) {
  if (isStyling(name)) maybe(meet, element);
}
