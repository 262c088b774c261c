/**
 * @file Starts held scripts: the same element, in its position, as HTML would have prepared it. The engine decides in
 * which order and when; this file performs it and reports how each script ended.
 */

import { restore, twinOrSelf, started, waiting } from '../requests/held-elements.ts';
import { ask } from '../engine/engine.ts';
import { startFrame } from '../frames/frames.ts';
import { FAILED, FRAME, OVERDUE, RAN } from '../platform/constants.ts';
import { afterScript, beforeScript } from './late-script.ts';
import { dropPreload, timeLeft, preload } from './preload.ts';
import {
  HTML,
  appendChild,
  clearTimer,
  createTextNode,
  dispatch,
  documentOf,
  headOf,
  isAsync,
  isConnected,
  listen,
  insertBefore,
  namespaceOf,
  nextSiblingOf,
  optional,
  parentOf,
  removeAttribute,
  removeNode,
  rootElementOf,
  setAsync,
  setAttribute,
  setText,
  setTimer,
  textOf,
  unlisten,
  warn,
  windowOf,
} from '../platform/primordials.ts';
import { reinsert } from '../frames/initial-about-blank.ts';
import { playStub } from '../requests/library-stubs.ts';
import { isForWorker } from '../requests/element-request.ts';
import { isWithoutPolicy } from '../platform/trusted-types.ts';
import { inTurn } from '../platform/task-queue.ts';
import { withBase } from '../platform/with-base-url.ts';
import type { Held } from '../requests/held-elements.ts';

/** Starts the download of a script that runs later. */
export const fetchAhead = (ticket: number) =>
  inTurn(() => {
    const held = waiting.get(ticket);
    if (held) preload(held);
  });

/** Starts a held element, in a separate task, so that the click that released it can be painted. */
export const run = (ticket: number) => inTurn(() => runNow(ticket));

function runNow(ticket: number) {
  const held = waiting.get(ticket);
  if (!held) return;
  waiting.delete(ticket);
  dropPreload(held);
  try {
    if (held.lane === FRAME) return startFrame(held);
    if (documentOf(held.element) !== held.document) return ask('gone', ticket);
    start(held, (outcome) => ask('settled', ticket, outcome));
  } catch (error) {
    complain(held, error);
    ask('settled', ticket, FAILED); // The next script must not wait for it.
  }
}

/** Reports a script or frame that Trusted Types block. Only the gate's policy may restore inline code and `srcdoc`. */
const complain = ({ tag, url }: Held, error: unknown) =>
  warn(
    `Consent Gate: a held ${tag} (${url ?? 'inline'}) cannot be released. If the site's CSP has "trusted-types", add "consent-gate" to it:`,
    error,
  );

/**
 * Prepares a script element again. `done` is called with its outcome: once, or twice if it still runs after the
 * timeout.
 */
export function start(held: Held, done: (outcome: number) => void) {
  const { element, url } = held;
  started.add(element);
  if (url !== null) watch(held, done);
  beforeScript(held);
  prepare(held);
  if (isForWorker(held.type)) dispatch(windowOf(held.document)!, new Event('ptupdate'));
  if (url === null) afterScript(held, () => done(RAN));
}

/** Calls `done` when an external script has ended: after its event, or after the timeout. */
function watch(held: Held, done: (outcome: number) => void) {
  const { element } = held;
  const timer = setTimer(() => done(OVERDUE), timeLeft(held));
  const ended = (event: Event) => {
    clearTimer(timer);
    unlisten(element, 'load', ended, true);
    unlisten(element, 'error', ended, true);
    playStub(held);
    afterScript(held, () => done(event.type === 'load' ? RAN : FAILED));
  };
  listen(element, 'load', ended, true);
  listen(element, 'error', ended, true);
}

const inChromium = Boolean(optional('webkitRequestFileSystem'));

/**
 * Makes the browser prepare a script. HTML prepares a connected script when a node is inserted into it. So an empty
 * text node is inserted, for external scripts too. This does not set `src`, which would require a Trusted Type.
 *
 * The `async` attribute bypasses the browser's queues, since the engine decides the order of scripts, one at a time. A
 * script that code has made is async without the attribute, and would not be async after the attribute is removed.
 *
 * A new child of inline code needs a Trusted Types policy. Without one, the script is removed and inserted again. In
 * Firefox and WebKit this is always done: Firefox treats every new child as other code, even an empty text.
 */
function prepare(held: Held) {
  const { element, url, type, text } = held;
  const external = url !== null;
  const restoreText = textOf(element) === text || external ? null : swapText(element, text);
  const leave = isConnected(element) ? null : borrowPlace(element, held.document);
  const html = namespaceOf(element) === HTML;
  const async = html && isAsync(twinOrSelf(element));
  if (external && !(html && isAsync(element))) setAttribute(element, 'async', '');
  if (type === null) removeAttribute(element, 'type');
  else setAttribute(element, 'type', type);
  const again = !external && (isWithoutPolicy() || !inChromium);
  withBase(held, () => (again ? reinsert(element) : trigger(element, held.document)));
  restoreText?.();
  leave?.();
  restore(element);
  if (html && isAsync(element) !== async) setAsync(element, async);
}

function trigger(element: Element, document: Document) {
  const text = createTextNode(document, '');
  appendChild(element, text);
  removeNode(text);
}

/** Sets the code that HTML would have read. The returned function restores the page's later text. */
function swapText(element: Element, text: string) {
  const later = textOf(element);
  setText(element, text);
  return () => setText(element, later);
}

/**
 * Inserts a script that the page has removed while the browser prepares it. It runs, as one that had started would.
 * @returns a function that moves it back
 */
function borrowPlace(element: Element, document: Document) {
  const parent = parentOf(element);
  const next = nextSiblingOf(element);
  appendChild(headOf(document) ?? rootElementOf(document), element);
  return () => (parent ? insertBefore(parent, element, next) : removeNode(element));
}
