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
  construct,
  descriptorOf,
  found,
  getPrototypeOf,
  own,
  setPrototypeOf,
  soon,
} from '../natives.js';
import { rewrite } from '../meet-styles.js';
import { hasQuietText } from '../quiet.js';
import { hold, judged, meetRules, review, sheetBases } from '../styles.js';
import { hookFonts } from './fonts.js';

/** @typedef {import('../natives.js').Realm} Realm */
/** @typedef {(native: any, self: any, args: any) => any} Body */
/** @typedef {Record<string, string>} Members by interface */

/** Interfaces all of whose members may take CSS, and those of which only the declarations do. */
const CSS_TAKERS = /^CSS\w+(?:Rule|Sheet|Declarations?)$|^StylePropertyMap$/;
const ELEMENTS = 'style attributeStyleMap';

/** Members that read or change the text of what may be a style element or a text in it. */
const TEXTS = {
  CharacterData: 'data appendData insertData replaceData deleteData',
  HTMLElement: 'innerText',
  CSSRule: 'cssText',
};

const NativeProxy = Proxy;

/** The proxy of a declaration, and back. @type {WeakMap<object, any>} */
const proxies = own(new WeakMap());
/** @type {WeakMap<object, any>} */
const targets = own(new WeakMap());
/** Constructed style sheets whose rules have been judged. @type {WeakSet<object>} */
const known = own(new WeakSet());
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

/** Members that take a number, and where it stands. @type {Record<string, number>} */
const NUMBERS = /** @type {any} */ ({
  __proto__: null,
  item: 0,
  deleteRule: 0,
  removeRule: 0,
  insertRule: 1,
  addRule: 2,
});

/**
 * @param {string} member
 * @returns {Body}
 */
function takeOf(member) {
  const texts = NUMBERS[member] ?? 9;
  const fills = found(/^replace/, member);
  return (native, self, args) => {
    const target = targets.get(self) ?? self;
    const owner = owners.get(target) ?? self;
    if (fills) known.add(owner);
    const end = args.length < native.length ? 0 : args.length;
    for (let i = 0; i < end && i < texts; i += 1) args[i] = judgedOrThrown(args[i], owner);
    const result = apply(native, target, args);
    review(owner);
    return unmasked(result);
  };
}

/**
 * The same as `judged`, but for a value that cannot be converted: the native function throws, or rejects, with its error.
 * @param {any} value
 * @param {any} owner
 */
function judgedOrThrown(value, owner) {
  try {
    return judged(value, owner);
  } catch (error) {
    return {
      toString() {
        throw error;
      },
    };
  }
}

/**
 * @param {any} native
 * @param {any} self
 * @param {any} args
 */
function text(native, self, args) {
  if (hasQuietText(self)) return apply(native, self, args);
  return unmasked(rewrite(self, args, (it) => apply(native, it, args)));
}

/** The same in every realm, so it is read in the first one. @type {Members | null} */
let takers = null;

/**
 * @param {any} realm
 * @returns {Members}
 */
function takersIn(realm) {
  /** @type {Members} */
  const members = { HTMLElement: ELEMENTS, SVGElement: ELEMENTS, MathMLElement: ELEMENTS };
  // All names first: between the interfaces that are touched here for the first time, they took twice as long.
  for (const name of Object.getOwnPropertyNames(realm).filter((it) => found(CSS_TAKERS, it)))
    members[name] = Object.keys(realm[name].prototype).join(' ');
  return members;
}

/** @param {any} realm */
export function hookStyles(realm) {
  takers ??= takersIn(realm);
  hookClass(realm, 'CSSStyleSheet', (native, args, target) => {
    const sheet = construct(native, args, target);
    sheetBases.set(sheet, baseOf(realm.document));
    return sheet;
  });
  hookAll(realm, takers, takeOf);
  hookAll(realm, TEXTS, () => text);
  hookMethod(realm, 'getComputedStyle', (native, self, args) => {
    const style = apply(native, self, args);
    return anyMasked() ? proxyOf(style, null) : style;
  });
  hookProperties(realm);
  hookAdopted(realm);
  hookFonts(realm);
}

/**
 * @param {any} realm
 * @param {Members} members
 * @param {(member: string) => Body} bodyOf
 */
function hookAll(realm, members, bodyOf) {
  for (const [name, all] of Object.entries(members)) {
    const { prototype } = realm[name];
    for (const member of all.split(' ')) {
      const body = bodyOf(member);
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

/** @param {any} value */
const isObject = (value) => typeof value === 'object' && value !== null;

/** @param {any} realm */
function hookProperties(realm) {
  hookMethod(realm.CSS, 'registerProperty', (native, self, args) => {
    if (!isObject(args[0])) return apply(native, self, args);
    const { inherits, initialValue, name, syntax } = args[0]; // In the order in which the browser reads them.
    const text = initialValue === undefined ? '' : `${initialValue}`;
    const given = {
      inherits,
      initialValue: initialValue === undefined ? initialValue : text,
      name,
      syntax,
    };
    const go = () =>
      hold(text, go, baseOf(realm.document), go) === text && apply(native, self, [given]);
    go();
  });
}

/**
 * Sheets that a module has brought in are judged when they are adopted, before they are applied.
 * @param {any} realm
 */
function hookAdopted(realm) {
  for (const { prototype } of [realm.Document, realm.ShadowRoot]) {
    const read = descriptorOf(prototype, 'adoptedStyleSheets')?.get;
    const judge = (/** @type {any} */ sheets) => {
      for (let i = 0; i < sheets.length; i += 1) {
        if (!known.has(sheets[i])) meetRules(sheets[i]);
        known.add(sheets[i]);
      }
    };
    hookAccessor(
      prototype,
      'adoptedStyleSheets',
      (native, self) => {
        const sheets = apply(native, self, NONE);
        soon(() => judge(sheets)); // The page may push one.
        return sheets;
      },
      (native, self, value) => {
        apply(native, self, [value]);
        judge(apply(/** @type {any} */ (read), self, NONE));
      },
    );
  }
}
