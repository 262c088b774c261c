/** @file Hooks attribute nodes and their map (`NamedNodeMap`), by which code can change the sources of an element. */

import { originalOf, twinOrSelf } from '../requests/held-elements.ts';
import { unmasked } from '../platform/css-urls.ts';
import { hookAccessor, hookMethod } from '../platform/patch.ts';
import { change, startableTag } from '../hold/attribute-change.ts';
import { changed, rewrite } from '../hold/css-entry.ts';
import {
  NONE,
  apply,
  attributesOf,
  attrName,
  attrOwner,
  attrValue,
  cloneOf,
  frozenMethods,
  removeAttribute,
  setAttribute,
  kindOf,
} from '../platform/primordials.ts';
import { hasIrrelevantText } from '../hold/fast-path.ts';
import { insertion } from '../hold/around-insertion.ts';
import type { Native, PageValue, Realm } from '../platform/types-core.ts';

export function hookAttributeNodes(realm: Realm) {
  const element = realm.Element.prototype;
  for (const name of ['setAttributeNode', 'setAttributeNodeNS']) {
    hookMethod(element, name, (native, self, args) =>
      setNode(self, native, args, (target) => target),
    );
  }
  hookMethod(element, 'removeAttributeNode', (native, self, args) => {
    const [attr] = args;
    if (!startableTag(self) || !isAttr(attr) || originalOf(attrOwner(attr)) !== self)
      return apply(native, self, args);
    change(self, attrName(attr), null, (target) =>
      attrOwner(attr) === target
        ? apply(native, target, args)
        : removeAttribute(target, attrName(attr)),
    );
    return attr;
  });
  hookMaps(realm);
  hookValues(realm);
}

const isAttr = (value: unknown): value is Attr => kindOf(value) === 2;

/** @param receiver returns the object on which the native method is called for an element */
function setNode<T>(
  self: Element,
  native: Native<T, PageValue[], unknown>,
  args: PageValue[],
  receiver: (target: Element) => T,
) {
  const [attr]: unknown[] = args;
  if (!isAttr(attr)) return apply(native, receiver(self), args);
  const result = change(self, attrName(attr), attrValue(attr), (target) => {
    const owner = attrOwner(attr);
    const taken = owner && owner !== target && originalOf(owner) === originalOf(target);
    return apply(native, receiver(target), [taken ? cloneOf(attr) : attr]);
  });
  changed(self, attrName(attr));
  return result;
}

/** The element of each map. The map's methods may belong to another realm. */
const owners: WeakMap<object, Element> = frozenMethods(new WeakMap());

function hookMaps(realm: Realm) {
  const map = realm.NamedNodeMap.prototype;
  hookAccessor(realm.Element.prototype, 'attributes', (native, self) => {
    const attributes = apply(native, twinOrSelf(self), NONE);
    owners.set(attributes, self);
    return attributes;
  });
  for (const name of ['setNamedItem', 'setNamedItemNS']) {
    hookMethod(map, name, (native, self, args) => {
      const element = owners.get(self);
      return element ? setNode(element, native, args, attributesOf) : apply(native, self, args);
    });
  }
  for (const [name, at] of [
    ['removeNamedItem', 0],
    ['removeNamedItemNS', 1],
  ] as [string, number][]) {
    hookMethod(map, name, (native, self, args) => {
      const element = owners.get(self);
      if (!element || args.length <= at) return apply(native, self, args);
      args[at] = `${args[at]}`;
      return change(element, args[at], null, (target) => apply(native, attributesOf(target), args));
    });
  }
}

function hookValues(realm: Realm) {
  hookAccessor(
    realm.Attr.prototype,
    'value',
    (native, self) => unmasked(apply(native, self, NONE)),
    setValue,
  );
  for (const name of ['nodeValue', 'textContent']) {
    hookAccessor(
      realm.Node.prototype,
      name,
      (native, self) => unmasked(apply(native, self, NONE)),
      (native, self, value) => {
        if (isAttr(self)) return setValue(native, self, value ?? '');
        const args = [value];
        const act = () => rewrite(self, args, (it) => apply(native, it, args));
        return startableTag(self) === 'script' ? insertion(self, NONE, act) : act();
      },
      hasIrrelevantText,
    );
  }
}

function setValue(native: (this: Attr, value: PageValue) => void, self: Attr, given: PageValue) {
  const element = isAttr(self) ? originalOf(attrOwner(self)) : null;
  if (!element) return apply(native, self, [given]);
  const value = `${given}`;
  change(element, attrName(self), value, (target) =>
    attrOwner(self) === target
      ? apply(native, self, [value])
      : setAttribute(target, attrName(self), value),
  );
  changed(element, attrName(self));
}
