/**
 * @file Frames that show an empty document at first, and how their navigations come to be seen.
 *
 * Threat: no realm lets `location` be replaced, and the event that tells of a navigation (`navigate`) is
 * not fired while a frame shows its *initial* `about:blank`, not even after `document.open`. So an empty frame
 * is born with another `about:` URL: Chromium shows that one at once, too, as an empty document of the page's
 * origin, but not as the initial one. Opened from a document whose URL is `about:blank`, it gets that URL and
 * the right base back, before code can see it; its second load event is kept from the page. A stand-in
 * for the window was the alternative: it breaks `contentWindow === frames[0]`, `event.source` and every native
 * function that wants a window, and cannot see what code inside the frame does. Where a browser does not
 * show such a document at once (Firefox), frames stay as they are, and what is navigated from the initial
 * document is not held.
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
const BIRTH = 'about:empty';

/**
 * True if this browser shows such a document at once. Only browsers of Chromium's family do, so others are not tried;
 * the first frame that does not show it sets this to false. A document in an opaque origin never has the event.
 */
let able = !inside && Boolean(optional('navigation') && optional('webkitRequestFileSystem'));

/** The sources that frames get when their first document is there. */
const unborn: Map<object, Birth> = own(new Map());

/** The sources of a frame, and the names of all its attributes in order */
type Birth = { src: string | null; srcdoc: string | null; order: string[] };

/**
 * Sources by which a frame leaves its initial document in a later task and without a request. The first group matches
 * code whose value is not a text, so that the document stays.
 */
const LOCAL =
  /^\s*(?:about:srcdoc|blob:|javascript:(?:\s*(?:''|"")[\s;]*$|((?:[\s\d();]|void|false|true|null|undefined)*)$))/i;

/** Documents that code of the page may know; they are never exchanged. */
const known: WeakSet<object> = own(new WeakSet());

/** Before an insertion. */
export function expectBirth(frame: Element) {
  if (able && !isConnected(frame) && showsInitial(frame)) conceive(frame);
}

/** After an insertion: for frames whose load event was not seen, and for those that were not inserted at all. */
export function afterBirth(frame: Element) {
  if (!unborn.has(frame)) return;
  if (isConnected(frame)) meetBirth(frame);
  if (!unborn.has(frame)) return;
  able = able && !isConnected(frame);
  if (isConnected(frame)) putInAgain(frame, () => giveSource(frame));
  else giveSource(frame);
}

/** A frame that markup has brought in and that is about to leave its initial document. */
export function bearAgain(frame: Element) {
  const inner = able && showsInitial(frame) && leavesInitial(frame) && innerDocument(frame);
  if (inner && isInitial(inner)) putInAgain(frame, () => conceive(frame));
}

/**
 * At each load event of a frame.
 * @returns whether the event is to be kept from the page
 */
export function meetBirth(frame: Element): boolean {
  if (isMuted(frame)) return true;
  const inner = innerDocument(frame);
  if (!inner || known.has(inner)) return false;
  known.add(inner);
  if (unborn.has(frame)) {
    return urlOf(inner) === BIRTH && deliver(frame, inner);
  }
  if (!isInitial(inner) || !showsInitial(frame) || leavesInitial(frame) || !able) return false;
  putInAgain(frame, () => conceive(frame)); // One of the parser or of a string is there already when it is met.
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
 * or the URL of the document around it (HTML, "shared attribute processing steps for iframe and frame elements").
 */
function loadsNothing(frame: Element, source: string) {
  if (found(/^\s*(?:about:blank(?:\?[^\s#]*)?\s*)?$/, source)) return true;
  const url = absolute(source, baseOf(frame));
  return url === null || withoutHash(url) === withoutHash(urlOf(documentOf(frame)));
}

const withoutHash = (url: string) => url.split('#', 1)[0];

const isInitial = (inner: Document) =>
  found(/^about:blank/, urlOf(inner)) && !windowOf(inner)?.navigation?.currentEntry;

function conceive(frame: Element) {
  const srcdoc = attributeOf(frame, 'srcdoc');
  unborn.set(frame, { src: attributeOf(frame, 'src'), srcdoc, order: attributeNames(frame) });
  setAttribute(frame, 'src', BIRTH);
  if (srcdoc !== null) removeAttribute(frame, 'srcdoc');
  const onLoad = (event: Event) => meetBirth(frame) && stopEvent(event);
  listen(frame, 'load', onLoad, { capture: true, once: true });
}

function putInAgain(frame: Element, change: () => void) {
  const [parent, next] = [parentOf(frame)!, nextSiblingOf(frame)];
  removeNode(frame);
  change();
  insertBefore(parent, frame, next);
}

/** @returns whether the frame will load again */
function deliver(frame: Element, inner: Document): boolean {
  const { src, srcdoc } = unborn.get(frame)!;
  const source = src ?? '';
  const local = srcdoc !== null || found(LOCAL, source);
  if (local) {
    // While a document is open, what comes next takes its place in history.
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
  const { src, srcdoc, order } = unborn.get(frame)!;
  unborn.delete(frame);
  if (srcdoc !== null) setAttribute(frame, 'srcdoc', trusted(frame, 'srcdoc', srcdoc));
  if (src === null) removeAttribute(frame, 'src');
  else setAttribute(frame, 'src', src);
  if (srcdoc !== null) putBehind(frame, 'srcdoc', order);
}

/** Moves the attributes that the page wrote behind another one there again. Event handlers keep their place. */
function putBehind(frame: Element, name: string, order: string[]) {
  for (let i = 0, behind = false; i < order.length; i += 1) {
    const value = behind && !found(/^on/, order[i]) ? attributeOf(frame, order[i]) : null;
    behind ||= order[i] === name;
    if (value === null) continue;
    removeAttribute(frame, order[i]);
    setAttribute(frame, order[i], value);
  }
}
