/**
 * @file Frames whose documents never cross the network share the page's origin and bring fresh, unhooked
 * prototypes: they are hooked as soon as they exist, before code in them or code that reaches into them can
 * use those. Held frames are released here too.
 */

import { isHeld, seen } from '../requests/held-elements.ts';
import { withBase } from '../platform/with-base-url.ts';
import { meetBirth } from './initial-about-blank.ts';
import { revokeLoaded } from '../requests/blob-urls.ts';
import { ask } from '../engine/engine.ts';
import { emptied } from './frame-placeholders.ts';
import { isOurs } from '../requests/end-event.ts';
import { RAN } from '../platform/constants.ts';
import {
  absolute,
  attributeOf,
  baseOf,
  found,
  innerDocument,
  insertBefore,
  isConnected,
  listen,
  localNameOf,
  maybe,
  nextSiblingOf,
  openDocument,
  own,
  parentOf,
  readyStateOf,
  removeNode,
  rootOf,
  stopEvent,
  targetOf,
  urlOf,
  windowOf,
  nothing,
} from '../platform/primordials.ts';
import { releasing } from './replay-navigation.ts';
import { admit, isGuest } from './gate-in-document.ts';
import { steer } from './frame-navigation.ts';
import { isMarked } from '../requests/inert-mark.ts';
import { isOwnOrigin } from '../platform/own-script.ts';
import type { Held } from '../requests/held-elements.ts';
import type { Realm } from '../platform/primordials.ts';

/** Puts the hooks into a window. The entry sets it, since hooks import frames. */
let installIn: (realm: Realm) => void = nothing;

export const useInstaller = (install: (realm: Realm) => void) => void (installIn = install);

/** Hooks the document that an iframe shows, where the page can reach it. */
export function hookFrame(frame: Element) {
  watchLoads(rootOf(frame));
  const inner = innerDocument(frame);
  const realm = inner && windowOf(inner);
  if (!realm) return;
  installIn(realm);
  steer(frame, inner);
  meetNext(realm, () => hookFrame(frame));
}

/**
 * The same for an object or embed. It gets its window when it is laid out: this is done at once where the page's own
 * origin is shown, so that the next document is met before code in it runs.
 */
export function hookEmbedded(element: Element) {
  const name = localNameOf(element);
  if (name !== 'object' && name !== 'embed') return;
  const source = attributeOf(element, name === 'embed' ? 'src' : 'data') ?? '';
  const url = (source && absolute(source, baseOf(element))) || '';
  const isOwn = isOwnOrigin(url);
  // Reading a property of such an element asks its plugin or frame, which lays it out; a captured getter does not.
  if (isOwn) void (element as HTMLElement).offsetWidth;
  // An embed of another host is left alone: asking for its document loads every other one that is not met yet.
  if (isOwn || name === 'object') hookFrame(element);
}

/** Hooks a window that the page has opened, and its next documents. */
export const hookWindow = (opened: Realm) => maybe(enterWindow, opened);

function enterWindow(opened: Realm) {
  const { document } = opened;
  const enter = () => 'consentGate' in opened || installIn(opened);
  // A page of the network may bring a gate of its own, which outlives this one.
  if (readyStateOf(document) === 'loading' && found(/^http/, urlOf(document)))
    listen(document, 'DOMContentLoaded', enter);
  else enter();
  meetNext(opened, () => hookWindow(opened));
}

/** Documents whose end is awaited. */
const awaited: WeakSet<object> = own(new WeakSet());

/**
 * The next document of a window is there when this one hides, and its first tag is read in a task of its own: ours,
 * posted now, comes before that.
 */
function meetNext(realm: Realm, meet: () => void) {
  const { document } = realm;
  if (awaited.has(document)) return;
  awaited.add(document);
  listen(realm, 'pagehide', () => soonest(meet));
}

function soonest(act: () => void) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = act;
  port2.postMessage(0);
}

/**
 * A held frame shows an empty document, whose load event the page must not take for its own; and a frame
 * that has loaded another document of the page's origin has fresh prototypes. `document.open` takes listeners
 * away, so this is asked again whenever a frame comes in; to listen twice is to listen once.
 * @param root a document or shadow root
 */
export const watchLoads = (root: EventTarget) => listen(root, 'load', onLoad, true);

function onLoad(event: Event) {
  if (isOurs(event)) return;
  const target = targetOf(event) as Element; // What is none has no local name.
  if (!found(/^(?:i?frame|object|embed)$/, maybe(localNameOf, target) ?? '')) return;
  if (isMarked(target)) return stopEvent(event); // The parser's observer has not been called yet.
  if (meetBirth(target) || (isHeld(target) && !isGuest(target))) stopEvent(event);
  hookFrame(target);
  if (isHeld(target)) emptied(target);
}

/**
 * Lets a held frame load, so that the Back button knows nothing of the wait. It still shows what it showed
 * before; only a browser without `navigate` event has left that for an empty document, which is opened: one
 * that has not finished loading is replaced by what follows. A sandboxed one, which cannot be reached, is put
 * in once more.
 */
export function startFrame(held: Held) {
  const { element, ticket, navigate } = held;
  if (!isConnected(element)) return ask('gone', ticket);
  if (navigate) navigate();
  else releasing(element, () => withBase(held, () => reload(element)));
  revokeLoaded();
  ask('settled', ticket, RAN);
}

function reload(frame: Element) {
  const inner = innerDocument(frame);
  if (!inner || isRestored(inner)) return putInAgain(frame);
  if (!windowOf(inner)!.navigation && !runsCode(frame)) openDocument(inner);
  admit(frame);
}

/**
 * After the Back button a frame's empty document is one of the session history: another one in its place would be a
 * step of its own, and cut off the way forward. The document that a frame is born with has no entries.
 */
const isRestored = (inner: Document) =>
  urlOf(inner) === 'about:blank' &&
  maybe((it: Document) => windowOf(it)!.navigation.entries().length > 0, inner);

function putInAgain(frame: Element) {
  const [parent, next] = [parentOf(frame)!, nextSiblingOf(frame)];
  removeNode(frame);
  admit(frame);
  insertBefore(parent, frame, next);
}

/** A `javascript:` URL runs in the empty document, which must have a body for it. */
function runsCode(frame: Element) {
  const source = attributeOf(seen(frame), 'src');
  return source !== null && found(/^javascript:/, absolute(source, baseOf(frame)) ?? '');
}
