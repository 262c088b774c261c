/**
 * @file Hooks frames whose documents have the page's origin. Each document has prototypes without hooks. So it is
 * hooked as soon as it exists, before code in it, or code that reaches into it, can use them. Held frames are released
 * here, too.
 */

import { isHeld, twinOrSelf } from '../requests/held-elements.ts';
import { withBase } from '../platform/with-base-url.ts';
import { interceptInitialLoad } from './initial-about-blank.ts';
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
  isConnected,
  listen,
  localNameOf,
  maybe,
  openDocument,
  frozenMethods,
  readyStateOf,
  rootOf,
  soon,
  stopEvent,
  targetOf,
  urlOf,
  windowOf,
  nothing,
} from '../platform/primordials.ts';
import { reinsert } from './initial-about-blank.ts';
import { releasing } from './replay-navigation.ts';
import { loadWithGate, hasGateInside } from './gate-in-document.ts';
import { welcome } from './nested-gates.ts';
import { watchNavigations } from './frame-navigation.ts';
import { isMarked } from '../requests/inert-mark.ts';
import { isOwnOrigin } from '../platform/own-script.ts';
import type { Held } from '../requests/held-elements.ts';
import type { Realm } from '../platform/primordials.ts';

/** Puts the hooks into a window. The entry sets it, since hooks import frames. */
let installIn: (realm: Realm) => void = nothing;

export const useInstaller = (install: (realm: Realm) => void) => void (installIn = install);

/** Hooks the document that an iframe shows, if the page can reach it. */
export function hookFrame(frame: Element) {
  watchLoads(rootOf(frame));
  const inner = innerDocument(frame);
  const realm = inner && windowOf(inner);
  if (!realm) return;
  installIn(realm);
  watchNavigations(frame, inner);
  hookNextDocument(realm, () => hookFrame(frame));
}

/**
 * Hooks the document of an object or embed when the running code ends. Such an element gets its window at layout. If it
 * shows the page's origin, the layout is forced then, so that the document is hooked before code in it runs. It is not
 * forced at once: an element that the same code removes again would be requested.
 */
export function hookEmbedded(element: Element) {
  const name = localNameOf(element);
  if (name === 'object' || name === 'embed')
    soon(() => isConnected(element) && showEmbedded(element, name));
}

function showEmbedded(element: Element, name: string) {
  const source = attributeOf(element, name === 'embed' ? 'src' : 'data') ?? '';
  const url = (source && absolute(source, baseOf(element))) || '';
  const isOwn = isOwnOrigin(url);
  // Reading a property of such an element asks its plugin or frame, which forces a layout. A captured getter does not.
  if (isOwn) void (element as HTMLElement).offsetWidth;
  // An embed of another host is skipped: reading its document loads every other one that has not been judged yet.
  if (isOwn || name === 'object') hookFrame(element);
}

/** Hooks a window that the page has opened, and its next documents. */
export const hookWindow = (opened: unknown) => maybe(enterWindow, opened);

function enterWindow(opened: Realm) {
  const { document } = opened;
  const enter = () => 'consentGate' in opened || installIn(opened);
  // A page from the network may include a gate, which works longer than this one.
  if (readyStateOf(document) === 'loading' && found(/^http/, urlOf(document)))
    listen(document, 'DOMContentLoaded', enter);
  else enter();
  hookNextDocument(opened, () => hookWindow(opened));
}

/** Documents with a listener for `pagehide`. */
const awaited: WeakSet<object> = frozenMethods(new WeakSet());

/**
 * Hooks the next document of a window. It exists when this one hides. The parser reads its first tag in a later task,
 * so a task that is posted now runs before.
 */
function hookNextDocument(realm: Realm, meet: () => void) {
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
 * Watches `load` events of frames in a tree. A held frame shows an empty document, whose `load` event must not reach
 * the page. A frame that has loaded another document of the page's origin has new prototypes. `document.open` removes
 * listeners, so this is called for every inserted frame. Adding a listener twice has no effect.
 * @param root a document or shadow root
 */
export function watchLoads(root: EventTarget) {
  listen(root, 'load', onLoad, true);
  listen(root, welcome, onNestedDocument, true);
}

/** Handles the event by which a nested document reports that it exists. */
function onNestedDocument(event: Event) {
  stopEvent(event);
  hookFrame(targetOf(event) as Element);
}

function onLoad(event: Event) {
  if (isOurs(event)) return;
  const target = targetOf(event) as Element; // A target that is not an element has no local name.
  if (!found(/^(?:i?frame|object|embed)$/, maybe(localNameOf, target) ?? '')) return;
  if (isMarked(target)) return stopEvent(event); // The parser's observer has not been called yet.
  if (interceptInitialLoad(target) || (isHeld(target) && !hasGateInside(target))) stopEvent(event);
  hookFrame(target);
  if (isHeld(target)) emptied(target);
}

/**
 * Lets a held frame load, without an entry in the session history. The frame still shows the document that it showed
 * before. In a browser without the `navigate` event it shows an empty document, which is opened: a document that is
 * loading is replaced by the next one. A sandboxed frame, whose document cannot be reached, is removed and inserted
 * again.
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
  if (!inner || isRestored(inner)) return reinsert(frame, loadWithGate);
  if (!windowOf(inner)!.navigation && !runsCode(frame)) openDocument(inner);
  loadWithGate(frame);
}

/**
 * Returns whether a frame's empty document belongs to the session history, as after the Back button. A navigation would
 * add an entry, and delete the entries after it. An initial document has no entries.
 */
const isRestored = (inner: Document) =>
  urlOf(inner) === 'about:blank' &&
  maybe((it: Document) => windowOf(it)!.navigation.entries().length > 0, inner);

/** Returns whether the source is a `javascript:` URL. It runs in the empty document, which must have a body. */
function runsCode(frame: Element) {
  const source = attributeOf(twinOrSelf(frame), 'src');
  return source !== null && found(/^javascript:/, absolute(source, baseOf(frame)) ?? '');
}
