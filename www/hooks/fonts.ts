/** @file Hooks fonts that code makes. Their sources are CSS text. */

import { hookClass, hookMethod } from '../platform/patch.ts';
import {
  apply,
  baseOf,
  construct,
  getter,
  nullProtoArray,
  maybeIn,
  method,
  nothing,
  frozenMethods,
  slice,
  then,
} from '../platform/primordials.ts';
import { hold } from '../requests/css-requests.ts';
import type { Realm } from '../platform/primordials.ts';

const { isView } = ArrayBuffer;
const lengthOf = getter(ArrayBuffer.prototype, 'byteLength');

const isBytes = (source: unknown) =>
  typeof source === 'symbol' || isView(source) || maybeIn(lengthOf, source) !== undefined;

/**
 * Hooks `FontFace`. A held font is made without its held source. Calls on it wait for the real font, which is made
 * later.
 */
export function hookFonts(realm: Realm) {
  const { FontFace } = realm;
  const add = method(realm.FontFaceSet.prototype, 'add');
  const load = method(FontFace.prototype, 'load');
  /** Promises of the real fonts, by the fonts that the page has. */
  const held: WeakMap<object, Promise<FontFace>> = frozenMethods(new WeakMap());
  /** Promises that are fulfilled when a load must fail, by the fonts that the page has. */
  const failures: WeakMap<object, Promise<void>> = frozenMethods(new WeakMap());
  hookClass(realm, 'FontFace', (_, args, target) => {
    let done: (font: FontFace) => void;
    if (args.length < 2 || isBytes(args[1])) return construct(FontFace, args, target);
    args[0] = `${args[0]}`;
    const source = `src:${args[1]}`;
    let fail: () => void;
    const failed = () => fail?.();
    const judge = () => {
      const text = hold(source, args, baseOf(realm.document), judge, failed);
      args[1] = slice(text, 4);
      const font: FontFace = construct(FontFace, args, target);
      if (text === source) done?.(font);
      else if (!done) {
        held.set(font, new Promise((resolve) => (done = resolve)));
        failures.set(font, new Promise((resolve) => (fail = resolve)));
      }
      return font;
    };
    return judge();
  });
  hookMethod(FontFace.prototype, 'load', (native, self, args) => {
    const real = held.get(self);
    if (!real) return apply(native, self, args);
    return new Promise((resolve, reject) => {
      const fail = () =>
        reject(new realm.DOMException('A network error occurred.', 'NetworkError'));
      then(late(real, load, self), resolve, reject);
      then(failures.get(self)!, fail, nothing);
    });
  });
  /** By font set, promises that are fulfilled when a real font has been added. */
  const adding: WeakMap<object, Promise<unknown>[]> = frozenMethods(new WeakMap());
  hookMethod(realm.FontFaceSet.prototype, 'add', (native, self, args) => {
    const real = held.get(args[0]);
    if (real) {
      const all = adding.get(self) ?? nullProtoArray();
      all[all.length] = late(real, (font) => add(self, font), self);
      adding.set(self, all);
    }
    return apply(native, self, args);
  });
  hookMethod(realm.FontFaceSet.prototype, 'load', (native, self, args) => {
    const again = () => apply(native, self, args);
    const all = adding.get(self) ?? nullProtoArray();
    for (let i = 0; i < all.length; i += 1) then(late(all[i], again), nothing, nothing);
    return apply(native, self, args);
  });
}

/** Calls `act` with the real font as soon as it exists. */
async function late<F, R>(real: Promise<F>, act: (font: F) => unknown, result?: R) {
  await act(await real);
  return result;
}
