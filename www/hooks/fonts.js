/** @file Fonts that code makes: their sources are CSS text. */

import { hookClass, hookMethod } from '../hook.js';
import {
  apply,
  baseOf,
  construct,
  getter,
  maybeIn,
  method,
  nothing,
  own,
  slice,
  then,
} from '../natives.js';
import { hold } from '../styles.js';

const { isView } = ArrayBuffer;
const lengthOf = getter(ArrayBuffer.prototype, 'byteLength');

/** @param {any} source */
const isBytes = (source) =>
  typeof source === 'symbol' || isView(source) || maybeIn(lengthOf, source) !== undefined;

/**
 * A font that has to wait is made of nothing; what is asked of it then waits for the one that is made later.
 * @param {any} realm
 */
export function hookFonts(realm) {
  const { FontFace } = realm;
  const add = method(realm.FontFaceSet.prototype, 'add');
  const load = method(FontFace.prototype, 'load');
  /** The real font, by the page's own. @type {WeakMap<object, Promise<any>>} */
  const held = own(new WeakMap());
  /** Comes when the page is not to wait any longer. @type {WeakMap<object, Promise<any>>} */
  const failures = own(new WeakMap());
  hookClass(realm, 'FontFace', (_, args, target) => {
    /** @type {(font: any) => void} */
    let done;
    if (args.length < 2 || isBytes(args[1])) return construct(FontFace, args, target);
    args[0] = `${args[0]}`;
    const source = `src:${args[1]}`;
    /** @type {(value?: any) => void} */
    let fail;
    const failed = () => fail?.();
    const judge = () => {
      const text = hold(source, args, baseOf(realm.document), judge, failed);
      args[1] = slice(text, 4);
      const font = construct(FontFace, args, target);
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
      then(/** @type {any} */ (failures.get(self)), fail, nothing);
    });
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
