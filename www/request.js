/**
 * @file What an element asks for: whether it is one that can start something, what it would fetch or run, in which lane,
 * and the engine's answer to it. It changes no element; `meet.js` does.
 */

import { isHeld, started } from './book.js';
import { carried } from './content.js';
import { trackedInText } from './code.js';
import { ask, peek } from './decide.js';
import { loadOf } from './loads.js';
import {
  BLOCKING,
  DEFERRED,
  FRAME,
  FREE,
  IFRAME,
  IMPORT,
  ORDERED,
  SCRIPT,
  WORKER,
} from './kinds.js';
import { isNaming, namedBy } from './named.js';
import {
  HTML,
  SVG,
  XLINK,
  absolute,
  attributeOf,
  attributeOfNS,
  baseOf,
  found,
  hasAttribute,
  isAsync,
  kindOf,
  list,
  localNameOf,
  namespaceOf,
  query,
  textOf,
} from './natives.js';
import { LOAD, TAGS, isLoading, isPlaced } from './resource-attributes.js';

/**
 * @typedef {object} Request what one element asks for
 * @property {Element} element
 * @property {import('./book.js').Held['tag']} tag
 * @property {string | null} url absolute; null for an inline script
 * @property {string | null} id the category, vendor or feature that the tag itself names
 * @property {number} lane
 * @property {number} [kind] where the tag does not say it; IMPORT: the text of a script names the URL; WORKER: a library
 *   runs it
 * @property {string | null} [source] the script's own URL where its text names another
 * @property {boolean} [held] whether it was made inert
 * @property {() => void} [navigate] how to release a frame that was held by its location alone
 * @property {string} [target] the URL to which it was sent
 */

/** Whether a script of the parser that runs in order has been held: only then can an inline script stand behind one. */
let behindLibrary = false;

/** Such a script is held. */
export const seeLibrary = () => (behindLibrary = true);

/** HTML, "JavaScript MIME type essence match", and the types that a script block may have besides. */
const RUNS =
  /^\s*(?:(?:module|(?:application|text)\/(?:x-)?(?:ecma|java)script|text\/(?:javascript1\.[0-5]|jscript|livescript))\s*)?$/i;

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
 * @returns {Request | null}
 */
export function requestOf(element, parsed) {
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
  const url = source === null ? null : absolute(source, baseOf(element));
  const lane = laneOf(element, parsed, source !== null);
  const named = id === null ? namedBy(element, source) : null;
  if (named !== null) return { element, tag, ...asNamed(named), lane, kind: IMPORT, source: url };
  if (!runs(element)) return forWorker(element, source);
  if (source === null && (id === null || (!parsed && textOf(element) === ''))) return null;
  return url === null && id === null ? null : { element, tag, url, id, lane };
}

/** The strictest category: what cannot be known may be anything. */
const UNKNOWN = { url: null, id: 'marketing' };

/** @param {string} url as `namedBy` returns it */
export const asNamed = (url) => (url ? { url, id: null } : UNKNOWN);

/**
 * Returns whether the text that a script is about to get decides what it requests: it is connected, and not prepared.
 * @param {any} script
 */
export const awaitsText = (script) =>
  tagOf(script) === 'script' &&
  !isHeld(script) &&
  !started.has(script) &&
  scriptSource(script) === null &&
  (isNaming(script) || (hasAttribute(script, 'data-consent') && runs(script)));

/**
 * Whether a script of this `type` is data that a library (Partytown) runs in a worker, where no hook of ours is.
 * @param {string | null} type
 */
export const isForWorker = (type) => type !== null && found(/^text\/partytown$/i, type);

/**
 * What such a script asks for.
 * @param {Element} element
 * @param {string | null} source
 * @returns {Request | null}
 */
function forWorker(element, source) {
  if (!isForWorker(attributeOf(element, 'type'))) return null;
  const base = baseOf(element);
  const url = source === null ? trackedInText(textOf(element), base) : absolute(source, base);
  return url === null ? null : { element, tag: 'script', url, id: null, lane: FREE, kind: WORKER };
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
  return behindLibrary ? ask('ask_inline', textOf(element), lane) : 0;
}

/**
 * Whether HTML prepares a script now and has anything to do with it.
 * @param {Element} script
 */
export const hasWork = (script) =>
  (runs(script) || isNaming(script)) && (scriptSource(script) !== null || textOf(script) !== '');

/**
 * An inline script of the parser, which may stand behind a held library that it needs.
 * @param {Element} element
 * @param {Request['tag']} tag
 * @returns {Request | null}
 */
export function dependantOf(element, tag) {
  if (!behindLibrary || tag !== 'script') return null;
  const inline = runs(element) && scriptSource(element) === null;
  return inline ? { element, tag, url: null, id: null, lane: laneOf(element, true, false) } : null;
}

/**
 * The URL that the element itself asks for.
 * @param {Request} request
 */
export const ownUrl = ({ url, kind, source = null }) =>
  kind === IMPORT || kind === WORKER ? source : url;
