/**
 * @file Listeners and handlers that late scripts have set for events that have fired. Each is called once: for
 * `DOMContentLoaded` when no late parser-inserted script is unfinished, for `load` when no late script is.
 */

import { BLOCKING, DEFERRED } from '../platform/constants.ts';
import {
  apply,
  define,
  nullProtoArray,
  optional,
  frozenMethods,
  setTimer,
  unlisten,
} from '../platform/primordials.ts';
import { inTurn } from '../platform/task-queue.ts';
import type { PageValue } from '../platform/types-core.ts';

interface LateCall {
  target: PageValue;
  type: string;
  /** A function, or an object with `handleEvent`; null after it was removed */
  listener: PageValue;
  options?: PageValue;
  /** Returns the present event handler. Used instead of a listener */
  handler?: () => PageValue;
  done?: boolean;
  /** Whether the listener would have been set before the document was interactive */
  early?: boolean;
}

/** Calls that are due, in the order in which the listeners were set. */
let due: LateCall[] = nullProtoArray();

/** Late scripts that have not ended, with their lanes. */
const unfinished: Map<Element, number> = frozenMethods(new Map());

/** Longest time for which a script delays the events, in ms. */
const PATIENCE = 10_000;

/** The type of the event whose listeners are being called, or the empty string. */
let calling = '';

/** Returns whether late listeners are being called. Listeners that they set are late, too. */
export const isCalling = () => calling !== '';

/** @param script a late script that starts */
export function begin(script: Element, lane: number) {
  unfinished.set(script, lane);
  setTimer(() => unfinished.has(script) && end(script), PATIENCE);
}

/** @param script a late script that has ended */
export function end(script: Element) {
  unfinished.delete(script);
  if (due.length > 0) inTurn(callSoon);
}

/** Adds a call that is due. */
export function callLate(call: LateCall) {
  if (call.type === calling) return; // A listener that is set during an event is not called for it.
  for (let i = 0; i < due.length; i += 1) if (!due[i].done && isSame(due[i], call)) return;
  due[due.length] = call;
  inTurn(callSoon);
}

/** Calls listeners in the next turn: by then, the next script has begun. */
const callSoon = () => inTurn(callAll);

/** Returns whether two calls are for the same listener, as `addEventListener` compares them. */
const isSame = (a: LateCall, b: LateCall) =>
  a.listener === b.listener &&
  a.type === b.type &&
  a.target === b.target &&
  captures(a.options) === captures(b.options);

const captures = (options: PageValue) =>
  Boolean(typeof options === 'object' && options ? options.capture : options);

/** Drops the call of a listener that the page has removed. */
export function forgetLate(call: LateCall) {
  for (let i = 0; i < due.length; i += 1) if (isSame(due[i], call)) due[i].listener = null;
}

/** Calls due listeners, in the order in which a document fires its events. */
function callAll() {
  if (due.length === 0 || isRunning(BLOCKING) || isRunning(DEFERRED)) return;
  callType('readystatechange', 'interactive');
  callType('DOMContentLoaded', 'interactive');
  if (!isRunning()) {
    callType('readystatechange', '');
    callType('load', '');
    callType('pageshow', '');
  }
  const calls = due;
  due = nullProtoArray();
  for (let i = 0; i < calls.length; i += 1) if (!calls[i].done) due[due.length] = calls[i];
}

/** Returns whether a late script has not ended. @param lane of the script; every lane counts if it is not given */
function isRunning(lane?: number) {
  let running = false;
  unfinished.forEach((of) => (running ||= lane === undefined || of === lane));
  return running;
}

/** @param state the value of `document.readyState` at the native event, if it differs from the present one */
function callType(type: string, state: string) {
  const isFirst = type === 'readystatechange' && state !== '';
  for (let i = 0; i < due.length; i += 1) {
    const entry = due[i];
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
    reportError(error); // The browser reports errors of a listener in the same way.
  }
  calling = '';
  if (state) delete document.readyState;
}

function eventOf(type: string) {
  const Type = type === 'pageshow' && optional('PageTransitionEvent');
  return new (Type || Event)(type, { bubbles: type === 'DOMContentLoaded' });
}
