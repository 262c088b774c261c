/**
 * @file The other ways into a frame: windows that the page asks for, and the URLs of blobs that it shows.
 */

import { blobTypes, revokeWhenLoaded } from '../blobs.js';
import { carriedByUrl } from '../content.js';
import { converted } from '../convert.js';
import { hookFrame, hookWindow } from '../frames.js';
import { hookAccessor, hookMethod, hookOpen } from '../hook.js';
import { IFRAME } from '../kinds.js';
import { apply, baseOf, found, getter, listen, NONE, nothing, then, toText } from '../natives.js';
import { pend, ticketFor } from '../pending.js';
import { unanswered } from '../steering.js';

/** @typedef {import('../natives.js').Realm} Realm */

/** @param {Realm} realm */
export function hookNavigation(realm) {
  const frames = [
    realm.HTMLIFrameElement,
    /** @type {any} */ (realm).HTMLFrameElement,
    realm.HTMLObjectElement,
  ];
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
  hookMethod(/** @type {any} */ (realm).Navigation?.prototype, 'navigate', (native, self, args) =>
    unanswered(realm, () => apply(native, self, args)),
  );
  hookOpen(realm, (native, self, args) => {
    if (args[0] !== undefined) args[0] = converted(args[0]);
    const ticket = found(/^\W*j/i, toText(args[0])) ? ticketOf(args[0], realm) : 0;
    const opened = apply(native, self, ticket ? ['', args[1], args[2]] : args);
    if (opened) hookWindow(opened);
    if (ticket) pend(ticket, () => (opened.location = args[0]));
    return opened;
  });
  hookPictureInPicture(realm);
  hookBlobs(realm);
}

/**
 * The ticket of a `javascript:` URL whose code names what has to wait.
 * @param {string} source
 * @param {Realm} realm
 */
function ticketOf(source, { document }) {
  const url = carriedByUrl(source, baseOf(document));
  return url ? ticketFor(url, IFRAME) : 0;
}

/** @param {any} realm */
function hookPictureInPicture({ DocumentPictureInPicture, documentPictureInPicture }) {
  if (!documentPictureInPicture) return;
  listen(documentPictureInPicture, 'enter', (/** @type {any} */ event) => hookWindow(event.window));
  hookMethod(DocumentPictureInPicture.prototype, 'requestWindow', (native, self, args) => {
    const opened = apply(native, self, args);
    then(opened, hookWindow, nothing);
    return opened;
  });
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
    if (args.length === 0 || typeof args[0] === 'symbol') return apply(native, self, args);
    const url = (args[0] = `${converted(args[0])}`);
    return revokeWhenLoaded(url, () => apply(native, self, [url]));
  });
}
