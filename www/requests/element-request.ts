/**
 * @file Determines the request of an element: whether it can start something, what it would fetch or run, in which
 * lane, and the engine's verdict. It changes no element; `hold/insertion.ts` does.
 */

import { isHeld, started } from './held-elements.ts';
import { carried } from './scan-frame.ts';
import { trackedInText } from './scan-code.ts';
import { ask, peek } from '../engine/engine.ts';
import { loadOf } from './subresources.ts';
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
} from '../platform/constants.ts';
import { isNaming, namedBy } from './scan-inline-script.ts';
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
  nullProtoArray,
  localNameOf,
  namespaceOf,
  query,
  textOf,
} from '../platform/primordials.ts';
import { LOAD, TAGS, isLoading, isPlaced } from './resource-attributes.ts';
import type { Held } from './held-elements.ts';
import type { PageValue } from '../platform/types-core.ts';

/** The request of one element. */
export interface Request {
  element: Element;
  tag: Held['tag'];
  /** Absolute; null for an inline script */
  url: string | null;
  /** The category, vendor or feature in the tag's `data-consent` */
  id: string | null;
  lane: number;
  /**
   * Set if the tag does not show it. IMPORT: the URL is in the text of a script; WORKER: a library runs it in a worker
   */
  kind?: number;
  /** The script's `src` URL, if `url` is another one */
  source?: string | null;
  /** Whether it was made inert */
  held?: boolean;
  /** Releases a frame that was held by its location alone */
  navigate?: () => void;
  /** The URL to which it was navigated */
  target?: string;
}

/** Whether a parser-inserted script that runs in order has been held. Only then can an inline script follow one. */
let behindLibrary = false;

/** Notes that such a script is held. */
export const seeLibrary = () => (behindLibrary = true);

/** HTML, "JavaScript MIME type essence match", and the other types that a script block may have. */
const RUNS =
  /^\s*(?:(?:module|(?:application|text)\/(?:x-)?(?:ecma|java)script|text\/(?:javascript1\.[0-5]|jscript|livescript))\s*)?$/i;

/** Returns `script`, `iframe` or `frame` for an element that can run code, `load` for one that can load, else null. */
export function tagOf(element: Element): Request['tag'] | null {
  const name = localNameOf(element);
  if (name !== 'script' && name !== 'iframe' && name !== 'frame')
    return isLoading(element, name) ? LOAD : null;
  const space = namespaceOf(element);
  return space === HTML || (space === SVG && name === 'script') ? name : null;
}

/**
 * Returns the elements of a subtree that can start or load something, in tree order, or null if there are none.
 * @param node if it is not a node, the result is null
 */
export function candidates(node: PageValue): Element[] | null {
  const type = kindOf(node);
  if (type !== 1 && type !== 11) return null;
  const inside = query(node, TAGS);
  const self = type === 1 && tagOf(node);
  if (!self && inside.length === 0) return null;
  const elements: Element[] = nullProtoArray();
  if (self) elements[0] = node;
  for (let i = 0; i < inside.length; i += 1)
    if (tagOf(inside[i])) elements[elements.length] = inside[i];
  return elements;
}

/** Returns the value of the attribute with the URL of a script or frame. */
export const sourceOf = (element: Element, tag: Request['tag']): string | null =>
  tag === 'script' ? scriptSource(element) : attributeOf(element, 'src');

function scriptSource(script: Element) {
  if (namespaceOf(script) === HTML) return attributeOf(script, 'src');
  return attributeOf(script, 'href') ?? attributeOfNS(script, XLINK, 'href');
}

/** Returns whether HTML, "prepare the script element", continues with an element of this type and language. */
export function runs(script: Element) {
  const type = attributeOf(script, 'type');
  if (type !== null) return found(RUNS, type);
  const language = attributeOf(script, 'language');
  return !language || found(RUNS, `text/${language}`);
}

/** Returns whether a script of this `type` is a module. */
export const isModuleType = (type: string | null) =>
  type !== null && found(/^\s*module\s*$/i, type);

const isModule = (script: Element) => isModuleType(attributeOf(script, 'type'));

export function laneOf(script: Element, parsed: boolean, external: boolean) {
  if (namespaceOf(script) !== HTML) return parsed ? BLOCKING : FREE;
  if (!parsed) return external && !isAsync(script) ? ORDERED : FREE;
  if (hasAttribute(script, 'async') && (external || isModule(script))) return FREE;
  if (isModule(script)) return DEFERRED;
  return external && hasAttribute(script, 'defer') ? DEFERRED : BLOCKING;
}

/**
 * Returns what the element would request if it were prepared now, or null.
 * @param parsed whether the parser is inserting it
 */
export function requestOf(element: Element, parsed: boolean): Request | null {
  const tag = tagOf(element) as Request['tag'];
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

/** The strictest category. It applies if the request cannot be known. */
const UNKNOWN = { url: null, id: 'marketing' };

/** @param url as `namedBy` returns it */
export const asNamed = (url: string) => (url ? { url, id: null } : UNKNOWN);

/**
 * Returns whether the text that a script is about to get decides what it requests: it is connected, and not prepared.
 */
export const awaitsText = (script: Element) =>
  tagOf(script) === 'script' &&
  !isHeld(script) &&
  !started.has(script) &&
  scriptSource(script) === null &&
  (isNaming(script) || (hasAttribute(script, 'data-consent') && runs(script)));

/** Returns whether a library (Partytown) runs a script of this `type` in a worker, in which the gate has no hooks. */
export const isForWorker = (type: string | null) =>
  type !== null && found(/^text\/partytown$/i, type);

/** Returns the request of such a script. */
function forWorker(element: Element, source: string | null): Request | null {
  if (!isForWorker(attributeOf(element, 'type'))) return null;
  const base = baseOf(element);
  const url = source === null ? trackedInText(textOf(element), base) : absolute(source, base);
  return url === null ? null : { element, tag: 'script', url, id: null, lane: FREE, kind: WORKER };
}

const kindOfRequest = ({ kind, tag }: Request) => kind ?? (tag === 'script' ? SCRIPT : IFRAME);

export function wouldHold(request: Request) {
  const { url, id } = request;
  return id !== null || (url !== null && peek(url, kindOfRequest(request)));
}

/** Makes a request and returns its ticket, or 0 if it is allowed. */
export function ticketOf(request: Request): number {
  const { element, url, id, lane } = request;
  if (id !== null) return ask('ask_id', id, url ?? '', lane);
  if (url !== null) return ask('ask', url, kindOfRequest(request), lane);
  return behindLibrary ? ask('ask_inline', textOf(element), lane) : 0;
}

/** Returns whether HTML prepares a script now and the script is not empty. */
export const hasWork = (script: Element) =>
  (runs(script) || isNaming(script)) && (scriptSource(script) !== null || textOf(script) !== '');

/** Returns the request of a parser-inserted inline script that may depend on a held library before it. */
export function dependantOf(element: Element, tag: Request['tag']): Request | null {
  if (!behindLibrary || tag !== 'script') return null;
  const inline = runs(element) && scriptSource(element) === null;
  return inline ? { element, tag, url: null, id: null, lane: laneOf(element, true, false) } : null;
}

/** Returns the URL that the element requests. */
export const ownUrl = ({ url, kind, source = null }: Request) =>
  kind === IMPORT || kind === WORKER ? source : url;
