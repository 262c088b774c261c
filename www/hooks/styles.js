/**
 * @file CSS that code brings in by a call or a property: declarations, rules, whole sheets, fonts and animations. In
 * Chromium the properties of a declaration are found by no prototype, so the page gets a proxy of it that asks.
 */

import { anyMasked, isOfInterest, unmasked } from '../css.js';
import { converted } from '../convert.js';
import { hookAccessor, hookMethod, printAs } from '../hook.js';
import {
  NONE,
  apply,
  attrName,
  attrOwner,
  baseOf,
  define,
  list,
  maybe,
  method,
  own,
  setPrototypeOf,
} from '../natives.js';
import { arm, around, changed, hold, holdIn, review } from '../styles.js';

/** @typedef {import('../natives.js').Realm} Realm */

/** Interfaces whose `style` can be written. */
const STYLED = [
  'HTMLElement',
  'SVGElement',
  'MathMLElement',
  'CSSStyleRule',
  'CSSFontFaceRule',
  'CSSKeyframeRule',
  'CSSNestedDeclarations',
  'CSSFunctionDeclarations',
];

/** Interface → its methods that read CSS, and which of their arguments that is. */
const SHEETS = {
  CSSStyleSheet: { insertRule: 0, addRule: 1, replace: 0, replaceSync: 0 },
  CSSGroupingRule: { insertRule: 0 },
  CSSStyleRule: { insertRule: 0 },
  CSSKeyframesRule: { appendRule: 0 },
};

/** Interface → its methods and properties that give another text to what may be a style element or an attribute. */
const TEXTS = {
  CharacterData: ['data', 'appendData', 'insertData', 'replaceData'],
  Node: ['textContent', 'nodeValue'],
  HTMLElement: ['innerText', 'outerText'],
  Attr: ['value'],
};

/** Interface → properties by which CSS is read. */
const READS = {
  CSSRule: 'cssText',
  CSSImportRule: 'href',
};

/** Method of elements that changes an attribute → where its name stands. */
const ATTRIBUTES = { setAttribute: 0, setAttributeNS: 1, removeAttribute: 0 };

/** Interface → its methods that set an attribute node. */
const NODES = {
  Element: ['setAttributeNode', 'setAttributeNodeNS'],
  NamedNodeMap: ['setNamedItem', 'setNamedItemNS'],
};

const NativeProxy = Proxy;
const { construct } = Reflect;

/** The proxy of a declaration, and back. @type {WeakMap<object, any>} */
const proxies = own(new WeakMap());
/** @type {WeakMap<object, any>} */
const targets = own(new WeakMap());
/** The element or rule of a declaration. @type {WeakMap<object, any>} */
const owners = own(new WeakMap());

/** Threat: a trap that the page puts on `Object.prototype`. @type {ProxyHandler<any>} */
const HANDLER = setPrototypeOf(
  {
    set(/** @type {any} */ target, /** @type {string} */ name, /** @type {any} */ value) {
      const owner = owners.get(target);
      target[name] = judged(owner, value);
      review(owner);
      return true;
    },
  },
  null,
);

/**
 * A value that is to be read as CSS. One that is no text is converted here, once.
 * @param {any} owner in whose name it is asked
 * @param {any} value
 */
const judged = (owner, value) =>
  value !== null && typeof value !== 'symbol' && isOfInterest(value)
    ? holdIn(`${value}`, owner)
    : value;

/**
 * @param {any} declaration
 * @param {any} owner
 */
function proxyOf(declaration, owner) {
  // A trap makes each reading slower, so there is none until there is something to hide.
  if (anyMasked()) HANDLER.get = (target, name) => unmasked(target[name]);
  let proxy = proxies.get(declaration);
  if (!proxy) {
    proxy = new NativeProxy(declaration, HANDLER);
    proxies.set(declaration, proxy);
    targets.set(proxy, declaration);
    owners.set(declaration, owner);
  }
  return proxy;
}

/** @param {any} realm */
export function hookStyles(realm) {
  for (const name of STYLED) hookOwner(realm[name]?.prototype);
  hookDeclarations(realm);
  hookSheets(realm);
  hookTexts(realm);
  hookAttributes(realm);
  hookFonts(realm);
}

/** @param {any} proto */
function hookOwner(proto) {
  hookAccessor(
    proto,
    'style',
    (native, self) => proxyOf(apply(native, self, NONE), self),
    (native, self, value) => {
      apply(native, self, [judged(self, value)]);
      review(self);
    },
  );
  for (const map of ['attributeStyleMap', 'styleMap'])
    hookAccessor(proto, map, (native, self) => {
      const values = apply(native, self, NONE);
      owners.set(values, self);
      return values;
    });
}

/** @param {any} realm */
function hookDeclarations(realm) {
  const { prototype } = realm.CSSStyleDeclaration;
  for (const name of Object.getOwnPropertyNames(prototype)) {
    if (name === 'constructor') continue;
    hookAccessor(
      prototype,
      name,
      (native, self) => unmasked(apply(native, targets.get(self) ?? self, NONE)),
      (native, self, value) => write(native, self, [value], 0),
    );
    hookMethod(prototype, name, (native, self, args) =>
      unmasked(write(native, self, args, name === 'setProperty' ? 1 : 9)),
    );
  }
  for (const name of ['set', 'append']) {
    hookMethod(realm.StylePropertyMap.prototype, name, (native, self, args) => {
      for (let i = 1; i < args.length; i += 1) {
        const text = typeof args[i] === 'object' ? `${args[i]}` : args[i];
        const next = judged(owners.get(self), text);
        if (next !== text) args[i] = next;
      }
      return apply(native, self, args);
    });
  }
  hookMethod(realm, 'getComputedStyle', (native, self, args) => {
    const style = apply(native, self, args);
    return anyMasked() ? proxyOf(style, document) : style;
  });
}

/**
 * @param {any} native
 * @param {any} self
 * @param {any} args
 * @param {number} at where the CSS stands
 */
function write(native, self, args, at) {
  const declaration = targets.get(self) ?? self;
  const owner = owners.get(declaration);
  if (owner && args.length > at) args[at] = judged(owner, args[at]);
  const result = apply(native, declaration, args);
  if (owner) review(owner);
  return result;
}

/** @param {any} realm */
function hookSheets(realm) {
  for (const [name, methods] of Object.entries(SHEETS)) {
    for (const [method, at] of Object.entries(methods))
      hookMethod(realm[name].prototype, method, (native, self, args) => {
        if (args.length > at) args[at] = judged(self, args[at]);
        return apply(native, self, args);
      });
  }
  for (const [name, property] of Object.entries(READS))
    hookAccessor(realm[name].prototype, property, (native, self) =>
      unmasked(apply(native, self, NONE)),
    );
  hookMethod(realm.CSS, 'registerProperty', (native, self, args) => {
    const text = args[0]?.initialValue;
    const place = {};
    const later = () =>
      hold(text, place, baseOf(realm.document), later) === text && apply(native, self, args);
    if (typeof text !== 'string') return apply(native, self, args);
    later();
  });
}

/** @param {any} realm */
function hookTexts(realm) {
  for (const [name, properties] of Object.entries(TEXTS)) {
    const { prototype } = realm[name];
    for (const property of properties) {
      hookAccessor(
        prototype,
        property,
        (native, self) => unmasked(apply(native, self, NONE)),
        (native, self, value) => {
          const args = [value];
          around(self, args, () => apply(native, self, args));
        },
      );
      hookMethod(prototype, property, (native, self, args) =>
        around(self, args, () => apply(native, self, args)),
      );
    }
  }
  for (const [name, method] of [
    ['Range', 'createContextualFragment'],
    ['DOMParser', 'parseFromString'],
  ])
    hookMethod(realm[name].prototype, method, (native, self, args) => {
      if (args.length > 0) arm((args[0] = converted(args[0])));
      return apply(native, self, args);
    });
}

/** @param {any} realm */
function hookAttributes(realm) {
  for (const [method, at] of Object.entries(ATTRIBUTES))
    hookMethod(realm.Element.prototype, method, (native, self, args) => {
      const result = apply(native, self, args);
      changed(self, args[at]);
      return result;
    });
  for (const [name, methods] of Object.entries(NODES))
    for (const method of methods)
      hookMethod(realm[name].prototype, method, (native, self, args) => {
        const result = apply(native, self, args);
        changed(maybe(attrOwner, args[0]), maybe(attrName, args[0]));
        return result;
      });
}

/**
 * A font that has to wait is made of nothing; what is asked of it then waits for the one that is made later.
 * @param {any} realm
 */
function hookFonts(realm) {
  const { FontFace, FontFaceSet } = realm;
  /** What to do with the real font, by the page's own. @type {WeakMap<object, ((real: any) => void)[]>} */
  const held = own(new WeakMap());
  const load = method(FontFace.prototype, 'load');
  const add = method(FontFaceSet.prototype, 'add');
  const stand = new NativeProxy(FontFace, {
    construct(_, args, target) {
      const make = () => construct(FontFace, args, target);
      const source = args[1];
      if (args.length < 2 || typeof source !== 'string') return make();
      const text = `src:${source}`;
      const later = () =>
        hold(text, args, baseOf(realm.document), () => {
          if (later() !== text) return;
          args[1] = source;
          const real = make();
          const calls = held.get(face) ?? [];
          held.delete(face);
          for (let i = 0; i < calls.length; i += 1) calls[i](real);
        });
      const next = later();
      args[1] = next.slice(4);
      const face = make();
      if (next !== text) held.set(face, list());
      return face;
    },
  });
  printAs(stand, FontFace);
  define(realm, 'FontFace', { configurable: true, writable: true, value: stand });
  define(FontFace.prototype, 'constructor', { configurable: true, writable: true, value: stand });
  hookMethod(FontFace.prototype, 'load', (native, self, args) => {
    const calls = held.get(self);
    if (!calls) return apply(native, self, args);
    return new realm.Promise((/** @type {any} */ done) => {
      calls[calls.length] = (real) => done(load(real).then(() => self));
    });
  });
  hookMethod(FontFaceSet.prototype, 'add', (native, self, args) => {
    const calls = held.get(args[0]);
    if (!calls) return apply(native, self, args);
    calls[calls.length] = (real) => add(self, real);
    return self;
  });
}
