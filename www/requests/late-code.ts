/**
 * @file Determines whether the running code belongs to a late script: one that was released, or that a late script has
 * inserted. `document.currentScript` identifies a running script. Modules, timers and promises are identified by the
 * URLs in the stack. A timer that a running late script sets is always late, since the stack of inline code has the URL
 * of the page. There is no time limit: code that listens for an event of the past expects to be called.
 */

import { FREE } from '../platform/constants.ts';
import { begin, end, isCalling } from './late-events.ts';
import {
  absolute,
  apply,
  attributeOf,
  baseOf,
  currentScriptOf,
  documentOf,
  indexOf,
  listen,
  maybe,
  optional,
  frozenMethods,
  query,
  replaced,
  slice,
  targetOf,
  unlisten,
  urlOf,
} from '../platform/primordials.ts';
import { hasWork, isModuleType, sourceOf, tagOf } from './element-request.ts';
import type { Held } from './held-elements.ts';
import type { PageValue } from '../platform/types-core.ts';

type Late = Pick<Held, 'parsed' | 'lane'>;

/** Late scripts by element. */
const late: WeakMap<object, Late> = frozenMethods(new WeakMap());

/** URLs and origins of the late scripts of a document. */
const families: WeakMap<Document, Family> = frozenMethods(new WeakMap());

interface Family {
  /** Of late scripts */
  urls: Set<string>;
  /** Of late modules, empty for inline ones: the modules that they import are late, too */
  origins: Set<string>;
}

let released = false;

/** Returns whether anything was ever released. Before that no script is late. */
export const anyReleased = () => released;

/** Returns the late script that is running now. */
export const lateScript = (currentScript: Element | null): Late | undefined =>
  released && currentScript ? late.get(currentScript) : undefined;

/** @param script that is about to be prepared */
export function markLate(script: Element, url: string | null, type: string | null, as: Late) {
  released = true;
  late.set(script, as);
  const document = documentOf(script);
  const family = families.get(document) ?? {
    urls: frozenMethods(new Set()),
    origins: frozenMethods(new Set()),
  };
  families.set(document, family);
  if (url !== null) family.urls.add(url);
  if (!isModuleType(type)) return;
  family.origins.add(url === null ? '' : originOf(url));
}

const originOf = (url: string) => slice(url, 0, indexOf(url, '/', 8) + 1);

/** Marks a script as late if late code is about to insert it, or to set its source. */
export function markInserted(script: Element) {
  if (!released || tagOf(script) !== 'script' || late.has(script) || !hasWork(script)) return;
  if (!lateCode(documentOf(script))) return;
  const source = sourceOf(script, 'script');
  const url = source === null ? null : absolute(source, baseOf(script));
  markLate(script, url, attributeOf(script, 'type'), { parsed: false, lane: FREE });
  if (url === null) return;
  begin(script, FREE);
  const ended = () => {
    unlisten(script, 'load', ended);
    unlisten(script, 'error', ended);
    end(script);
  };
  listen(script, 'load', ended);
  listen(script, 'error', ended);
}

const eventOf = (view: Window) => view.event;
const Input = optional('UIEvent');

/** Returns the late script whose code runs now in a document, or undefined. */
export function lateCode(document: Document): Late | undefined {
  if (!released) return undefined;
  const script = currentScriptOf(document);
  if (script) return late.get(script);
  const event = maybe(eventOf, window);
  const known = inLateTimer || isCalling() || late.has(maybe(targetOf, event) as Element);
  if (known) return OTHER;
  const family = families.get(document);
  const isInput = Input && event instanceof Input;
  return family && !isInput && isInStack(family, document) ? OTHER : undefined;
}

let inLateTimer = false;

/**
 * Returns the callback to pass to a timer. A timer is late if a running late script or the callback of a late timer
 * sets it.
 */
export function lateTimer(document: Document, callback: PageValue): PageValue {
  const isLate = inLateTimer || lateScript(currentScriptOf(document));
  if (!isLate || typeof callback !== 'function') return callback;
  return function (this: unknown) {
    inLateTimer = true;
    try {
      apply(callback, this, arguments);
    } finally {
      inLateTimer = false; // Timers do not nest.
    }
  };
}

/** Code that runs after its script. */
const OTHER: Late = { parsed: false, lane: FREE };

/** Matches a URL in a stack, before its line and column. It is `<anonymous>` for code without a URL. */
const FRAME = /(https?:\/\/\S+?|<anonymous>|blob:\S+?):\d+(?::\d+)?(?=\s|\)|$)/g;

function isInStack({ urls, origins }: Family, document: Document) {
  let found = false;
  replaced(FRAME, stack(), ({ 1: url }) => {
    found ||=
      urls.has(url) ||
      ((origins.has('') || origins.has(originOf(url))) && !isOfPage(url, document));
    return '';
  });
  return found;
}

/** Returns whether a script element of the page that is not late has this URL. */
function isOfPage(url: string, document: Document) {
  const scripts = query(document, 'script[src]');
  for (let i = 0; i < scripts.length; i += 1)
    if (
      !late.has(scripts[i]) &&
      absolute(attributeOf(scripts[i], 'src') ?? '', urlOf(document)) === url
    )
      return true;
  return false;
}

/** Returns the stack with up to 99 frames. Chromium's has ten by default. */
function stack() {
  const { stackTraceLimit } = NativeError;
  maybe(setLimit, 99);
  const { stack } = new NativeError();
  maybe(setLimit, stackTraceLimit);
  return typeof stack === 'string' ? stack : '';
}

const NativeError = Error as ErrorConstructor & { stackTraceLimit?: number };
const setLimit = (limit: number | undefined) => (NativeError.stackTraceLimit = limit);
