/**
 * @file Doors of elements that load something and run nothing: what brings one to life without inserting it, and what
 * is to be read of one that has not begun.
 */

import { isHeld } from '../book.js';
import { converted } from '../convert.js';
import { hookAccessor, hookMethod, printAs } from '../hook.js';
import { bring, isEager, madeFor } from '../eager.js';
import { placeLike } from '../inert.js';
import { asked, meetLoad, meetTree } from '../meet-loads.js';
import { mayStyle } from '../meet-styles.js';
import {
  NONE,
  apply,
  construct,
  define,
  documentOf,
  found,
  getter,
  kindOf,
  listen,
  maybe,
  parentOf,
  rangeIn,
  rootElementOf,
} from '../natives.js';
import { candidates } from '../request.js';

/** @typedef {import('../natives.js').Realm} Realm */

/** Methods that give, or fill, a tree in a document that is shown: its images load before it is inserted. */
const BRING = {
  XSLTProcessor: ['transformToFragment'],
};

/** Markup with one of these may have an image. */
const IMAGES = /<(?:im|video)/i;

/** @param {any} realm */
export function hookLoads(realm) {
  for (const [name, methods] of Object.entries(BRING)) {
    for (const method of methods) {
      hookMethod(realm[name]?.prototype, method, (native, self, args) => {
        if (args.length > 0 && !kindOf(args[0])) mayStyle((args[0] = converted(args[0])));
        const result = apply(native, self, args);
        meetTree(result ?? self);
        return result;
      });
    }
  }
  hookMethod(realm.Document.prototype, 'adoptNode', (native, self, args) => {
    const elements = maybe(candidates, args[0]) ?? NONE;
    return bring(elements, self, () => apply(native, self, args));
  });
  hookFragments(realm);
  hookImage(realm);
  hookAudio(realm);
  hookMethod(realm.HTMLMediaElement.prototype, 'load', (native, self, args) => {
    if (isHeld(self)) asked.add(self);
    return apply(native, self, args);
  });
}

/** @param {Realm} realm */
function hookFragments({ Range: { prototype } }) {
  const startOf = getter(prototype, 'startContainer');
  hookMethod(prototype, 'createContextualFragment', (native, self, args) => {
    if (args.length > 0) mayStyle((args[0] = converted(args[0])));
    const start = maybe(startOf, self);
    const near = start && (kindOf(start) === 1 ? start : parentOf(start));
    const page = start && (documentOf(start) ?? start);
    const place = kindOf(near) === 1 ? near : page && rootElementOf(page);
    const mayHold = isEager && place && found(IMAGES, args[0]);
    const inert = () => rangeIn(/** @type {any} */ (placeLike(place, false)));
    const make = (/** @type {any} */ range) => apply(native, range, args);
    return meetTree(madeFor(mayHold, self, inert, make, page));
  });
}

/** @param {any} realm */
function hookImage({ HTMLImageElement: { prototype }, Promise }) {
  hookAccessor(prototype, 'complete', (native, self) => apply(native, self, NONE) && !isHeld(self));
  hookMethod(prototype, 'decode', (native, self, args) => {
    if (!isHeld(self)) return apply(native, self, args);
    return new Promise((/** @type {any} */ resolve) => {
      const loaded = () => resolve(apply(native, self, args));
      for (const type of ['load', 'error']) listen(self, type, loaded, { once: true });
    });
  });
}

/** `new Audio(url)` begins to load. @param {any} realm */
function hookAudio(realm) {
  const native = realm.Audio;
  const handler = {
    __proto__: null,
    construct(/** @type {any} */ target, /** @type {any} */ args, /** @type {any} */ newTarget) {
      const element = construct(target, args, newTarget);
      meetLoad(element);
      return element;
    },
  };
  const value = new Proxy(native, /** @type {any} */ (handler));
  printAs(value, native);
  define(realm, 'Audio', { configurable: true, writable: true, value });
}
