/**
 * @file Fast path for insertions and changes in the loops of pages: decides that a node is irrelevant. An irrelevant node does not
 * start or load anything, and its text is not CSS. It reads `nodeName`, which is faster than the local name, the
 * namespace and the type.
 */

import { isStyled } from './css-entry.ts';
import { isEager } from '../platform/engine-family.ts';
import {
  forgetIrrelevant,
  isKnownIrrelevant,
  irrelevancePeriod,
  rememberIrrelevant,
} from '../platform/irrelevant-trees.ts';
import {
  documentOf,
  firstElementChild,
  found,
  fragmentFirstElementChild,
  hasAttribute,
  isConnected,
  kindOf,
  nextElementSibling,
  nodeNameOf,
  frozenMethods,
  parentOf,
  rootOf,
  toLowerCase,
} from '../platform/primordials.ts';
import { isShadowHost } from '../shadow/detached-roots.ts';
import { MARK } from '../requests/inert-mark.ts';
import { resourceAttributesOf } from '../requests/resource-attributes.ts';
import type { PageValue } from '../platform/types-core.ts';
import type { Attributes } from '../requests/subresources.ts';

const ELEMENT = 1;
const TEXT = 2;
const FRAGMENT = 3;
/** An element that is not in the HTML namespace, or is in an XML document. */
const FOREIGN = 4;

/**
 * Result by `nodeName`: one of the constants, or 0 if such a node may start something. For an HTML element that loads
 * something by an attribute, it is the element's shape.
 */
const known: Map<string, number | Attributes> = frozenMethods(
  new Map([
    ['#text', TEXT],
    ['#comment', TEXT],
    ['#document-fragment', FRAGMENT],
  ]),
);

/**
 * Returns the entry of `known` for a node.
 * @param node not an attribute, whose name the page chooses
 * @throws for a value that is not a node
 */
function relevance(node: PageValue): number | Attributes {
  const name = nodeNameOf(node);
  return known.get(name) ?? judge(name);
}

function judge(name: string) {
  const lower = toLowerCase(name);
  const shape = resourceAttributesOf(name) ?? resourceAttributesOf(lower);
  const foreign = found(/[a-z]/, name);
  const busy =
    found(/^(?:script|i?frame|(?:xml-)?style(?:sheet)?|object|embed)$|[:#]/, lower) ||
    (foreign && shape !== undefined);
  const quiet = busy ? 0 : foreign ? FOREIGN : (shape ?? ELEMENT);
  known.set(name, quiet);
  return quiet;
}

/** Returns whether nothing can start or load when `node` is inserted into `place`. */
export const isIrrelevantInsertion = (place: PageValue, node: PageValue) =>
  isIrrelevantPlace(place) && isIrrelevantArrival(place, node);

/** Same as `isIrrelevantInsertion` for a place that is known to be irrelevant. A value that is not a node takes the slow path. */
export function isIrrelevantArrival(place: PageValue, node: PageValue) {
  try {
    const quiet = relevanceAlone(node);
    if (quiet === 0) return false;
    const child = firstChildOf(node, quiet);
    if (child === null || isKnownIrrelevant(node)) return true;
    if (quiet === FRAGMENT || !isApart(place, node)) return areIrrelevant(child);
    forgetIrrelevant();
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns whether `copy`, which was made of `original` since the period `since`, is as irrelevant as `original`. It checks
 * the original: a check of a new tree takes longer than copying it.
 */
export function isIrrelevantCopy(original: PageValue, copy: PageValue, since: number) {
  try {
    const quiet = since === irrelevancePeriod() ? relevanceAlone(copy) : 0;
    if (quiet === 0) return false;
    if (!isKnownIrrelevant(original)) {
      if (firstChildOf(copy, quiet) === null) return true;
      if (!isIrrelevant(original)) return false;
      rememberIrrelevant(original);
    }
    rememberIrrelevant(copy);
    return true;
  } catch {
    return false;
  }
}

function isIrrelevant(node: PageValue): boolean {
  const quiet = relevanceAlone(node);
  return quiet !== 0 && (isKnownIrrelevant(node) || areIrrelevant(firstChildOf(node, quiet)));
}

function areIrrelevant(child: Element | null) {
  for (; child !== null; child = nextElementSibling(child)) if (!isIrrelevant(child)) return false;
  return true;
}

/** Returns the entry of `known` for a node, regardless of its children; 0 if the node may start or load something. */
function relevanceAlone(node: PageValue) {
  const quiet = relevance(node);
  return quiet === TEXT || quiet === FRAGMENT || !isBusy(node, quiet) ? quiet : 0;
}

/** Returns the first child element of a node with the given entry of `known`. */
function firstChildOf(node: PageValue, quiet: number | Attributes): Element | null {
  if (quiet === TEXT) return null;
  return quiet === FRAGMENT ? fragmentFirstElementChild(node) : firstElementChild(node);
}

/**
 * Returns whether no child of `node` starts when it is inserted into `place`: `place` is in no document and no shadow
 * tree. Nodes from another document may load there. `node` may start something: an image does when it gets a `source`
 * as a sibling.
 */
const isApart = (place: PageValue, node: PageValue) =>
  !isEager &&
  !isConnected(place) &&
  documentOf(place) === documentOf(node) &&
  relevance(rootOf(place)) !== FRAGMENT;

function isBusy(element: Element, quiet: number | Attributes) {
  if (quiet === 0) return true;
  if (typeof quiet === 'object') {
    for (const attribute in quiet) if (hasAttribute(element, attribute)) return true;
    if (hasAttribute(element, MARK)) return true;
  }
  return isStyled(element, quiet !== FOREIGN) || isShadowHost(element);
}

/**
 * Returns whether a child of `place` may change without starting anything: `place` is not a script, a style element or
 * a document. A child of a document may be a processing instruction that loads a style sheet.
 */
export function isIrrelevantPlace(place: PageValue) {
  try {
    return relevance(place) !== 0;
  } catch {
    return false;
  }
}

/**
 * Returns whether setting the text of `node` starts nothing. An attribute has text as well, and the page chooses its
 * name.
 */
export function hasIrrelevantText(node: PageValue) {
  try {
    const quiet = relevance(node);
    if (quiet === 0 || kindOf(node) === 2) return false;
    if (quiet !== TEXT) return true;
    const parent = parentOf(node);
    return parent === null || isIrrelevantPlace(parent);
  } catch {
    return false;
  }
}

/** Returns whether an attribute of this name has no effect on the element except by its CSS. */
export function isIrrelevantAttribute(element: PageValue, name: string) {
  try {
    const quiet = relevance(element);
    if (typeof quiet !== 'object') return quiet === ELEMENT || quiet === FOREIGN;
    const lower = toLowerCase(name);
    return !(lower in quiet || found(/^on|^rel$|:/, lower));
  } catch {
    return false;
  }
}
