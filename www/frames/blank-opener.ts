/**
 * @file Gives a document the URL `about:blank` and the base of the page around it, by having such a document open it.
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
  own,
  removeNode,
  rootElementOf,
  setAttribute,
  soon,
  stopEvent,
  unlisten,
  urlOf,
  windowOf,
} from '../platform/primordials.ts';

/** The root element that a document had at first: another one means that the page has opened the document. */
const roots: WeakMap<object, object> = own(new WeakMap());

/** The frame whose load event is ours. */
let muted: object | null = null;

export const isMuted = (frame: Element) => frame === muted;

const bind = method(Function.prototype, 'bind');

/**
 * Returns whether the frame still shows its first document, which the page has not opened. The next document takes its
 * place in the history.
 */
export const isNewborn = (inner: Document) => roots.get(inner) === rootElementOf(inner);

/** Calls a function from code of the function's realm: browsers take URL, base and referrer from there. */
export function callInOwnRealm(fn: Function, self: object, ...args: unknown[]) {
  const target = new EventTarget();
  listen(target, 'call', bind(fn, self, ...args));
  dispatch(target, new Event('call'));
}

/** A document that can open others. `open` is the native function of its realm. */
type Opener = { frame: Element; inner: Document; open: Function };

/** The blank frame that was made last, until the end of the task. */
let newest: Opener | null = null;

/**
 * Opens a document, which gives it the URL and the fallback base of the document whose code opens it. That is the blank
 * document that was made before, or else one that exists for this call only.
 * @param source an `about:` URL that it is to have; empty for `about:blank`
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

/** Returns whether a document that `opener` opens gets the URL and the base of an initial document in `frame`. */
const opensLike = (opener: Opener, frame: Element) =>
  contentDocumentOf(opener.frame as HTMLIFrameElement) === opener.inner &&
  documentOf(opener.frame) === documentOf(frame) &&
  isNewborn(opener.inner) &&
  urlOf(opener.inner) === 'about:blank' &&
  baseOf(opener.inner) === baseOf(frame);

/**
 * Opens a document by one in a frame inside it. Where `base-uri` forbids to give the new one a base, the frame is put
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

/** @param act during which its load event is ours */
function mute(frame: Element, act: () => void) {
  const before = muted;
  muted = frame;
  listen(frame, 'load', stopEvent, true);
  act();
  unlisten(frame, 'load', stopEvent, true);
  muted = before;
}
