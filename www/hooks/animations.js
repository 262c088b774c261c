/**
 * @file Keyframes that code gives as objects. What waits is masked in a copy of them; the effect gets the page's own
 * values later. Keyframes in a style sheet are rules like any others.
 */

import { unmasked } from '../css.js';
import { hookClass, hookMethod } from '../hook.js';
import { apply, baseOf, construct, getter, maybe, method, setPrototypeOf } from '../natives.js';
import { hold, valueText } from '../styles.js';

/** @typedef {(text: string) => string} OfText */

const { keys } = Object;
const { from } = Array;

/** @param {any} realm */
export function hookAnimations(realm) {
  const { Animation, document } = realm;
  const { prototype } = realm.KeyframeEffect;
  const give = method(prototype, 'setKeyframes');
  const effectOf = getter(Animation.prototype, 'effect');
  const judged = (/** @type {any} */ given, /** @type {() => any} */ effect) => {
    const frames = copyOf(given, (text) => text); // The page's getters are asked once.
    const judge = () => copyOf(frames, (text) => hold(text, frames, baseOf(document), again));
    const again = () => give(effect(), judge());
    return judge();
  };
  hookMethod(realm.Element.prototype, 'animate', (native, self, args) => {
    if (args.length > 0) args[0] = judged(args[0], () => effectOf(animation));
    const animation = apply(native, self, args);
    return animation;
  });
  hookClass(realm, 'KeyframeEffect', (native, args, target) => {
    if (args.length > 1) args[1] = judged(args[1], () => effect);
    const effect = construct(native, args, target);
    return effect;
  });
  hookMethod(prototype, 'setKeyframes', (native, self, args) => {
    if (args.length > 0) args[0] = judged(args[0], () => self);
    return apply(native, self, args);
  });
  hookMethod(prototype, 'getKeyframes', (native, self, args) =>
    from(apply(native, self, args), (frame) => copyOf(frame, unmasked)),
  );
}

/**
 * Keyframes, one of them, or the values of a property.
 * @param {any} given
 * @param {OfText} ofText
 * @returns {any}
 */
function copyOf(given, ofText) {
  if (typeof given === 'string') return ofText(given);
  if (typeof given !== 'object' || !given || maybe(valueText, given)) return given;
  if (Symbol.iterator in given) return from(given, (item) => copyOf(item, ofText));
  const copy = setPrototypeOf({}, null);
  for (const key of keys(given)) copy[key] = copyOf(given[key], ofText);
  return copy;
}
