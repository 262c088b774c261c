/**
 * @file Hooks that let the page read its own attributes of held elements: on the element, and in the serialisation of
 * the markup around it. They do not change the document.
 */

import { heldBefore, masterOf, seen } from '../requests/held-elements.ts';
import { unmasked } from '../platform/css-urls.ts';
import { hookAccessor, hookMethod } from '../platform/patch.ts';
import { apply, NONE } from '../platform/primordials.ts';
import { cloneSeen, hasHeld } from './clone-node.ts';
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
  const proto = [realm.Element.prototype, realm.ShadowRoot.prototype];
  for (const owner of proto) {
    for (const name of ['innerHTML', 'outerHTML']) {
      hookAccessor(owner, name, (native, self) =>
        unmasked(apply(native, serialisable(self), NONE)),
      );
    }
    hookMethod(owner, 'getHTML', (native, self, args) =>
      unmasked(apply(native, serialisable(self), args)),
    );
  }
  hookMethod(realm.XMLSerializer.prototype, 'serializeToString', (native, self, args) => {
    if (heldBefore() && args.length > 0) args[0] = serialisable(args[0]);
    return unmasked(apply(native, self, args));
  });
}

/**
 * Libraries that write a tag again where it differs from what is there (react-helmet) would write a held one,
 * and with it a new ticket, at every rendering.
 */
function hookComparison(realm: Realm) {
  hookMethod(realm.Node.prototype, 'isEqualNode', (native, self, args) => {
    if (!heldBefore()) return apply(native, self, args);
    if (args.length > 0) args[0] = serialisable(args[0]);
    return apply(native, serialisable(self), args);
  });
}

/** Returns the node itself, or a copy with the page's own attributes where something in it is held. */
function serialisable<N extends Node>(node: N) {
  return heldBefore() && hasHeld(node) ? cloneSeen(node) : node;
}
