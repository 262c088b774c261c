/**
 * @file Lets held scripts start: the same element, where it stands, as HTML would have prepared it. In which
 * order and when is the engine's affair; this file performs and says how each ended.
 */

import { rearm, seen, started, waiting } from './book.js';
import { ask } from './decide.js';
import { startFrame } from './frames.js';
import { FAILED, FRAME, OVERDUE, RAN } from './kinds.js';
import { afterScript, beforeScript } from './late.js';
import { dropPreload, patienceLeft, preload } from './preload.js';
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
} from './natives.js';
import { playStub } from './stubs.js';
import { isForWorker } from './request.js';
import { isWithoutPolicy } from './trusted.js';
import { inTurn } from './turns.js';
import { withBase } from './base.js';

/** @typedef {import('./book.js').Held} Held */

/**
 * Starts the download of a script whose turn to run comes later.
 * @param {number} ticket
 */
export const fetchAhead = (ticket) =>
  inTurn(() => {
    const held = waiting.get(ticket);
    if (held) preload(held);
  });

/**
 * Lets a held element start, in a task of its own so that the click that released it can paint.
 * @param {number} ticket
 */
export const run = (ticket) => inTurn(() => runNow(ticket));

/** @param {number} ticket */
function runNow(ticket) {
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

/**
 * Trusted Types guard inline code and `srcdoc`, which only a policy of ours may put back.
 * @param {Held} held
 * @param {unknown} error
 */
const complain = ({ tag, url }, error) =>
  warn(
    `Consent Gate: a held ${tag} (${url ?? 'inline'}) cannot be released. If the site's CSP has "trusted-types", add "consent-gate" to it:`,
    error,
  );

/**
 * Prepares a script element again. `done` hears how it ended: once, or twice when it still runs after our
 * patience has ended.
 * @param {Held} held
 * @param {(outcome: number) => void} done
 */
export function start(held, done) {
  const { element, url } = held;
  started.add(element);
  if (url !== null) watch(held, done);
  beforeScript(held);
  prepare(held);
  if (isForWorker(held.type)) dispatch(windowOf(held.document), new Event('ptupdate'));
  if (url === null) afterScript(held, () => done(RAN));
}

/**
 * Calls `done` when an external script has an end: its event, or the end of our patience.
 * @param {Held} held
 * @param {(outcome: number) => void} done
 */
function watch(held, done) {
  const { element } = held;
  const timer = setTimer(() => done(OVERDUE), patienceLeft(held));
  const ended = (/** @type {Event} */ event) => {
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
 * in Firefox always, which takes any new child for other code, an empty text too.
 * @param {Held} held
 */
function prepare(held) {
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
  withBase(held, () => (again ? reinsert(element) : trigger(element, held.document)));
  restoreText?.();
  leave?.();
  rearm(element);
  if (html && isAsync(element) !== async) setAsync(element, async);
}

/** @param {Element} element @param {Document} document */
function trigger(element, document) {
  const text = createTextNode(document, '');
  appendChild(element, text);
  removeNode(text);
}

/** @param {Element} element */
function reinsert(element) {
  const [parent, next] = [parentOf(element), nextSiblingOf(element)];
  removeNode(element);
  insertBefore(parent, element, next);
}

/**
 * The code as it was when HTML would have read it; the returned function gives the page's later text back.
 * @param {Element} element
 * @param {string} text
 */
function swapText(element, text) {
  const later = textOf(element);
  setText(element, text);
  return () => setText(element, later);
}

/**
 * A script that the page has removed still runs, as one that had started would: it is lent a place in the
 * document for as long as the browser takes to prepare it.
 * @param {Element} element
 * @param {Document} document
 */
function borrowPlace(element, document) {
  const parent = parentOf(element);
  const next = nextSiblingOf(element);
  appendChild(headOf(document) ?? rootElementOf(document), element);
  return () => (parent ? insertBefore(parent, element, next) : removeNode(element));
}
