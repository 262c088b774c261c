/** @file Fonts that code makes: their sources are CSS text. */

import { hookClass, hookMethod } from '../platform/patch.ts';
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
} from '../platform/primordials.ts';
import { hold } from '../requests/css-requests.ts';

const { isView } = ArrayBuffer;
const lengthOf = getter(ArrayBuffer.prototype, 'byteLength');

const isBytes = (source: any) =>
  typeof source === 'symbol' || isView(source) || maybeIn(lengthOf, source) !== undefined;

/** A font that has to wait is made of nothing; what is asked of it then waits for the one that is made later. */
export function hookFonts(realm: any) {
  const { FontFace } = realm;
  const add = method(realm.FontFaceSet.prototype, 'add');
  const load = method(FontFace.prototype, 'load');
  /** The real font, by the page's own. */
  const held: WeakMap<object, Promise<any>> = own(new WeakMap());
  /** Comes when the page is not to wait any longer. */
  const failures: WeakMap<object, Promise<any>> = own(new WeakMap());
  hookClass(realm, 'FontFace', (_, args, target) => {
    let done: (font: any) => void;
    if (args.length < 2 || isBytes(args[1])) return construct(FontFace, args, target);
    args[0] = `${args[0]}`;
    const source = `src:${args[1]}`;
    let fail: (value?: any) => void;
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
      then(failures.get(self) as any, fail, nothing);
    });
  });
  /** What is still to be added to a set. */
  const adding: WeakMap<object, Promise<any>> = own(new WeakMap());
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

async function late(real: Promise<any>, act: (font: any) => any, result?: any) {
  await act(await real);
  return result;
}
