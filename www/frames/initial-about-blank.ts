/**
 * @file Swaps the initial `about:blank` of a frame for another document, whose navigations can be held.
 *
 * Threat: no browser lets scripts replace `location`. The `navigate` event is not fired while a frame shows its
 * *initial* `about:blank`, not even after `document.open`. So code can navigate an empty frame without an event.
 *
 * An empty frame is therefore inserted with another `about:` URL. Chromium shows that URL at once, too, as an empty
 * document of the page's origin, but not as the initial one. Then a document whose URL is `about:blank` opens it,
 * before code can see it. This gives it that URL and the right base URL. Its second `load` event does not reach the
 * page.
 *
 * A wrapper for the window would break `contentWindow === frames[0]`, `event.source` and every native function that
 * takes a window. It would not cover code inside the frame. A browser that does not show such a document at once
 * (Firefox) has no swap. There, navigations from the initial document are not held.
 */

import {
  absolute,
  attributeNames,
  attributeOf,
  baseOf,
  contentDocumentOf,
  dispatch,
  documentOf,
  exec,
  found,
  frameElementOf,
  hasAttribute,
  innerDocument,
  insertBefore,
  optional,
  isConnected,
  listen,
  localNameOf,
  namespaceOf,
  nextSiblingOf,
  nothing,
  frozenMethods,
  parentOf,
  preventDefault,
  removeAttribute,
  removeNode,
  setAttribute,
  setTimer,
  stopEvent,
  unlisten,
  urlOf,
  windowOf,
  writeDocument,
  HTML,
} from '../platform/primordials.ts';
import { isMuted, makeBlank } from './blank-opener.ts';
import { inside } from '../platform/own-script.ts';
import { isWithoutPolicy, trusted, trustedHTML } from '../platform/trusted-types.ts';

/** The URL that an empty frame loads first. */
const FIRST_URL = 'about:empty';

/**
 * Whether this browser shows such a document at once. Only Chromium-based browsers do, so others are not tried. The
 * first frame that does not show it sets this to false. A document in an opaque origin never has the event.
 */
let canSwap = !inside && Boolean(optional('navigation') && optional('webkitRequestFileSystem'));

/** The sources that frames get when their first document exists. */
const swapping: Map<object, PageSources> = frozenMethods(new Map());

/** The sources of a frame, and the names of all its attributes in order */
type PageSources = { src: string | null; srcdoc: string | null; order: string[] };

/**
 * Matches sources by which a frame leaves its initial document in a later task and without a request. The first group
 * matches code whose value is not a string, so that the document stays.
 */
const LOCAL =
  /^\s*(?:about:srcdoc|blob:|javascript:(?:\s*(?:''|"")[\s;]*$|((?:[\s\d();]|void|false|true|null|undefined)*)$))/i;

/** Documents that code of the page may have a reference to. They are never swapped. */
const known: WeakSet<object> = frozenMethods(new WeakSet());

/** Begins the swap of a frame that is about to be inserted. */
export function prepareSwap(frame: Element) {
  if (canSwap && !isConnected(frame) && showsInitial(frame)) beginSwap(frame);
}

/** Ends the swap after an insertion, for frames without a `load` event, and for those that were not inserted. */
export function finishSwap(frame: Element) {
  if (!swapping.has(frame)) return;
  if (isConnected(frame)) interceptInitialLoad(frame);
  if (!swapping.has(frame)) return;
  canSwap = canSwap && !isConnected(frame);
  if (isConnected(frame)) reinsert(frame, giveSource);
  else giveSource(frame);
}

/** Begins the swap of a frame from markup that is about to leave its initial document. */
export function swapParsed(frame: Element) {
  const inner = canSwap && showsInitial(frame) && leavesInitial(frame) && innerDocument(frame);
  if (inner && isInitial(inner)) reinsert(frame, beginSwap);
}

/** Handles each `load` event of a frame. @returns whether the event must not reach the page */
export function interceptInitialLoad(frame: Element): boolean {
  if (isMuted(frame)) return true;
  const inner = innerDocument(frame);
  if (!inner || known.has(inner)) return false;
  known.add(inner);
  if (swapping.has(frame)) {
    return urlOf(inner) === FIRST_URL && endSwap(frame, inner);
  }
  if (!isInitial(inner) || !showsInitial(frame) || leavesInitial(frame) || !canSwap) return false;
  reinsert(frame, beginSwap); // A frame from the parser or from a string is already in the document.
  return true;
}

/** Returns whether code can reach the initial document of a frame, which the frame shows at least for a moment. */
function showsInitial(frame: Element) {
  if (localNameOf(frame) !== 'iframe' || namespaceOf(frame) !== HTML) return false;
  const sandbox = attributeOf(frame, 'sandbox');
  if (sandbox !== null && !found(/\ballow-same-origin\b/i, sandbox)) return false;
  if (leavesInitial(frame)) return !isWithoutPolicy();
  return loadsNothing(frame, attributeOf(frame, 'src') ?? '');
}

const leavesInitial = (frame: Element) =>
  hasAttribute(frame, 'srcdoc') || found(LOCAL, attributeOf(frame, 'src') ?? '');

/**
 * Returns whether a frame with this source keeps its initial document: the source is empty, `about:blank`, not a URL,
 * or the URL of two documents around it. HTML, "shared attribute processing steps for iframe and frame elements", stops
 * at one. Chromium lets a page show itself once.
 *
 * Threat: code sends a frame elsewhere that would show the page in itself. A frame of a mere fragment is a placeholder,
 * so it stays empty, and its navigations can be held.
 */
function loadsNothing(frame: Element, source: string) {
  if (found(/^\s*(?:#|(?:about:blank(?:\?[^\s#]*)?\s*)?$)/, source)) return true;
  const url = absolute(source, baseOf(frame));
  if (url === null) return true;
  let same = 0;
  for (let outer: Element | null = frame; outer; outer = containerOf(documentOf(outer)))
    if (withoutHash(url) === withoutHash(urlOf(documentOf(outer)))) same += 1;
  return same > 1;
}

/** Returns the element that shows a document, if the page can reach it. */
function containerOf(document: Document): Element | null {
  const view = windowOf(document);
  return view && frameElementOf(view);
}

const withoutHash = (url: string) => url.split('#', 1)[0];

const isInitial = (inner: Document) =>
  found(/^about:blank/, urlOf(inner)) && !windowOf(inner)?.navigation?.currentEntry;

function beginSwap(frame: Element) {
  const srcdoc = attributeOf(frame, 'srcdoc');
  swapping.set(frame, { src: attributeOf(frame, 'src'), srcdoc, order: attributeNames(frame) });
  setAttribute(frame, 'src', FIRST_URL);
  if (srcdoc !== null) removeAttribute(frame, 'srcdoc');
  const onLoad = (event: Event) => interceptInitialLoad(frame) && stopEvent(event);
  listen(frame, 'load', onLoad, { capture: true, once: true });
}

/** Removes a node from its tree, calls `change` with it, and inserts it at its former position. */
export function reinsert(node: Element, change: (node: Element) => void = nothing) {
  const [parent, next] = [parentOf(node)!, nextSiblingOf(node)];
  removeNode(node);
  change(node);
  insertBefore(parent, node, next);
}

/** @returns whether the frame will load again */
function endSwap(frame: Element, inner: Document): boolean {
  const { src, srcdoc } = swapping.get(frame)!;
  const source = src ?? '';
  const local = srcdoc !== null || found(LOCAL, source);
  if (local) {
    // While a document is open, the next document replaces it in the session history.
    makeBlank(frame, inner, '', () => {
      writeDocument(inner, trustedHTML('<body>'));
      giveSource(frame);
    });
    if (srcdoc === null && exec(LOCAL, source)?.[1] !== undefined)
      setTimer(
        () =>
          contentDocumentOf(frame as HTMLIFrameElement) === inner &&
          dispatch(frame, new Event('load')),
      );
    return true;
  }
  makeBlank(frame, inner, found(/^\s*about:/i, source) ? source : ''); // It may have a query.
  const { navigation } = windowOf(inner)!;
  const stay = (event: Event) => {
    stopEvent(event);
    preventDefault(event);
  };
  listen(navigation, 'navigate', stay);
  giveSource(frame);
  unlisten(navigation, 'navigate', stay);
  return false;
}

function giveSource(frame: Element) {
  const { src, srcdoc, order } = swapping.get(frame)!;
  swapping.delete(frame);
  if (srcdoc !== null) setAttribute(frame, 'srcdoc', trusted(frame, 'srcdoc', srcdoc));
  if (src === null) removeAttribute(frame, 'src');
  else setAttribute(frame, 'src', src);
  if (srcdoc !== null) putBehind(frame, 'srcdoc', order);
}

/**
 * Moves the attributes that the page wrote after the attribute `name` behind it again. Event handlers keep their
 * position.
 */
function putBehind(frame: Element, name: string, order: string[]) {
  for (let i = 0, behind = false; i < order.length; i += 1) {
    const value = behind && !found(/^on/, order[i]) ? attributeOf(frame, order[i]) : null;
    behind ||= order[i] === name;
    if (value === null) continue;
    removeAttribute(frame, order[i]);
    setAttribute(frame, order[i], value);
  }
}
