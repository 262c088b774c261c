/**
 * @file Keyframes that code gives as objects. The native function reads them through proxies, so that each value is
 * read and converted once, when the browser itself does it, and is masked on its way where it has to wait. Keyframes in
 * a style sheet are rules like all others.
 */

import { anyMasked, unmasked } from '../platform/css-urls.ts';
import { isEager } from '../platform/engine-family.ts';
import { hookClass, hookMethod } from '../platform/patch.ts';
import {
  apply,
  baseOf,
  construct,
  define,
  descriptorOf,
  getter,
  maybe,
  method,
  setPrototypeOf,
} from '../platform/primordials.ts';
import { hold } from '../requests/css-requests.ts';
import type { PageValue, Realm } from '../platform/types-core.ts';

/** Returns the text that the native function gets instead of one of the page. */
type OfText = (text: string) => string;

/** Keyframes as the browser gives them back: values by the names of properties. */
type Frame = Record<string, string | number | null | undefined>;

/** A keyframe effect with the type of the keyframes that are read from it. */
interface Effect {
  getKeyframes(): Frame[];
  setKeyframes(frames: Frame[]): void;
}

const { ownKeys } = Reflect;
const { keys } = Object;
const { toPrimitive } = Symbol;
const NativeProxy = Proxy;

export function hookAnimations(realm: Realm) {
  const { Animation, document } = realm;
  const { prototype } = realm.KeyframeEffect;
  const give = method(prototype as Effect, 'setKeyframes');
  const framesOf = method(prototype as Effect, 'getKeyframes');
  const effectOf = getter(Animation.prototype, 'effect');
  const judged = <R>(target: unknown, args: PageValue[], at: number, act: () => R) => {
    const base = maybe(baseOf, target) ?? baseOf(document);
    const place: { effect: Effect | null } = { effect: null };
    const again = () => give(place.effect!, mapTexts(framesOf(place.effect!), ofText));
    const ofText = (text: string) => hold(text, place, base, again);
    if (args.length > at) args[at] = through(args[at], args, ofText);
    const result = act();
    place.effect = (maybe(effectOf, result) ?? result ?? target) as Effect;
    if (at && args.length === at && anyMasked()) again(); // The copy of an effect has its masked keyframes.
    return result;
  };
  hookMethod(realm.Element.prototype, 'animate', (native, self, args) =>
    judged(self, args, 0, () => apply(native, self, args)),
  );
  hookClass(realm, 'KeyframeEffect', (native, args, target) =>
    judged(args[0], args, 1, () => construct(native, args, target)),
  );
  hookMethod(prototype, 'setKeyframes', (native, self, args) =>
    judged(self, args, 0, () => apply(native, self, args)),
  );
  hookMethod(prototype, 'getKeyframes', (native, self, args) => {
    const frames = apply(native, self, args);
    return anyMasked() ? mapTexts(frames, unmasked) : frames;
  });
}

/** Replaces the texts in keyframes that the browser has made. */
function mapTexts(frames: Frame[], ofText: OfText) {
  for (let i = 0; i < frames.length; i += 1) {
    const names = keys(frames[i]);
    for (let j = 0; j < names.length; j += 1) {
      const value = frames[i][names[j]];
      if (typeof value === 'string') frames[i][names[j]] = ofText(value);
    }
  }
  return frames;
}

/**
 * Returns what native code reads instead of a value of the page: a text as `ofText` returns it, an object as a proxy.
 * @param owner what a method is called on
 */
function through(value: PageValue, owner: PageValue, ofText: OfText): PageValue {
  if (typeof value === 'string') return ofText(value);
  if ((typeof value !== 'object' || !value) && typeof value !== 'function') return value;
  // The proxy's own target has no property that cannot be changed: a trap must not deny such a one.
  const proxy = new NativeProxy(
    () => {},
    setPrototypeOf(
      {
        apply: (_: object, self: unknown, args: PageValue[]) =>
          through(apply(value, owner, args), value, ofText),
        get: (_: object, key: PropertyKey) =>
          key === toPrimitive
            ? (hint: string) => (hint === 'number' ? +value : ofText(`${value}`))
            : through(value[key], value, ofText),
        ownKeys: () => ownKeys(value),
        getOwnPropertyDescriptor: (_: object, key: PropertyKey) => {
          const descriptor = descriptorOf(value, key);
          if (descriptor) descriptor.configurable = true;
          return descriptor;
        },
      },
      null,
    ),
  );
  return isEager && typeof value === 'object' ? withOwn(value, proxy, ofText) : proxy;
}

/**
 * WebKit lists the properties of a keyframe without the traps of a proxy. So it gets an object with a getter for each,
 * which inherits everything else from the proxy.
 */
function withOwn(value: Record<string, PageValue>, proxy: object, ofText: OfText) {
  const object = setPrototypeOf({}, proxy);
  const names = keys(value);
  for (let i = 0; i < names.length; i += 1) {
    const get = () => through(value[names[i]], value, ofText);
    define(object, names[i], { get, enumerable: true, configurable: true });
  }
  return object;
}
