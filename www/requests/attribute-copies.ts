/**
 * @file Copies attributes between a held element and its twin. Some attributes are not copied: the gate has removed them
 * from the element, or gives them another value there, while the twin has them as the page set them.
 */

import {
  attrNamespace,
  attributeNames,
  attributeNodeOf,
  attributeOf,
  found,
  hasAttribute,
  localNameOf,
  maybe,
  removeAttribute,
  setAttribute,
  setAttributeNS,
} from '../platform/primordials.ts';
import { trusted } from '../platform/trusted-types.ts';
import { isLoading, resourceAttributesOf } from './resource-attributes.ts';

/** The names of attributes, as keys. */
type Names = Record<string, unknown>;

/**
 * Gives `element` the attributes of `model`, touching only those that differ.
 * @param but names that stay unchanged
 */
export function copyAttributes(element: Element, model: Element, but: Names = NOTHING) {
  const wanted = attributeNames(model);
  const present = attributeNames(element);
  for (let i = present.length - 1; i >= 0; i -= 1) {
    const name = present[i];
    if (!hasAttribute(model, name) && !isTaken(name, but)) removeAttribute(element, name);
  }
  for (let i = 0; i < wanted.length; i += 1) {
    const name = wanted[i];
    const value = attributeOf(model, name) as string;
    if (attributeOf(element, name) === value || isTaken(name, but)) continue;
    const copy = () => copyAttribute(element, model, name);
    if (but === NOTHING) copy();
    else maybe(copy, null); // A copy is only read: what Trusted Types refuse is missing there, and does not throw.
  }
}

/** Copies an attribute of `model` to `element`. This makes an attribute node, which takes time. */
export function copyAttribute(element: Element, model: Element, name: string) {
  const space = attrNamespace(attributeNodeOf(model, name)!);
  const value = trusted(element, name, attributeOf(model, name) as string);
  // `x-on:click` and `xmlns` may be in no namespace.
  if (space === null && found(/:|^xmlns/, name)) setAttribute(element, name, value);
  else setAttributeNS(element, space, name, value);
}

const NOTHING = Object.freeze(Object.create(null));

/** Returns the attributes that are not copied to a twin; undefined for an element that is never held. */
export function takenAttributes(twin: Element): Names | undefined {
  const name = localNameOf(twin);
  if (name === 'script') return SCRIPT_ATTRIBUTES;
  return found(/^i?frame$/, name) ? FRAME_SOURCES : loadAttributes(twin);
}

/**
 * Attributes that HTML reads once, when it prepares a script. Later writes of the page do not change the script that
 * runs, as with a script that has started. While it is held, only its twin has them as the page knows them.
 */
export const SCRIPT_ATTRIBUTES: Names = {
  __proto__: null,
  type: 1,
  src: 1,
  href: 1,
  async: 1,
  defer: 1,
  nomodule: 1,
  nonce: 1,
  integrity: 1,
  crossorigin: 1,
  referrerpolicy: 1,
  language: 1,
};

/** Attributes that the gate takes from a frame. */
export const FRAME_SOURCES: Names = { __proto__: null, src: 1, srcdoc: 1 };

/** Returns the attributes by which an element loads; undefined for one that loads nothing. */
export function loadAttributes(element: Element): Names | undefined {
  const name = localNameOf(element);
  return isLoading(element, name) ? resourceAttributesOf(name) : undefined;
}

/** Begins the names of attributes that only selectors find. */
export const MIRROR = 'consent-gate-';
const MIRRORED = /^consent-gate-/;

/** Whether an attribute is left out when those of a held element are copied, except for `taken`. */
export const isTaken = (name: string, taken: Names) =>
  taken !== NOTHING && ((name === 'xlink:href' ? 'href' : name) in taken || found(MIRRORED, name));
