/**
 * @file Lets held scripts start: the same element, where it stands, as HTML would have prepared it. In which
 * order and when is the engine's affair; this file performs and says how each ended.
 */

import { rearm, seen, started, waiting } from '../requests/held-elements.ts';
import { ask } from '../engine/engine.ts';
import { startFrame } from '../frames/frames.ts';
import { FAILED, FRAME, OVERDUE, RAN } from '../platform/constants.ts';
import { afterScript, beforeScript } from './late-script.ts';
import { dropPreload, patienceLeft, preload } from './preload.ts';
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
import { putInAgain } from '../frames/initial-about-blank.ts';
import { playStub } from '../requests/library-stubs.ts';
import { isForWorker } from '../requests/element-request.ts';
import { isWithoutPolicy } from '../platform/trusted-types.ts';
import { inTurn } from '../platform/task-queue.ts';
import { withBase } from '../platform/with-base-url.ts';
import type { Held } from '../requests/held-elements.ts';

/** Starts the download of a script whose turn to run comes later. */
export const fetchAhead = (ticket: number) =>
  inTurn(() => {
    const held = waiting.get(ticket);
    if (held) preload(held);
  });

/** Lets a held element start, in a task of its own so that the click that released it can paint. */
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
    ask('settled', ticket, FAILED); // What comes behind it must not wait for it.
  }
}

/** Trusted Types guard inline code and `srcdoc`, which only a policy of ours may put back. */
const complain = ({ tag, url }: Held, error: unknown) =>
  warn(
    `Consent Gate: a held ${tag} (${url ?? 'inline'}) cannot be released. If the site's CSP has "trusted-types", add "consent-gate" to it:`,
    error,
  );

/**
 * Prepares a script element again. `done` hears how it ended: once, or twice when it still runs after our
 * patience has ended.
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

/** Calls `done` when an external script has an end: its event, or the end of our patience. */
function watch(held: Held, done: (outcome: number) => void) {
  const { element } = held;
  const timer = setTimer(() => done(OVERDUE), patienceLeft(held));
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
 * HTML prepares a connected script once more when a node is inserted into it, so an empty text does it, for
 * external scripts too and without touching `src`, which would ask for a Trusted Type. The `async` attribute
 * keeps the browser's own queues out of it: in which order scripts run is decided here, one at a time. A script that
 * code has made is async without it, and would stop being so once the attribute is gone.
 * Inline code with a new child would have to be vouched for again, so without a policy it goes out and in instead;
 * in Firefox always, which takes every new child for other code, an empty text too.
 */
function prepare(held: Held) {
  const { element, url, type, text } = held;
  const external = url !== null;
  const restoreText = textOf(element) === text || external ? null : swapText(element, text);
  const leave = isConnected(element) ? null : borrowPlace(element, held.document);
  const html = namespaceOf(element) === HTML;
  const async = html && isAsync(seen(element));
  if (external && !(html && isAsync(element))) setAttribute(element, 'async', '');
  if (type === null) removeAttribute(element, 'type');
  else setAttribute(element, 'type', type);
  const again = !external && (isWithoutPolicy() || !inChromium);
  withBase(held, () => (again ? putInAgain(element) : trigger(element, held.document)));
  restoreText?.();
  leave?.();
  rearm(element);
  if (html && isAsync(element) !== async) setAsync(element, async);
}

function trigger(element: Element, document: Document) {
  const text = createTextNode(document, '');
  appendChild(element, text);
  removeNode(text);
}

/** The code as it was when HTML would have read it; the returned function gives the page's later text back. */
function swapText(element: Element, text: string) {
  const later = textOf(element);
  setText(element, text);
  return () => setText(element, later);
}

/**
 * A script that the page has removed still runs, as one that had started would: it is lent a place in the
 * document for as long as the browser takes to prepare it.
 */
function borrowPlace(element: Element, document: Document) {
  const parent = parentOf(element);
  const next = nextSiblingOf(element);
  appendChild(headOf(document) ?? rootElementOf(document), element);
  return () => (parent ? insertBefore(parent, element, next) : removeNode(element));
}
