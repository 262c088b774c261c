/**
 * @file Lets selectors such as `iframe[src*=youtube]` match a held element by its source. Under another name, the
 * element has a copy of each attribute that was removed. The page's reads of attributes do not show the copy.
 */

import { MIRROR } from './attribute-copies.ts';
import { isHeld, twinOrSelf } from './held-elements.ts';
import { converted } from '../platform/webidl.ts';
import { hookMethod } from '../platform/patch.ts';
import {
  apply,
  attributeOf,
  documentOf,
  indexOf,
  localNameOf,
  frozenMethods,
  removeAttribute,
  replaced,
  setAttribute,
  slice,
  windowOf,
} from '../platform/primordials.ts';
import { resourceAttributesOf } from './resource-attributes.ts';
import type { Native, PageValue, Realm } from '../platform/types-core.ts';

/** Windows whose selectors are hooked. */
const answering: WeakSet<object> = frozenMethods(new WeakSet());

/** The attributes of a frame that are copied. */
const FRAME = { src: 1 };

/**
 * Gives an element the copies that selectors match.
 * @param model has the removed attributes; null if they were restored
 */
export function mirror(
  element: Element,
  model: Element | null = isHeld(element) ? twinOrSelf(element) : null,
) {
  const realm = windowOf(documentOf(element));
  if (realm && !answering.has(realm)) answer(realm);
  for (const name in resourceAttributesOf(localNameOf(element)) ?? FRAME) {
    const value = model && attributeOf(model, name);
    if (value === null) removeAttribute(element, MIRROR + name);
    else setAttribute(element, MIRROR + name, value);
  }
}

/** The methods of each interface that take a selector. */
const METHODS = {
  Element: ['matches', 'webkitMatchesSelector', 'closest', 'querySelector', 'querySelectorAll'],
  Document: ['querySelector', 'querySelectorAll'],
  DocumentFragment: ['querySelector', 'querySelectorAll'],
};

/** Hooks the methods of a window. A page that holds nothing keeps the native methods. */
function answer(realm: Realm) {
  answering.add(realm);
  for (const [name, methods] of Object.entries(METHODS) as [keyof typeof METHODS, string[]][])
    for (const method of methods)
      hookMethod(realm[name].prototype as object, method, select, isIrrelevant);
}

const isIrrelevant = (_: unknown, selector: PageValue) =>
  typeof selector === 'string' && indexOf(selector, '[') < 0;

function select(native: Native<object, PageValue[], unknown>, self: object, args: PageValue[]) {
  if (args.length === 0) return apply(native, self, args);
  args[0] = converted(args[0]);
  const wide = typeof args[0] === 'string' ? widened(args[0]) : args[0];
  if (wide === args[0]) return apply(native, self, args);
  try {
    return apply(native, self, [wide]);
  } catch {
    return apply(native, self, args); // The native function throws the error of the page's selector.
  }
}

/** Matches a string, or an attribute selector for a source. Its first group is the attribute. */
const BY_SOURCE =
  /"[^"]*"|'[^']*'|\[\s*(src|srcset|href|poster|data)\s*(?:[~|^$*]?=\s*(?:"[^"]*"|'[^']*'|[^[\]\s"']*)\s*(?:[is]\s*)?)?\]/gi;

/** Returns a selector that also matches elements by the copies. */
const widened = (selector: string) =>
  replaced(BY_SOURCE, selector, ({ 0: all, 1: name }) => {
    if (!name) return all;
    const copy = MIRROR + slice(all, indexOf(all, name));
    // `:is()` ignores an invalid selector, but the page's invalid selector must throw.
    return `:not(:not(${all}):not([${copy}),[${MIRROR + name}]:not([${copy}))`;
  });
