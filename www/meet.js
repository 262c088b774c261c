/**
 * @file Where a script or frame that is about to start meets the gate. An insertion has two halves: before
 * it, what would be held is made inert; after it, what has really arrived in the document gets its ticket and
 * the rest is put back as if nothing had been, so that an insertion that throws leaves no trace.
 */

import { afterBirth, expectBirth } from './blanks.js';
import { carried } from './content.js';
import { disarm, isHeld, rearm, seen, started, waiting } from './book.js';
import { ask, peek } from './decide.js';
import { hookFrame } from './frames.js';
import { LOAD, TAGS, isActive, isLoading, isPlaced, loadOf } from './loads.js';
import { meetLoad, wait } from './meet-loads.js';
import { meetMarked, unmark } from './meet-written.js';
import { BLOCKING, DEFERRED, FRAME, FREE, IFRAME, IMPORT, ORDERED, SCRIPT } from './kinds.js';
import { keepOthers, namedBy } from './named.js';
import {
  HTML,
  SVG,
  XLINK,
  absolute,
  attributeOf,
  attributeOfNS,
  baseOf,
  documentOf,
  found,
  hasAttribute,
  isAsync,
  isConnected,
  kindOf,
  list,
  localNameOf,
  namespaceOf,
  query,
  scriptNonce,
  textOf,
  windowOf,
} from './natives.js';
import { startNow } from './release.js';
import { watchRemovals } from './removals.js';
import { ownNonce } from './self.js';
import { lets } from './seal.js';

/**
 * @typedef {object} Request what one element asks for
 * @property {Element} element
 * @property {import('./book.js').Held['tag']} tag
 * @property {string | null} url absolute; null for an inline script
 * @property {string | null} id the category, vendor or feature that the tag itself names
 * @property {number} lane
 * @property {number} [kind] where the tag does not say it; IMPORT: the text of an inline script names the URL
 * @property {boolean} [held] whether it was made inert
 * @property {() => void} [navigate] how to release a frame that was held by its location alone
 * @property {string} [target] the URL to which it was sent
 */

/** Whether a blocking script of the parser has been held: only then can an inline script stand behind one. */
let behindLibrary = false;

/** HTML, "JavaScript MIME type essence match", and the types that a script block may have besides. */
const RUNS =
  /^\s*(?:|module|(?:application|text)\/(?:x-)?(?:ecma|java)script|text\/(?:javascript1\.[0-5]|jscript|livescript))\s*$/i;

/**
 * `script`, `iframe` or `frame` where the element is one that can start something, `load` where it can load
 * something, else null.
 * @param {Element} element
 * @returns {Request['tag'] | null}
 */
export function tagOf(element) {
  const name = localNameOf(element);
  if (name !== 'script' && name !== 'iframe' && name !== 'frame')
    return isLoading(element, name) ? LOAD : null;
  const space = namespaceOf(element);
  return space === HTML || (space === SVG && name === 'script') ? name : null;
}

/**
 * Everything in the subtree of `node` that can start something, in tree order; null where there is nothing.
 * @param {any} node
 * @returns {Element[] | null}
 */
export function candidates(node) {
  const type = kindOf(node);
  if (type !== 1 && type !== 11) return null;
  const inside = query(node, TAGS);
  const self = type === 1 && tagOf(node);
  if (!self && inside.length === 0) return null;
  const elements = list();
  if (self) elements[0] = node;
  for (let i = 0; i < inside.length; i += 1)
    if (tagOf(inside[i])) elements[elements.length] = inside[i];
  return elements;
}

/**
 * The attribute that names what the element loads.
 * @param {Element} element
 * @param {Request['tag']} tag
 * @returns {string | null}
 */
export const sourceOf = (element, tag) =>
  tag === 'script' ? scriptSource(element) : attributeOf(element, 'src');

/** @param {Element} script */
function scriptSource(script) {
  if (namespaceOf(script) === HTML) return attributeOf(script, 'src');
  return attributeOf(script, 'href') ?? attributeOfNS(script, XLINK, 'href');
}

/**
 * Whether HTML's "prepare the script element" would go on with an element of this type and language.
 * @param {Element} script
 */
export function runs(script) {
  const type = attributeOf(script, 'type');
  if (type !== null) return found(RUNS, type);
  const language = attributeOf(script, 'language');
  return !language || found(RUNS, `text/${language}`);
}

/**
 * Whether a script of this `type` is a module.
 * @param {string | null} type
 */
export const isModuleType = (type) => type !== null && found(/^\s*module\s*$/i, type);

/** @param {Element} script */
const isModule = (script) => isModuleType(attributeOf(script, 'type'));

/**
 * @param {Element} script
 * @param {boolean} parsed
 * @param {boolean} external
 */
export function laneOf(script, parsed, external) {
  if (namespaceOf(script) !== HTML) return parsed ? BLOCKING : FREE;
  if (!parsed) return external && !isAsync(script) ? ORDERED : FREE;
  if (hasAttribute(script, 'async') && (external || isModule(script))) return FREE;
  if (isModule(script)) return DEFERRED;
  return external && hasAttribute(script, 'defer') ? DEFERRED : BLOCKING;
}

/**
 * What the element would ask for if it were prepared now; null where it would ask for nothing.
 * @param {Element} element
 * @param {boolean} parsed whether the parser is inserting it
 * @param {string} [text] what it will have
 * @returns {Request | null}
 */
export function requestOf(element, parsed, text) {
  const tag = /** @type {Request['tag']} */ (tagOf(element));
  if (isHeld(element)) return null;
  if (tag === LOAD) return !isPlaced(element) && started.has(element) ? null : loadOf(element);
  if (tag !== 'script') {
    const url = carried(element, tag);
    return url === null ? null : { element, tag, url, id: null, lane: FRAME };
  }
  if (started.has(element)) return null;
  const source = scriptSource(element);
  const id = attributeOf(element, 'data-consent');
  const named = source ?? id ?? namedBy(element, text);
  if (source === null && id === null && named !== null)
    return { element, tag, url: named, id, lane: laneOf(element, parsed, false), kind: IMPORT };
  if (!runs(element)) return null;
  if (source === null && (id === null || (!parsed && textOf(element) === ''))) return null;
  const url = source === null ? null : absolute(source, baseOf(element));
  const lane = laneOf(element, parsed, source !== null);
  return url === null && id === null ? null : { element, tag, url, id, lane };
}

/** @param {Request} request */
const kindOfRequest = ({ kind, tag }) => kind ?? (tag === 'script' ? SCRIPT : IFRAME);

/** @param {Request} request */
export function wouldHold(request) {
  const { url, id } = request;
  return id !== null || (url !== null && peek(url, kindOfRequest(request)));
}

/**
 * The ticket of a request that is made now, or 0.
 * @param {Request} request
 * @returns {number}
 */
export function ticketOf(request) {
  const { element, url, id, lane } = request;
  if (id !== null) return ask('ask_id', id, url ?? '', lane);
  if (url !== null) return ask('ask', url, kindOfRequest(request), lane);
  return behindLibrary ? ask('ask_inline', textOf(element)) : 0;
}

/**
 * Makes an element inert.
 * @param {Request} request
 */
function disarmFor({ element, tag, kind }) {
  if (kind === IMPORT) keepOthers(element);
  disarm(element, tag);
}

/**
 * First half: makes inert what would be held.
 * @param {Element[]} elements
 * @param {any} place
 * @param {string} [text] what a script among them will have
 * @returns {Request[]}
 */
export function beforeInsertion(elements, place, text) {
  /** @type {Request[]} */
  const requests = list();
  const shown = windowOf(documentOf(place) ?? place);
  for (let i = 0; i < elements.length; i += 1) {
    if (!shown && tagOf(elements[i]) === LOAD) continue;
    unmark(elements[i]);
    const request = requestOf(elements[i], false, text);
    if (!request) continue;
    request.held = wouldHold(request);
    if (request.held) disarmFor(request);
    requests[requests.length] = request;
  }
  for (let i = 0; i < elements.length; i += 1) expectBirth(elements[i]);
  return requests;
}

/**
 * Second half: tickets for what is in the document and inert, the rest as it was; frames without a network
 * request of their own are hooked before their code can run.
 * @param {Element[]} elements
 * @param {Request[]} requests
 */
export function afterInsertion(elements, requests) {
  for (let i = 0; i < elements.length; i += 1) afterBirth(elements[i]);
  for (let i = 0; i < requests.length; i += 1) settle(requests[i]);
  for (let i = 0; i < elements.length; i += 1) {
    const element = elements[i];
    if (!isConnected(element)) continue;
    if (tagOf(element) === LOAD) {
      if (!isActive(element)) continue;
      started.add(element);
      if (localNameOf(element) === 'object') hookFrame(element);
    } else if (tagOf(element) !== 'script') {
      started.add(element); // Met: the parser's observer need not look at it again.
      hookFrame(element);
    } else if (!isHeld(element) && runs(element) && hasWork(element)) started.add(element);
  }
}

/** @param {Element} script */
const hasWork = (script) => scriptSource(script) !== null || textOf(script) !== '';

/** @param {Request} request */
function settle(request) {
  const { element, held } = request;
  if (!isConnected(element)) return held && rearm(element);
  const ticket = ticketOf(request);
  if (ticket && held) return enter(request, ticket, false);
  if (held) startNow(element, request.tag, ownUrl(request), request.lane);
}

/**
 * The parser has inserted an element and has not yet prepared it, if it is a script.
 * @param {Element} element
 */
export function meetParsed(element) {
  const tag = tagOf(element);
  if (!tag || started.has(element) || isHeld(element)) return;
  if (meetMarked(element)) return;
  if (tag === LOAD) return meetLoad(element);
  const request = requestOf(element, true) ?? dependantOf(element, tag);
  const ticket = request ? ticketOf(request) : 0;
  if (ticket && request) {
    disarmFor(request);
    return enter(request, ticket, true);
  }
  if (tag !== 'script') {
    started.add(element); // Met, as above.
    hookFrame(element);
  } else if (runs(element) && hasWork(element)) started.add(element);
}

/**
 * An inline script of the parser, which may stand behind a held library that it needs.
 * @param {Element} element
 * @param {Request['tag']} tag
 * @returns {Request | null}
 */
export function dependantOf(element, tag) {
  if (!behindLibrary || tag !== 'script') return null;
  const inline = runs(element) && scriptSource(element) === null && !isModule(element);
  return inline ? { element, tag, url: null, id: null, lane: BLOCKING } : null;
}

/**
 * The URL that the element itself asks for.
 * @param {Request} request
 */
export const ownUrl = ({ url, kind }) => (kind === IMPORT ? null : url);

/**
 * @param {Request} request
 * @param {number} ticket
 * @param {boolean} parsed
 */
export function enter(request, ticket, parsed) {
  const { element, tag, lane, navigate, target } = request;
  if (tag === LOAD) return wait(element, ticket);
  const url = ownUrl(request);
  waiting.set(ticket, {
    ticket,
    element,
    tag,
    document: documentOf(element),
    url,
    base: baseOf(element),
    type: attributeOf(seen(element), 'type'),
    text: tag === 'script' ? textOf(element) : '',
    lane,
    parsed,
    navigate,
    target,
  });
  if (tag !== 'script') watchRemovals(documentOf(element));
  behindLibrary ||= parsed && lane === BLOCKING && url !== null;
  if (parsed && tag === 'script' && isRefused(element)) ask('refused', ticket);
}

/**
 * Whether the page's CSP would refuse this script of the parser. Released by the gate, which the policy
 * trusts, it would be trusted in its turn ('strict-dynamic'), so it is never released; but for a seal that is for that.
 * @param {Element} script
 */
export function isRefused(script) {
  return ownNonce !== '' && scriptNonce(script) !== ownNonce && !lets && !ask('trusts_hosts');
}
