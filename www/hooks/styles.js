/**
 * @file CSS that code brings in by a call or a property, and the texts by which the page reads it again. In Chromium
 * the properties of a declaration are found on no prototype, so the page gets a proxy of it that asks.
 */

import { anyMasked, unmasked } from '../css.js';
import { hookAccessor, hookClass, hookMethod } from '../hook.js';
import {
  NONE,
  apply,
  baseOf,
  found,
  getPrototypeOf,
  method,
  own,
  setPrototypeOf,
  then,
  nothing,
} from '../natives.js';
import { rewrite } from '../meet-styles.js';
import { hold, judged, review } from '../styles.js';

/** @typedef {import('../natives.js').Realm} Realm */
/** @typedef {(native: any, self: any, args: any) => any} Body */
/** @typedef {Record<string, string>} Members by interface */

/** Interfaces all of whose members may take CSS, and those of which only the declarations do. */
const CSS_TAKERS = /^CSS\w+(?:Rule|Sheet|Declarations?)$|^StylePropertyMap$/;
const ELEMENTS = 'style attributeStyleMap';

/** Members that read or change the text of what may be a style element or a text in it. */
const TEXTS = {
  CharacterData: 'data appendData insertData replaceData',
  HTMLElement: 'innerText',
  CSSRule: 'cssText',
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
      target[name] = judged(value, owner);
      review(owner);
      return true;
    },
  },
  null,
);

/**
 * @param {any} declaration
 * @param {any} owner
 */
function proxyOf(declaration, owner) {
  // A trap makes each reading slower, so there is none until there is something to hide; but Firefox's accessors refuse
  // to be called on a proxy.
  if (anyMasked() || 'color' in getPrototypeOf(declaration))
    HANDLER.get = (target, name) => unmasked(target[name]);
  let proxy = proxies.get(declaration);
  if (!proxy) {
    proxy = new NativeProxy(declaration, HANDLER);
    proxies.set(declaration, proxy);
    targets.set(proxy, declaration);
    owners.set(declaration, owner);
  }
  return proxy;
}

/** @type {Body} */
function take(native, self, args) {
  const target = targets.get(self) ?? self;
  const owner = owners.get(target) ?? self;
  for (let i = 0; i < args.length; i += 1) args[i] = judged(args[i], owner);
  const result = apply(native, target, args);
  review(owner);
  return unmasked(result);
}

/** @type {Body} */
function text(native, self, args) {
  return unmasked(rewrite(self, args, () => apply(native, self, args)));
}

/** @param {any} realm */
export function hookStyles(realm) {
  /** @type {Members} */
  const takers = { HTMLElement: ELEMENTS, SVGElement: ELEMENTS, MathMLElement: ELEMENTS };
  // All names first: between the interfaces that are touched here for the first time, they took twice as long.
  for (const name of Object.getOwnPropertyNames(realm).filter((it) => found(CSS_TAKERS, it)))
    takers[name] = Object.keys(realm[name].prototype).join(' ');
  hookAll(realm, takers, take);
  hookAll(realm, TEXTS, text);
  hookMethod(realm, 'getComputedStyle', (native, self, args) => {
    const style = apply(native, self, args);
    return anyMasked() ? proxyOf(style, null) : style;
  });
  hookProperties(realm);
  hookFonts(realm);
}

/**
 * @param {any} realm
 * @param {Members} members
 * @param {Body} body
 */
function hookAll(realm, members, body) {
  for (const [name, all] of Object.entries(members)) {
    const { prototype } = realm[name];
    for (const member of all.split(' ')) {
      hookMethod(prototype, member, body);
      hookAccessor(
        prototype,
        member,
        (native, self) => {
          const value = apply(native, targets.get(self) ?? self, NONE);
          if (member === 'style') return proxyOf(value, self);
          if (member.endsWith('Map')) owners.set(value, self);
          return unmasked(value);
        },
        (native, self, value) => void body(native, self, [value]),
      );
    }
  }
}

/** @param {any} realm */
function hookProperties(realm) {
  hookMethod(realm.CSS, 'registerProperty', (native, self, args) => {
    const value = args[0]?.initialValue;
    const go = () =>
      hold(`${value}`, go, baseOf(realm.document), go) === `${value}` && apply(native, self, args);
    go();
  });
}

/**
 * A font that has to wait is made of nothing; what is asked of it then waits for the one that is made later.
 * @param {any} realm
 */
function hookFonts(realm) {
  const { FontFace } = realm;
  const add = method(realm.FontFaceSet.prototype, 'add');
  const load = method(FontFace.prototype, 'load');
  /** The real font, by the page's own. @type {WeakMap<object, Promise<any>>} */
  const held = own(new WeakMap());
  hookClass(realm, 'FontFace', (_, args, target) => {
    const source = `src:${args[1]}`;
    /** @type {(font: any) => void} */
    let done;
    const judge = () => {
      const text = hold(source, args, baseOf(realm.document), judge);
      if (typeof args[1] === 'string') args[1] = text.slice(4);
      const font = construct(FontFace, args, target);
      if (text === source) done?.(font);
      else if (!done) held.set(font, new Promise((resolve) => (done = resolve)));
      return font;
    };
    return judge();
  });
  hookMethod(FontFace.prototype, 'load', (native, self, args) => {
    const real = held.get(self);
    return real ? late(real, load, self) : apply(native, self, args);
  });
  /** What is still to be added to a set. @type {WeakMap<object, Promise<any>>} */
  const adding = own(new WeakMap());
  hookMethod(realm.FontFaceSet.prototype, 'add', (native, self, args) => {
    const real = held.get(args[0]);
    if (real)
      adding.set(
        self,
        late(real, (font) => add(self, font), self),
      );
    return apply(native, self, args);
  });
  hookMethod(realm.FontFaceSet.prototype, 'load', (native, self, args) => {
    const added = adding.get(self);
    if (added)
      then(
        late(added, () => apply(native, self, args)),
        nothing,
        nothing,
      );
    return apply(native, self, args);
  });
}

/**
 * @param {Promise<any>} real
 * @param {(font: any) => any} act
 * @param {any} [result]
 */
async function late(real, act, result) {
  await act(await real);
  return result;
}
