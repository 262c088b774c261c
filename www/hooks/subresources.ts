/**
 * @file Hooks entry points of elements that load something and run no code: methods that start a load without an
 * insertion, and properties that reveal whether a load has begun.
 */

import { isHeld } from '../requests/held-elements.ts';
import { converted } from '../platform/webidl.ts';
import { hookAccessor, hookMethod, printAs } from '../platform/patch.ts';
import { holdArriving, madeFor } from '../hold/webkit-images.ts';
import { isEager } from '../platform/engine-family.ts';
import { placeLike } from '../platform/inert-document.ts';
import { asked, interceptLoad, interceptLoadsIn } from '../hold/subresource.ts';
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
import type { BareHandler, Interfaces } from '../platform/page-types.ts';
import type { PageValue, Realm } from '../platform/types-core.ts';

/** Methods that return a tree in a document with a window. Its images load before it is inserted. */
const BRING = {
  XSLTProcessor: ['transformToFragment'],
};

/** Matches markup that may have an image. */
const IMAGES = /<(?:im|video)/i;

export function hookSubresources(realm: Realm) {
  for (const [name, methods] of Object.entries(BRING)) {
    for (const method of methods) {
      hookMethod((realm as object as Interfaces)[name]?.prototype, method, (native, self, args) => {
        if (args.length > 0 && !kindOf(args[0])) mayStyle((args[0] = converted(args[0])));
        const result = apply(native, self, args);
        interceptLoadsIn(result ?? self);
        return result;
      });
    }
  }
  hookMethod(realm.Document.prototype, 'adoptNode', (native, self, args) => {
    const elements = maybe(candidates, args[0]) ?? NONE;
    return holdArriving(elements, self, () => apply(native, self, args));
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
    const inert = () => rangeIn(placeLike(place!, false) as Element);
    const make = (range: Range) => apply(native, range, args);
    return interceptLoadsIn(madeFor(mayHold, self, inert, make, page));
  });
}

function hookImage({ HTMLImageElement: { prototype }, Promise }: Realm) {
  hookAccessor(prototype, 'complete', (native, self) => apply(native, self, NONE) && !isHeld(self));
  hookMethod(prototype, 'decode', (native, self, args) => {
    if (!isHeld(self)) return apply(native, self, args);
    return new Promise((resolve) => {
      const loaded = () => resolve(apply(native, self, args));
      for (const type of ['load', 'error']) listen(self, type, loaded, { once: true });
    });
  });
}

/** Hooks `new Audio(url)`, which begins to load. */
function hookAudio(realm: Realm) {
  const native = realm.Audio;
  const handler: BareHandler<typeof Audio> = {
    __proto__: null,
    construct(target, args: PageValue[], newTarget) {
      const element: HTMLAudioElement = construct(target, args, newTarget);
      interceptLoad(element);
      return element;
    },
  };
  const value = new Proxy(native, handler);
  printAs(value, native);
  define(realm, 'Audio', { configurable: true, writable: true, value });
}
