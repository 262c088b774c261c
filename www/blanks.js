/**
 * @file Frames that are born empty, and how their navigations come to be seen.
 *
 * Threat: `location` cannot be replaced in any realm, and the event that tells of a navigation (`navigate`) is
 * not fired while a frame shows its *initial* `about:blank`, not even after `document.open`. So an empty frame
 * is born with another `about:` URL: Chromium shows that one at once, too, as an empty document of the page's
 * origin, but not as the initial one. Opened from a document whose URL is `about:blank`, it gets that URL and
 * the right base back, before any code can see it; its second load event is kept from the page. A stand-in
 * for the window was the alternative: it breaks `contentWindow === frames[0]`, `event.source` and every native
 * function that wants a window, and cannot see what code inside the frame does. Where a browser does not
 * show such a document at once (Firefox), frames stay as they are, and what is navigated from the initial
 * document is not held.
 */

import {
  absolute,
  attributeOf,
  baseOf,
  documentOf,
  found,
  hasAttribute,
  innerDocument,
  insertBefore,
  optional,
  isConnected,
  listen,
  localNameOf,
  namespaceOf,
  nextSiblingOf,
  own,
  parentOf,
  preventDefault,
  removeAttribute,
  removeNode,
  setAttribute,
  stopEvent,
  unlisten,
  urlOf,
  windowOf,
  HTML,
} from './natives.js';
import { isMuted, makeBlank } from './blank-opener.js';
import { inside } from './self.js';

/** What an empty frame loads first. */
const BIRTH = 'about:empty';

/**
 * Whether this browser shows such a document at once. Only those of Chromium's family can, so no other one is
 * tried; the first that does not puts an end to it. In an origin of its own a document never has the event.
 */
let able = !inside && Boolean(optional('navigation') && optional('webkitRequestFileSystem'));

/** The `src` that a frame shall have when it has been born. @type {Map<object, string | null>} */
const unborn = own(new Map());

/** Documents that have met the page; those are never exchanged. @type {WeakSet<object>} */
const known = own(new WeakSet());

/**
 * Before an insertion.
 * @param {any} frame
 */
export function expectBirth(frame) {
  if (able && !isConnected(frame) && isEmptyFrame(frame)) conceive(frame);
}

/**
 * After an insertion: for frames whose load event was not seen, and for those that were not inserted at all.
 * @param {any} frame
 */
export function afterBirth(frame) {
  if (!unborn.has(frame)) return;
  if (isConnected(frame)) meetBirth(frame);
  if (!unborn.has(frame)) return;
  able = able && !isConnected(frame);
  if (isConnected(frame)) putInAgain(frame, () => giveSource(frame));
  else giveSource(frame);
}

/**
 * At each load event of a frame.
 * @param {any} frame
 * @returns {boolean} whether the event is to be kept from the page
 */
export function meetBirth(frame) {
  if (isMuted(frame)) return true;
  const inner = innerDocument(frame);
  if (!inner || known.has(inner)) return false;
  known.add(inner);
  if (unborn.has(frame)) {
    if (urlOf(inner) === BIRTH) deliver(frame, inner);
    return false;
  }
  if (!isInitial(inner) || !isEmptyFrame(frame) || !able) return false;
  putInAgain(frame, () => conceive(frame)); // One of the parser or of a string is there already when it is met.
  return true;
}

/** @param {any} frame */
function isEmptyFrame(frame) {
  if (
    localNameOf(frame) !== 'iframe' ||
    namespaceOf(frame) !== HTML ||
    hasAttribute(frame, 'srcdoc')
  )
    return false;
  if (!loadsNothing(frame, attributeOf(frame, 'src') ?? '')) return false;
  const sandbox = attributeOf(frame, 'sandbox');
  return sandbox === null || found(/\ballow-same-origin\b/i, sandbox);
}

/**
 * Whether a frame with this source keeps its initial document: the source is empty, blank, no URL, or the document around it
 * (HTML, "shared attribute processing steps for iframe and frame elements").
 * @param {any} frame
 * @param {string} source
 */
function loadsNothing(frame, source) {
  if (found(/^\s*(?:about:blank(?:\?[^\s#]*)?\s*)?$/, source)) return true;
  const url = absolute(source, baseOf(frame));
  return url === null || withoutHash(url) === withoutHash(urlOf(documentOf(frame)));
}

/** @param {string} url */
const withoutHash = (url) => url.split('#', 1)[0];

/** @param {any} inner */
const isInitial = (inner) =>
  found(/^about:blank/, urlOf(inner)) && !windowOf(inner)?.navigation?.currentEntry;

/** @param {any} frame */
function conceive(frame) {
  unborn.set(frame, attributeOf(frame, 'src'));
  setAttribute(frame, 'src', BIRTH);
  listen(frame, 'load', () => meetBirth(frame), { capture: true, once: true });
}

/**
 * @param {any} frame
 * @param {() => void} change
 */
function putInAgain(frame, change) {
  const [parent, next] = [parentOf(frame), nextSiblingOf(frame)];
  removeNode(frame);
  change();
  insertBefore(parent, frame, next);
}

/**
 * @param {any} frame
 * @param {any} inner
 */
function deliver(frame, inner) {
  const source = unborn.get(frame) ?? '';
  makeBlank(frame, inner, found(/^\s*about:/i, source) ? source : ''); // It may have a query.
  const { navigation } = windowOf(inner);
  const stay = (/** @type {Event} */ event) => {
    stopEvent(event);
    preventDefault(event);
  };
  listen(navigation, 'navigate', stay);
  giveSource(frame);
  unlisten(navigation, 'navigate', stay);
}

/** @param {any} frame */
function giveSource(frame) {
  const source = unborn.get(frame);
  unborn.delete(frame);
  if (source === null) removeAttribute(frame, 'src');
  else setAttribute(frame, 'src', source);
}
