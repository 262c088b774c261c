/**
 * @file Gives a document the URL `about:blank` and the base URL of the embedding page. For this, a document with that
 * URL and base opens it.
 */

import {
  appendChild,
  baseOf,
  closeDocument,
  contentDocumentOf,
  createElement,
  dispatch,
  documentOf,
  headOf,
  listen,
  method,
  nothing,
  frozenMethods,
  removeNode,
  rootElementOf,
  setAttribute,
  soon,
  stopEvent,
  unlisten,
  urlOf,
  windowOf,
} from '../platform/primordials.ts';

/** The initial root element of a document. If the document has another one, the page has opened the document. */
const roots: WeakMap<object, object> = frozenMethods(new WeakMap());

/** The frame whose `load` event must not reach the page. */
let muted: object | null = null;

export const isMuted = (frame: Element) => frame === muted;

const bind = method(Function.prototype, 'bind');

/**
 * Returns whether the frame still shows its first document, and the page has not opened that. The next document
 * replaces it in the session history.
 */
export const isUnopened = (inner: Document) => roots.get(inner) === rootElementOf(inner);

/** Calls a function from code of the function's realm. Browsers use the URL, base and referrer of the calling code. */
export function callInOwnRealm(fn: Function, self: object, ...args: unknown[]) {
  const target = new EventTarget();
  listen(target, 'call', bind(fn, self, ...args));
  dispatch(target, new Event('call'));
}

/** A document that can open others. `open` is the native function of its realm. */
type Opener = { frame: Element; inner: Document; open: Function };

/** The newest blank frame, until the current task ends. */
let newest: Opener | null = null;

/**
 * Opens a document, which gives it the URL and the fallback base URL of the document whose code opens it. That is the
 * last blank document, or one that exists only for this call.
 * @param source the `about:` URL of the new document; empty for `about:blank`
 * @param act is called while it is open
 */
export function makeBlank(
  frame: Element,
  inner: Document,
  source: string,
  act: () => void = nothing,
) {
  const { open } = windowOf(inner)!.Document.prototype;
  if (newest && !source && opensLike(newest, frame)) callInOwnRealm(newest.open, inner);
  else openByFrame(frame, inner, source);
  mute(frame, () => (act(), closeDocument(inner)));
  roots.set(inner, rootElementOf(inner));
  if (!newest) soon(() => (newest = null));
  newest = { frame, inner, open };
}

/** Returns whether a document that `opener` opens gets the URL and the base URL of an initial document in `frame`. */
const opensLike = (opener: Opener, frame: Element) =>
  contentDocumentOf(opener.frame as HTMLIFrameElement) === opener.inner &&
  documentOf(opener.frame) === documentOf(frame) &&
  isUnopened(opener.inner) &&
  urlOf(opener.inner) === 'about:blank' &&
  baseOf(opener.inner) === baseOf(frame);

/**
 * Opens a document by one in a frame inside it. If the CSP's `base-uri` forbids the base element, the frame is inserted
 * into the page's document.
 */
function openByFrame(frame: Element, inner: Document, source: string) {
  const base = createElement(inner, 'base');
  setAttribute(base, 'href', baseOf(frame));
  appendChild(headOf(inner), base);
  const place = baseOf(inner) === baseOf(frame) ? inner : documentOf(frame);
  const opener = createElement(place, 'iframe');
  if (source) setAttribute(opener, 'src', source);
  mute(opener, () => appendChild(rootElementOf(place), opener));
  callInOwnRealm(windowOf(contentDocumentOf(opener)!)!.Document.prototype.open, inner);
  removeNode(opener);
}

/** @param act during which the `load` event of `frame` must not reach the page */
function mute(frame: Element, act: () => void) {
  const before = muted;
  muted = frame;
  listen(frame, 'load', stopEvent, true);
  act();
  unlisten(frame, 'load', stopEvent, true);
  muted = before;
}
