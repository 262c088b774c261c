/**
 * @file The other ways into a frame: windows that the page asks for, and the URLs of blobs that it shows.
 */

import { blobTypes } from '../content.js';
import { hookFrame } from '../frames.js';
import { hookAccessor, hookMethod } from '../hook.js';
import { apply, getter, NONE } from '../natives.js';

/** @typedef {import('../natives.js').Realm} Realm */

/** @param {Realm} realm */
export function hookNavigation(realm) {
  const frames = [realm.HTMLIFrameElement, /** @type {any} */ (realm).HTMLFrameElement];
  for (const { prototype } of frames) {
    hookAccessor(prototype, 'contentWindow', (native, self) => {
      const inner = apply(native, self, NONE);
      if (inner) hookFrame(self);
      return inner;
    });
    hookAccessor(prototype, 'contentDocument', (native, self) => {
      const inner = apply(native, self, NONE);
      if (inner) hookFrame(self);
      return inner;
    });
  }
  hookBlobs(realm);
}

/** @param {Realm} realm */
function hookBlobs({ URL, Blob }) {
  const typeOf = getter(Blob.prototype, 'type');
  hookMethod(URL, 'createObjectURL', (native, self, args) => {
    const url = apply(native, self, args);
    try {
      blobTypes.set(url, typeOf(args[0]));
    } catch {
      // A MediaSource has no type and is no document.
    }
    return url;
  });
  hookMethod(URL, 'revokeObjectURL', (native, self, args) => {
    blobTypes.delete(`${args[0]}`);
    return apply(native, self, args);
  });
}
