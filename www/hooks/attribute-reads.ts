/**
 * @file Hooks the methods and properties by which the page reads attributes of held elements. It gets the attributes that
 * it has set, from an element and from serialised markup. These hooks do not change the document.
 */

import { hasEverHeld, originalOf, twinOrSelf } from '../requests/held-elements.ts';
import { unmasked } from '../platform/css-urls.ts';
import { hookAccessor, hookMethod } from '../platform/patch.ts';
import {
  NONE,
  apply,
  contentTypeOf,
  documentOf,
  kindOf,
  outerHTMLOf,
} from '../platform/primordials.ts';
import { hasHeldTag, originalMarkup } from '../requests/original-markup.ts';
import { cloneWithTwins } from './clone-node.ts';
import type { Interfaces } from '../platform/page-types.ts';
import type { Realm } from '../platform/primordials.ts';

/** Methods of Element that read attributes. */
const READS = [
  'getAttribute',
  'getAttributeNS',
  'hasAttribute',
  'hasAttributeNS',
  'hasAttributes',
  'getAttributeNames',
  'getAttributeNode',
  'getAttributeNodeNS',
];

/** Interface → properties that reflect an attribute which HTML reads when it prepares the element. */
const REFLECTS = {
  HTMLScriptElement: [
    'type',
    'noModule',
    'async',
    'defer',
    'crossOrigin',
    'integrity',
    'referrerPolicy',
  ],
  HTMLObjectElement: ['type'],
};

export function hookAttributeReads(realm: Realm) {
  const element = realm.Element.prototype;
  for (const name of READS) {
    hookMethod(element, name, (native, self, args) =>
      unmasked(apply(native, twinOrSelf(self), args)),
    );
  }
  for (const [name, properties] of Object.entries(REFLECTS)) {
    for (const property of properties)
      hookReflection((realm as object as Interfaces)[name]!.prototype, property);
  }
  hookAccessor(realm.Attr.prototype, 'ownerElement', (native, self) =>
    originalOf(apply(native, self, NONE)),
  );
  hookSerialisation(realm);
  hookComparison(realm);
}

/** Hooks a property that reads and writes an attribute: both go to the twin while the element is held. */
function hookReflection(proto: object, property: string) {
  hookAccessor(
    proto,
    property,
    (native, self) => apply(native, twinOrSelf(self), NONE),
    (native, self, value) => apply(native, twinOrSelf(self), [value]),
  );
}

function hookSerialisation(realm: Realm) {
  for (const owner of [realm.Element.prototype, realm.ShadowRoot.prototype]) {
    for (const name of ['innerHTML', 'outerHTML'])
      hookAccessor(owner, name, (native, self) =>
        original(self, (node) => apply(native, node, NONE)),
      );
    hookMethod(owner, 'getHTML', (native, self, args) =>
      original(self, () => apply(native, self, args), false),
    );
  }
  hookMethod(realm.XMLSerializer.prototype, 'serializeToString', (native, self, args) => {
    if (args.length === 0) return apply(native, self, args);
    const read = (node: Node) => ((args[0] = node), apply(native, self, args));
    return original(args[0], read, true);
  });
}

/**
 * Returns markup as the page would read it. In XML a tag depends on its ancestors, so that a copy is serialised.
 * @param read serialises a node as the page asked for
 */
function original<N extends Node>(node: N, read: (node: N) => unknown, isXml?: boolean) {
  const markup = read(node) as string;
  if (!hasEverHeld() || !hasHeldTag(markup)) return unmasked(markup);
  isXml ??= contentTypeOf(documentOf(node)!) !== 'text/html';
  return unmasked(isXml ? read(cloneWithTwins(node)) : originalMarkup(markup));
}

/**
 * Hooks the comparison of nodes. Libraries that replace a tag if it differs from the one in the document (react-helmet)
 * would replace a held one at every rendering, and each new one would get a new ticket.
 */
function hookComparison(realm: Realm) {
  hookMethod(realm.Node.prototype, 'isEqualNode', (native, self, args) => {
    if (!hasEverHeld()) return apply(native, self, args);
    if (args.length > 0) args[0] = comparable(args[0]);
    return apply(native, comparable(self), args);
  });
}

/** Returns a node without held elements, or a copy with the page's own attributes. */
const comparable = <N extends Node>(node: N) =>
  kindOf(node) === 1 && !hasHeldTag(outerHTMLOf(node as object as Element))
    ? node
    : cloneWithTwins(node);
