/**
 * @file Where a script or frame that is about to start meets the gate. An insertion has two halves: before
 * it, what would be held is made inert; after it, what has really arrived in the document gets its ticket and
 * the rest is put back as if nothing had been, so that an insertion that throws leaves no trace.
 */

import { afterBirth, expectBirth } from './blanks.js';
import { disarm, isHeld, rearm, started } from './book.js';
import { hookEmbedded, hookFrame } from './frames.js';
import { admit, showsDocument } from './guests.js';
import { isActive } from './loads.js';
import { meetLoad } from './meet-loads.js';
import { meetMarked, unmark } from './meet-written.js';
import { IMPORT } from './kinds.js';
import { meetInserted } from './late-code.js';
import { keepOthers } from './named.js';
import { documentOf, isConnected, list, windowOf } from './natives.js';
import {
  dependantOf,
  hasWork,
  laneOf,
  ownUrl,
  requestOf,
  tagOf,
  ticketOf,
  wouldHold,
} from './request.js';
import { enter } from './enter.js';
import { startNow } from './start-now.js';
import { LOAD } from './resource-attributes.js';

/** @typedef {import('./request.js').Request} Request */

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
 * @returns {Request[]}
 */
export function beforeInsertion(elements, place) {
  /** @type {Request[]} */
  const requests = list();
  const shown = windowOf(documentOf(place) ?? place);
  for (let i = 0; i < elements.length; i += 1) {
    if (!shown && tagOf(elements[i]) === LOAD) continue;
    unmark(elements[i]);
    const request = requestOf(elements[i], false);
    if (!request) {
      letIn(elements[i]);
      continue;
    }
    request.held = wouldHold(request);
    if (request.held) disarmFor(request);
    requests[requests.length] = request;
  }
  for (let i = 0; i < elements.length; i += 1) {
    expectBirth(elements[i]);
    if (!isHeld(elements[i])) meetInserted(elements[i]);
  }
  return requests;
}

/**
 * A frame that asks for nothing by itself may still have to have the gate in its document.
 * @param {Element} element
 */
const letIn = (element) => !isHeld(element) && showsDocument(element) && admit(element);

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
      hookEmbedded(element);
    } else if (tagOf(element) !== 'script') {
      started.add(element); // Met: the parser's observer need not look at it again.
      hookFrame(element);
    } else if (!isHeld(element) && hasWork(element)) started.add(element);
  }
}

/**
 * Calls `act`, by which a script gets its text. HTML prepares it at once, so it is inert until the text can be judged.
 * @template T
 * @param {any} script
 * @param {() => T} act
 * @returns {T}
 */
export function giveText(script, act) {
  if (isHeld(script)) return act(); // The text that it had is enough.
  disarm(script, 'script');
  try {
    return act();
  } finally {
    rearm(script);
    if (isConnected(script)) prepareText(script);
  }
}

/** @param {any} script */
function prepareText(script) {
  const requests = beforeInsertion([script], script);
  if (isHeld(script)) afterInsertion([script], requests);
  else if (hasWork(script)) startNow(script, 'script', null, laneOf(script, false, false));
}

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
    admit(element);
    hookFrame(element);
  } else if (hasWork(element)) started.add(element);
}
