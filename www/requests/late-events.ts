/**
 * @file Listeners and handlers that late scripts have set for events that have fired. Each is called once: those of
 * `DOMContentLoaded` when no late script of the parser is unfinished, those of `load` when no late script is.
 */

import { BLOCKING, DEFERRED } from '../platform/constants.ts';
import { apply, define, list, optional, own, setTimer, unlisten } from '../platform/primordials.ts';
import { inTurn } from '../platform/task-queue.ts';
import type { PageValue } from '../platform/types-core.ts';

interface LateCall {
  target: PageValue;
  type: string;
  /** A function, or an object with `handleEvent`; null once it was removed */
  listener: PageValue;
  options?: PageValue;
  /** Returns the event handler that is set, in the place of a listener */
  handler?: () => PageValue;
  done?: boolean;
  /** Whether the listener would have been there before the document was interactive */
  early?: boolean;
}

/** Calls that are due, in the order in which the listeners were set. */
let owed: LateCall[] = list();

/** Late scripts that have not ended, with their lanes. */
const unfinished: Map<Element, number> = own(new Map());

/** No script keeps the events waiting for longer, in ms. */
const PATIENCE = 10_000;

/** The type of the event whose listeners are being called, or the empty string. */
let calling = '';

/** Whether late listeners are being called: what they set is late, too. */
export const isCalling = () => calling !== '';

/** @param script a late script that starts */
export function begin(script: Element, lane: number) {
  unfinished.set(script, lane);
  setTimer(() => unfinished.has(script) && end(script), PATIENCE);
}

/** @param script a late script that has ended */
export function end(script: Element) {
  unfinished.delete(script);
  if (owed.length > 0) inTurn(callSoon);
}

/** Remembers to call a listener. */
export function callLate(call: LateCall) {
  if (call.type === calling) return; // A listener that is set during an event does not hear it.
  for (let i = 0; i < owed.length; i += 1) if (!owed[i].done && isSame(owed[i], call)) return;
  owed[owed.length] = call;
  inTurn(callSoon);
}

/** By then the script that runs next has begun. */
const callSoon = () => inTurn(callAll);

/** Whether two calls are for the same listener, as `addEventListener` compares them. */
const isSame = (a: LateCall, b: LateCall) =>
  a.listener === b.listener &&
  a.type === b.type &&
  a.target === b.target &&
  captures(a.options) === captures(b.options);

const captures = (options: PageValue) =>
  Boolean(typeof options === 'object' && options ? options.capture : options);

/** The page has removed a listener before its late call. */
export function forgetLate(call: LateCall) {
  for (let i = 0; i < owed.length; i += 1) if (isSame(owed[i], call)) owed[i].listener = null;
}

/** Calls what is due now, in the order in which a document fires its events. */
function callAll() {
  if (owed.length === 0 || isRunning(BLOCKING) || isRunning(DEFERRED)) return;
  callType('readystatechange', 'interactive');
  callType('DOMContentLoaded', 'interactive');
  if (!isRunning()) {
    callType('readystatechange', '');
    callType('load', '');
    callType('pageshow', '');
  }
  const calls = owed;
  owed = list();
  for (let i = 0; i < calls.length; i += 1) if (!calls[i].done) owed[owed.length] = calls[i];
}

/**
 * Returns whether a late script has not ended.
 * @param lane of the script; every lane counts if it is not given
 */
function isRunning(lane?: number) {
  let running = false;
  unfinished.forEach((of) => (running ||= lane === undefined || of === lane));
  return running;
}

/** @param state what `document.readyState` was natively, if it is not what it is now */
function callType(type: string, state: string) {
  const isFirst = type === 'readystatechange' && state !== '';
  for (let i = 0; i < owed.length; i += 1) {
    const entry = owed[i];
    if (entry.done || entry.type !== type) continue;
    entry.done = !isFirst;
    if (entry.early || !isFirst) call(entry, state);
  }
}

function call(entry: LateCall, state: string) {
  const { target, type, listener, options, handler } = entry;
  const callee = handler ? handler() : listener;
  if (!callee || options?.signal?.aborted) return;
  if (options?.once) {
    entry.done = true;
    unlisten(target, type, listener, options);
  }
  const document = target.document ?? target;
  const event = eventOf(type);
  define(event, 'target', { value: document });
  define(event, 'currentTarget', { value: target });
  if (state) define(document, 'readyState', { value: state, configurable: true });
  calling = type;
  try {
    if (typeof callee === 'function') apply(callee, target, [event]);
    else callee.handleEvent(event);
  } catch (error) {
    reportError(error); // As the browser reports what a listener throws.
  }
  calling = '';
  if (state) delete document.readyState;
}

function eventOf(type: string) {
  const Type = type === 'pageshow' && optional('PageTransitionEvent');
  return new (Type || Event)(type, { bubbles: type === 'DOMContentLoaded' });
}
