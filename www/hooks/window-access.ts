/**
 * @file Hooks other entry points to windows: properties and methods that return one, and URLs of blobs that frames
 * show.
 */

import { blobType, blobs, revokeWhenLoaded } from '../requests/blob-urls.ts';
import { carriedByUrl } from '../requests/scan-frame.ts';
import { converted } from '../platform/webidl.ts';
import { hookFrame, hookWindow } from '../frames/frames.ts';
import { hookAccessor, hookMethod, hookOpen } from '../platform/patch.ts';
import { IFRAME } from '../platform/constants.ts';
import {
  apply,
  baseOf,
  found,
  listen,
  maybe,
  NONE,
  nothing,
  then,
  toText,
} from '../platform/primordials.ts';
import { pend, ticketFor } from '../requests/held-calls.ts';
import { unanswered } from '../frames/frame-navigation.ts';
import type { PictureInPictureEvent, RareRealm } from '../platform/page-types.ts';
import type { Realm } from '../platform/primordials.ts';

export function hookWindowAccess(realm: Realm) {
  const frames = [realm.HTMLIFrameElement, realm.HTMLFrameElement, realm.HTMLObjectElement];
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
  hookMethod(realm.Navigation?.prototype, 'navigate', (native, self, args) =>
    unanswered(realm, () => apply(native, self, args)),
  );
  hookOpen(realm, (native, self, args) => {
    const ticket = found(/^\W*j/i, toText(args[0])) ? ticketOf(args[0], realm) : 0;
    const opened = apply(native, self, ticket ? ['', args[1], args[2]] : args) as Realm | null;
    if (opened) hookWindow(opened);
    if (ticket) pend(ticket, () => (opened!.location = args[0]));
    return opened;
  });
  hookPictureInPicture(realm);
  hookBlobs(realm);
}

/** Returns the ticket of a `javascript:` URL whose code contains a held URL, or 0. */
function ticketOf(source: string, { document }: Realm) {
  const url = carriedByUrl(source, baseOf(document));
  return url ? ticketFor(url, IFRAME) : 0;
}

function hookPictureInPicture({ DocumentPictureInPicture, documentPictureInPicture }: RareRealm) {
  if (!documentPictureInPicture) return;
  listen(documentPictureInPicture, 'enter', (event: PictureInPictureEvent) =>
    hookWindow(event.window),
  );
  hookMethod(DocumentPictureInPicture!.prototype, 'requestWindow', (native, self, args) => {
    const opened = apply(native, self, args) as Promise<Realm>;
    then(opened, hookWindow, nothing);
    return opened;
  });
}

function hookBlobs({ URL }: Realm) {
  hookMethod(URL, 'createObjectURL', (native, self, args) => {
    const url = apply(native, self, args);
    if (maybe(blobType, args[0]) !== undefined) blobs.set(url, args[0]); // A MediaSource is not a blob.
    return url;
  });
  hookMethod(URL, 'revokeObjectURL', (native, self, args) => {
    if (args.length === 0 || typeof args[0] === 'symbol') return apply(native, self, args);
    const url = (args[0] = `${converted(args[0])}`);
    return revokeWhenLoaded(url, () => apply(native, self, [url]));
  });
}
