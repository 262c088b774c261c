/**
 * @file Hooks properties and methods that change an attribute by which an element starts or loads something. Attribute
 * nodes are in `attribute-nodes.ts`. While an element is held, attributes that HTML has already read are written to its
 * twin.
 */

import { isHeld, twinOrSelf, syncRelation } from '../requests/held-elements.ts';
import { converted } from '../platform/webidl.ts';
import { hookAccessor, hookMethod } from '../platform/patch.ts';
import { listRelations } from '../requests/subresources.ts';
import { change, startableTag } from '../hold/attribute-change.ts';
import type { Act } from '../hold/attribute-change.ts';
import { interceptLoadChange } from '../hold/subresource.ts';
import { changed } from '../hold/css-entry.ts';
import {
  NONE,
  absolute,
  apply,
  attributeOf,
  baseOf,
  found,
  hasAttribute,
  frozenMethods,
} from '../platform/primordials.ts';
import { isIrrelevantAttribute } from '../hold/fast-path.ts';
import { isStyling, judged } from '../requests/css-requests.ts';
import { noteAttribute } from './late-listeners.ts';
import { LOAD } from '../requests/resource-attributes.ts';
import type { Interfaces } from '../platform/page-types.ts';
import type { GetterBody, PageValue, Realm } from '../platform/types-core.ts';

/** Interface → its properties that set a source. */
const SOURCES = {
  HTMLScriptElement: ['src'],
  HTMLIFrameElement: ['src', 'srcdoc'],
  HTMLFrameElement: ['src'],
  HTMLImageElement: ['src', 'srcset'],
  HTMLSourceElement: ['src', 'srcset'],
  HTMLInputElement: ['src'],
  HTMLMediaElement: ['src'],
  HTMLVideoElement: ['poster'],
  HTMLTrackElement: ['src'],
  HTMLEmbedElement: ['src'],
  HTMLObjectElement: ['data'],
  HTMLLinkElement: ['href', 'imageSrcset', 'rel'],
  HTMLBodyElement: ['background'],
  HTMLAnchorElement: ['ping'],
  HTMLAreaElement: ['ping'],
};

/** Interfaces whose `href` is an object. */
const ANIMATED = [
  'SVGScriptElement',
  'SVGImageElement',
  'SVGUseElement',
  'SVGFEImageElement',
] as const;

/** Method → the index of the attribute's name in its arguments. */
const SETTERS = { setAttribute: 0, setAttributeNS: 1 };
const REMOVERS = { removeAttribute: 0, removeAttributeNS: 1 };

export function hookAttributes(realm: Realm) {
  hookProperties(realm);
  hookRelations(realm);
  hookAnimatedHref(realm);
  hookMethods(realm.Element.prototype);
}

function hookProperties(realm: Realm) {
  for (const [name, properties] of Object.entries(SOURCES)) {
    for (const property of properties) {
      const read: GetterBody<Element, unknown> = (native, self) =>
        urlSeen(self, property) ?? apply(native, twinOrSelf(self), NONE);
      hookAccessor(
        (realm as object as Interfaces<Element>)[name]?.prototype,
        property,
        read,
        (native, self, given) => {
          const value = startableTag(self) ? converted(given) : given;
          change(self, property, value, (target) => apply(native, target, [value]));
        },
      );
    }
  }
}

/**
 * Hooks `link.relList`. With `relList.add('stylesheet')` the list does not reveal its link. So a link whose list the
 * page has is judged regardless of its `rel`.
 */
function hookRelations({ HTMLLinkElement: { prototype } }: Realm) {
  hookAccessor(
    prototype,
    'relList',
    (native, self) => {
      const list = apply(native, self, NONE);
      if (listRelations(self)) interceptLoadChange(self);
      else if (isHeld(self)) syncRelation(self);
      return list;
    },
    (native, self, value) => {
      change(self, 'rel', value, (target) => apply(native, target, [value]));
    },
  );
}

/**
 * Returns the URL that a property of a held element reflects, or null for other properties. Its twin is in a document
 * that may have another base URL.
 */
function urlSeen(self: Element, property: string) {
  if (
    !isHeld(self) ||
    startableTag(self) !== LOAD ||
    !found(/^(?:src|href|data|poster)$/, property)
  )
    return null;
  const value = attributeOf(twinOrSelf(self), property);
  return value && absolute(value, baseOf(self));
}

/** The element of each `SVGAnimatedString`, of any realm, and the native getter that returned the object. */
const owners: WeakMap<object, { element: Element; read: (this: Element) => unknown }> =
  frozenMethods(new WeakMap());

/**
 * Hooks `svgScript.href.baseVal = url`. The string object does not reveal its element, so the getter of `href` notes
 * it.
 */
function hookAnimatedHref(realm: Realm) {
  for (const name of ANIMATED) {
    hookAccessor(
      (realm as object as Interfaces<Element>)[name]!.prototype,
      'href',
      (native, self) => {
        const animated = apply(native, twinOrSelf(self), NONE) as SVGAnimatedString;
        owners.set(animated, { element: self, read: native });
        return animated;
      },
    );
  }
  hookAccessor(realm.SVGAnimatedString.prototype, 'baseVal', null, (native, self, given) => {
    const owner = owners.get(self);
    if (!owner) return apply(native, self, [given]);
    const value = converted(given);
    change(owner.element, 'href', value, (target) =>
      apply(native, apply(owner.read, target, NONE) as SVGAnimatedString, [value]),
    );
  });
}

/**
 * Returns whether a change of this attribute cannot start a request. If the name is a symbol, the native function
 * throws.
 * @param name of an attribute
 */
const isIdle = (self: Element, name: PageValue) =>
  (!isStyling(name) && isIrrelevantAttribute(self, name)) || typeof name === 'symbol';

/** The two methods that pages call in their loops. */
const IDLE: Record<string, typeof isIdle> = { setAttribute: isIdle, removeAttribute: isIdle };

/** @param element the prototype */
function hookMethods(element: Element) {
  for (const [name, at] of Object.entries(SETTERS)) {
    hookMethod(
      element,
      name,
      (native, self, args) => {
        if (args.length < at + 2 || isIdle(self, args[at])) return apply(native, self, args);
        const attribute = (args[at] = `${args[at]}`);
        const value = converted(args[at + 1]);
        args[at + 1] = isStyling(attribute) ? judged(value, self) : value;
        return changeAny(self, attribute, value, (target) => apply(native, target, args));
      },
      IDLE[name],
    );
  }
  for (const [name, at] of Object.entries(REMOVERS)) {
    hookMethod(
      element,
      name,
      (native, self, args) => {
        if (args.length <= at || isIdle(self, args[at])) return apply(native, self, args);
        args[at] = `${args[at]}`;
        return changeAny(self, args[at], null, (target) => apply(native, target, args));
      },
      IDLE[name],
    );
  }
  hookMethod(element, 'toggleAttribute', (native, self, args) => {
    if (args.length < 1 || isIdle(self, args[0])) return apply(native, self, args);
    const name = (args[0] = `${args[0]}`);
    const present = hasAttribute(twinOrSelf(self), name);
    const wanted = args[1] === undefined ? !present : Boolean(args[1]);
    if (present === wanted) return wanted;
    return changeAny(self, name, wanted ? '' : null, (target) =>
      apply(native, target, [name, wanted]),
    );
  });
}

/** Changes an attribute, and checks the element's CSS if the attribute has CSS. */
function changeAny(self: Element, name: string, value: PageValue, act: Act) {
  const result = change(self, name, value, act);
  changed(self, name);
  noteAttribute(self, name);
  return result;
}
