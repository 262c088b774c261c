/**
 * @file Doors of elements that load something and run nothing: what brings one to life without inserting it, and what
 * is to be read of one that has not begun.
 */

import { isHeld } from '../requests/held-elements.ts';
import { converted } from '../platform/webidl.ts';
import { hookAccessor, hookMethod, printAs } from '../platform/patch.ts';
import { bring, isEager, madeFor } from '../hold/webkit-images.ts';
import { placeLike } from '../platform/inert-document.ts';
import { asked, meetLoad, meetTree } from '../hold/subresource.ts';
import { mayStyle } from '../hold/css-entry.ts';
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
} from '../platform/primordials.ts';
import { candidates } from '../requests/element-request.ts';
import type { Realm } from '../platform/primordials.ts';

/** Methods that give, or fill, a tree in a document that is shown: its images load before it is inserted. */
const BRING = {
  XSLTProcessor: ['transformToFragment'],
};

/** Markup with one of these may have an image. */
const IMAGES = /<(?:im|video)/i;

export function hookLoads(realm: any) {
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

function hookFragments({ Range: { prototype } }: Realm) {
  const startOf = getter(prototype, 'startContainer');
  hookMethod(prototype, 'createContextualFragment', (native, self, args) => {
    if (args.length > 0) mayStyle((args[0] = converted(args[0])));
    const start = maybe(startOf, self);
    const near = start && (kindOf(start) === 1 ? start : parentOf(start));
    const page = start && (documentOf(start) ?? (start as Document));
    const place = kindOf(near) === 1 ? near : page && rootElementOf(page);
    const mayHold = isEager && place && found(IMAGES, args[0]);
    const inert = () => rangeIn(placeLike(place, false) as any);
    const make = (range: any) => apply(native, range, args);
    return meetTree(madeFor(mayHold, self, inert, make, page));
  });
}

function hookImage({ HTMLImageElement: { prototype }, Promise }: any) {
  hookAccessor(prototype, 'complete', (native, self) => apply(native, self, NONE) && !isHeld(self));
  hookMethod(prototype, 'decode', (native, self, args) => {
    if (!isHeld(self)) return apply(native, self, args);
    return new Promise((resolve: any) => {
      const loaded = () => resolve(apply(native, self, args));
      for (const type of ['load', 'error']) listen(self, type, loaded, { once: true });
    });
  });
}

/** `new Audio(url)` begins to load. */
function hookAudio(realm: any) {
  const native = realm.Audio;
  const handler = {
    __proto__: null,
    construct(target: any, args: any, newTarget: any) {
      const element = construct(target, args, newTarget) as Element;
      meetLoad(element);
      return element;
    },
  };
  const value = new Proxy(native, handler as any);
  printAs(value, native);
  define(realm, 'Audio', { configurable: true, writable: true, value });
}
