/**
 * @file Holds scripts and frames that an insertion starts. Before the insertion, elements that would be held are made
 * inert. After it, held elements in the document get their tickets, and the others are restored. So an insertion that
 * throws changes nothing.
 */

import { finishSwap, prepareSwap } from '../frames/initial-about-blank.ts';
import { neutralize, isHeld, restore, started } from '../requests/held-elements.ts';
import { hookEmbedded, hookFrame } from '../frames/frames.ts';
import { loadWithGate, showsDocument } from '../frames/gate-in-document.ts';
import { isActive } from '../requests/subresources.ts';
import { interceptLoad } from './subresource.ts';
import { interceptMarked, unmark } from './document-write/tag.ts';
import { IMPORT } from '../platform/constants.ts';
import { markInserted } from '../requests/late-code.ts';
import { keepOthers } from '../requests/scan-inline-script.ts';
import { documentOf, isConnected, nullProtoArray, windowOf } from '../platform/primordials.ts';
import {
  dependantOf,
  hasWork,
  laneOf,
  ownUrl,
  requestOf,
  tagOf,
  ticketOf,
  wouldHold,
} from '../requests/element-request.ts';
import { holdRequest } from './hold-request.ts';
import { startNow } from '../requests/start-now.ts';
import { LOAD } from '../requests/resource-attributes.ts';
import type { PageValue } from '../platform/types-core.ts';
import type { Request } from '../requests/element-request.ts';

/** Makes an element inert. */
function neutralizeFor({ element, tag, kind }: Request) {
  if (kind === IMPORT) keepOthers(element);
  neutralize(element, tag);
}

/** Makes elements inert that would be held. Runs before the insertion. */
export function beforeInsertion(elements: Element[], place: PageValue): Request[] {
  const requests: Request[] = nullProtoArray();
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
    if (request.held) neutralizeFor(request);
    requests[requests.length] = request;
  }
  for (let i = 0; i < elements.length; i += 1) {
    prepareSwap(elements[i]);
    if (!isHeld(elements[i])) markInserted(elements[i]);
  }
  return requests;
}

/** Adds the gate to the document of a frame that makes no network request, if the document needs it. */
const letIn = (element: Element) =>
  !isHeld(element) && showsDocument(element) && loadWithGate(element);

/**
 * Gives tickets to inert elements that are in the document, and restores the others. Runs after the insertion. Frames
 * that make no network request are hooked before their code can run.
 */
export function afterInsertion(elements: Element[], requests: Request[]) {
  for (let i = 0; i < elements.length; i += 1) finishSwap(elements[i]);
  for (let i = 0; i < requests.length; i += 1) settle(requests[i]);
  for (let i = 0; i < elements.length; i += 1) {
    const element = elements[i];
    if (!isConnected(element)) continue;
    if (tagOf(element) === LOAD) {
      if (!isActive(element)) continue;
      started.add(element);
      hookEmbedded(element);
    } else if (tagOf(element) !== 'script') {
      started.add(element); // The parser's observer need not check it again.
      hookFrame(element);
    } else if (!isHeld(element) && hasWork(element)) started.add(element);
  }
}

/**
 * Calls `act`, which gives a script its text. HTML prepares the script at once, so it is inert until the text is
 * judged.
 */
export function giveText<T>(script: Element, act: () => T): T {
  if (isHeld(script)) return act(); // The text at the time it was held counts.
  neutralize(script, 'script');
  try {
    return act();
  } finally {
    restore(script);
    if (isConnected(script)) prepareText(script);
  }
}

function prepareText(script: Element) {
  const requests = beforeInsertion([script], script);
  if (isHeld(script)) afterInsertion([script], requests);
  else if (hasWork(script)) startNow(script, 'script', null, laneOf(script, false, false));
}

function settle(request: Request) {
  const { element, held } = request;
  if (!isConnected(element)) return held && restore(element);
  const ticket = ticketOf(request);
  if (ticket && held) return holdRequest(request, ticket, false);
  if (held) startNow(element, request.tag, ownUrl(request), request.lane);
}

/** Handles an element that the parser has inserted. If it is a script, the parser has not prepared it yet. */
export function interceptParsed(element: Element) {
  const tag = tagOf(element);
  if (!tag || started.has(element) || isHeld(element)) return;
  if (interceptMarked(element)) return;
  if (tag === LOAD) return interceptLoad(element);
  const request = requestOf(element, true) ?? dependantOf(element, tag);
  const ticket = request ? ticketOf(request) : 0;
  if (ticket && request) {
    neutralizeFor(request);
    return holdRequest(request, ticket, true);
  }
  if (tag !== 'script') {
    started.add(element); // As above.
    loadWithGate(element);
    hookFrame(element);
  } else if (hasWork(element)) started.add(element);
}
