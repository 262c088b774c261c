/**
 * @file Hooks that let the page read its own attributes of held elements: on the element, and in the serialisation of
 * the markup around it. They do not change the document.
 */

import { heldBefore, masterOf, seen } from '../requests/held-elements.ts';
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
import { cloneSeen } from './clone-node.ts';
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

export function hookLooks(realm: Realm) {
  const element = realm.Element.prototype;
  for (const name of READS) {
    hookMethod(element, name, (native, self, args) => unmasked(apply(native, seen(self), args)));
  }
  for (const [name, properties] of Object.entries(REFLECTS)) {
    for (const property of properties)
      hookReflection((realm as object as Interfaces)[name]!.prototype, property);
  }
  hookAccessor(realm.Attr.prototype, 'ownerElement', (native, self) =>
    masterOf(apply(native, self, NONE)),
  );
  hookSerialisation(realm);
  hookComparison(realm);
}

/** Hooks a property that reads and writes an attribute: both go to the twin while the element is held. */
function hookReflection(proto: object, property: string) {
  hookAccessor(
    proto,
    property,
    (native, self) => apply(native, seen(self), NONE),
    (native, self, value) => apply(native, seen(self), [value]),
  );
}

function hookSerialisation(realm: Realm) {
  for (const owner of [realm.Element.prototype, realm.ShadowRoot.prototype]) {
    for (const name of ['innerHTML', 'outerHTML']) {
      hookAccessor(owner, name, (native, self) => {
        const read = (node: Node): string => apply(native, node, NONE);
        const markup = read(self);
        return original(markup, self, isHtml(self) ? null : read);
      });
    }
    hookMethod(owner, 'getHTML', (native, self, args) =>
      original(apply(native, self, args) as string, self, null),
    );
  }
  hookMethod(realm.XMLSerializer.prototype, 'serializeToString', (native, self, args) =>
    original(apply(native, self, args), args[0], (node) => apply(native, self, [node])),
  );
}

const isHtml = (node: Node) => contentTypeOf(documentOf(node)!) === 'text/html';

/**
 * Returns markup as the page would read it. The tags of XML depend on what is around them, so that a copy of the nodes is
 * serialised.
 * @param read serialises a node in the same way; null for HTML
 */
function original(markup: string, node: Node, read: ((node: Node) => string) | null) {
  const isXml = read && hasHeldTag(markup) && kindOf(node) !== 9;
  return unmasked(isXml ? read(cloneSeen(node)) : originalMarkup(markup));
}

/**
 * Libraries that write a tag again where it differs from what is there (react-helmet) would write a held one,
 * and with it a new ticket, at every rendering.
 */
function hookComparison(realm: Realm) {
  hookMethod(realm.Node.prototype, 'isEqualNode', (native, self, args) => {
    if (!heldBefore()) return apply(native, self, args);
    if (args.length > 0) args[0] = comparable(args[0]);
    return apply(native, comparable(self), args);
  });
}

/** Returns the node itself, or a copy with the page's own attributes where something in it may be held. */
function comparable<N extends Node>(node: N) {
  const kind = kindOf(node);
  return kind === 11 || (kind === 1 && hasHeldTag(outerHTMLOf(node as object as Element)))
    ? cloneSeen(node)
    : node;
}
