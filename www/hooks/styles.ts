/**
 * @file Hooks CSS that code sets by a call or a property, and the texts by which the page reads CSS. In Chromium, the
 * properties of a declaration are not on a prototype, where they could be hooked. So the page gets a proxy of the
 * declaration.
 */

import { anyMasked, unmasked } from '../platform/css-urls.ts';
import { hookAccessor, hookClass, hookMethod } from '../platform/patch.ts';
import {
  NONE,
  apply,
  baseOf,
  construct,
  descriptorOf,
  found,
  getPrototypeOf,
  frozenMethods,
  setPrototypeOf,
  soon,
} from '../platform/primordials.ts';
import { rewrite } from '../hold/css-entry.ts';
import { hasIrrelevantText } from '../hold/fast-path.ts';
import { hold, judged, holdRules, review, sheetBases } from '../requests/css-requests.ts';
import { hookFonts } from './fonts.ts';
import type { Interfaces } from '../platform/page-types.ts';
import type { MethodBody, Native, PageValue, Realm } from '../platform/types-core.ts';

type Body = MethodBody<object, unknown>;
/** Names of members, separated by spaces, by the names of their interfaces. */
type Members = Record<string, string>;
/** A declaration. The names of its properties are read when the page runs. */
type Declaration = Record<string, PageValue>;
/** The element or rule of a declaration; null for a computed style. */
type Owner = object | null;

/** Interfaces all of whose members may take CSS. For elements, only these members return declarations. */
const CSS_TAKERS = /^CSS\w+(?:Rule|Sheet|Declarations?)$|^StylePropertyMap$/;
const ELEMENTS = 'style attributeStyleMap';

/** Members that read or change the text of a possible style element, or of a text node in it. */
const TEXTS = {
  CharacterData: 'data appendData insertData replaceData deleteData',
  HTMLElement: 'innerText',
  CSSRule: 'cssText',
};

/** Traps that answer for the declaration. */
const OWN = [
  'ownKeys',
  'getOwnPropertyDescriptor',
  'defineProperty',
  'deleteProperty',
  'getPrototypeOf',
] as const;

const NativeProxy = Proxy;
const { create } = Object;

/** The proxy of a declaration, and the declaration of a proxy. */
const proxies: WeakMap<object, Declaration> = frozenMethods(new WeakMap());
const targets: WeakMap<object, Declaration> = frozenMethods(new WeakMap());
/** Constructed style sheets whose rules have been judged. */
const known: WeakSet<object> = frozenMethods(new WeakSet());
/** The element or rule of a declaration. */
const owners: WeakMap<object, Owner> = frozenMethods(new WeakMap());

/**
 * Handler of the proxies. The target is an empty object that inherits from the declaration. With the declaration as the
 * target, setting a property is slower, since the browser checks the target's property, too. Traps for own properties
 * use the declaration.
 *
 * Threat: the page puts a trap on `Object.prototype`. So the handler has a null prototype.
 */
const HANDLER: ProxyHandler<Declaration> = setPrototypeOf(
  {
    set(target: Declaration, name: string, value: PageValue) {
      const declaration: Declaration = getPrototypeOf(target);
      const owner = owners.get(declaration);
      const given = judged(value, owner);
      try {
        declaration[name] = given;
      } catch (error) {
        if (!found(/^\d/, name)) throw error;
        return false; // An index cannot be set: only code in strict mode learns of it.
      }
      review(owner!); // A computed style, which has no owner, has thrown before.
      return true;
    },
  },
  null,
);
for (const trap of OWN) {
  const act: Function = Reflect[trap];
  HANDLER[trap] = (target: Declaration, name?: PageValue, given?: PageValue): PageValue =>
    act(getPrototypeOf(target), name, given);
}

function proxyOf(declaration: Declaration, owner: Owner) {
  // A trap slows every read, so there is none until a URL is masked. Firefox is an exception: its accessors throw when
  // they are called on a proxy.
  if (anyMasked() || 'color' in getPrototypeOf(declaration))
    HANDLER.get = (target, name) => unmasked(getPrototypeOf(target)[name]);
  let proxy = proxies.get(declaration);
  if (!proxy) {
    proxy = new NativeProxy<Declaration>(create(declaration), HANDLER);
    proxies.set(declaration, proxy);
    targets.set(proxy, declaration);
    owners.set(declaration, owner);
  }
  return proxy;
}

/** Members that take a number → its index in the arguments. */
const NUMBERS: Record<string, number | null> = {
  __proto__: null,
  item: 0,
  deleteRule: 0,
  removeRule: 0,
  insertRule: 1,
  addRule: 2,
};

function takeOf(member: string): Body {
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
 * Same as `judged`, but a value that cannot be converted is replaced. The native function then throws, or rejects, with
 * the error of the conversion.
 */
function judgedOrThrown(value: PageValue, owner: Owner): PageValue {
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

function text(native: Native<object, PageValue[], unknown>, self: object, args: PageValue[]) {
  if (hasIrrelevantText(self)) return apply(native, self, args);
  return unmasked(rewrite(self, args, (it) => apply(native, it, args)));
}

/** Read in the first realm. It is the same in every realm. */
let takers: Members | null = null;

function takersIn(realm: Realm): Members {
  const members: Members = { HTMLElement: ELEMENTS, SVGElement: ELEMENTS, MathMLElement: ELEMENTS };
  // All names are read first. Reading them while interfaces are touched for the first time is slower.
  for (const name of Object.getOwnPropertyNames(realm).filter((it) => found(CSS_TAKERS, it)))
    members[name] = Object.keys((realm as object as Interfaces)[name]!.prototype).join(' ');
  return members;
}

export function hookStyles(realm: Realm) {
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
    return anyMasked() ? proxyOf(style as object as Declaration, null) : style;
  });
  hookProperties(realm);
  hookAdopted(realm);
  hookFonts(realm);
}

function hookAll(realm: Realm, members: Members, bodyOf: (member: string) => Body) {
  for (const [name, all] of Object.entries(members)) {
    const { prototype } = (realm as object as Interfaces)[name]!;
    for (const member of all.split(' ')) {
      const body = bodyOf(member);
      hookMethod(prototype, member, body);
      hookAccessor(
        prototype,
        member,
        (native, self) => {
          const value: PageValue = apply(native, targets.get(self) ?? self, NONE);
          if (member === 'style') return proxyOf(value, self);
          if (member.endsWith('Map')) owners.set(value, self);
          return unmasked(value);
        },
        (native, self, value) => void body(native, self, [value]),
      );
    }
  }
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

function hookProperties(realm: Realm) {
  hookMethod(realm.CSS as object, 'registerProperty', (native, self, args) => {
    if (!isObject(args[0])) return apply(native, self, args);
    const { inherits, initialValue, name, syntax } = args[0]; // In the order in which the browser reads them.
    const text = initialValue === undefined ? '' : `${initialValue}`;
    const given = {
      inherits,
      initialValue: initialValue === undefined ? initialValue : text,
      name,
      syntax,
    };
    const go: () => unknown = () =>
      hold(text, go, baseOf(realm.document), go) === text && apply(native, self, [given]);
    go();
  });
}

/** Hooks `adoptedStyleSheets`. Sheets from a CSS module are judged when they are adopted, before they are applied. */
function hookAdopted(realm: Realm) {
  for (const { prototype } of [realm.Document, realm.ShadowRoot]) {
    const read = descriptorOf(prototype, 'adoptedStyleSheets')?.get;
    const judge = (sheets: ArrayLike<CSSStyleSheet>) => {
      for (let i = 0; i < sheets.length; i += 1) {
        if (!known.has(sheets[i])) holdRules(sheets[i]);
        known.add(sheets[i]);
      }
    };
    hookAccessor(
      prototype,
      'adoptedStyleSheets',
      (native, self) => {
        const sheets = apply(native, self, NONE);
        soon(() => judge(sheets)); // The page may push a sheet.
        return sheets;
      },
      (native, self, value) => {
        apply(native, self, [value]);
        judge(apply(read!, self, NONE));
      },
    );
  }
}
