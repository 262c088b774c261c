/**
 * @file What a script wrote with `document.write` that ran too late for the parser: the nodes are inserted
 * where it stands, and their scripts run there one after another, as the parser would have run them.
 */

import { attributeOf, baseOf, createElementNS, createFragment, appendChild, documentOf, firstChildOf, insertBefore, isConnected, namespaceOf, nextSiblingOf, parentOf, query, replaceChild, setScriptText, textOf } from './natives.js';
import { disarm, restore, seen } from './book.js';
import { parseLike } from './content.js';
import { insertion } from './hooks/insertion.js';
import { BLOCKING } from './kinds.js';
import { enter, isRefused, requestOf, runs, ticketOf } from './meet.js';
import { start } from './release.js';
import { trustedHTML, trustedScript } from './trusted.js';

/** @typedef {import('./book.js').Held} Held */

/**
 * @param {Held} held the script that wrote
 * @param {string} html
 * @param {() => void} then called when everything in it has run
 */
export function insertWritten(held, html, then) {
  const place = isConnected(held.element) ? parentOf(held.element) : null;
  if (!place) return then();
  const document = documentOf(held.element);
  const root = parseLike(place, trustedHTML(html));
  const fragment = createFragment(document);
  for (let child = firstChildOf(root); child; child = firstChildOf(root)) appendChild(fragment, child);
  const scripts = revive(document, fragment);
  insertion(place, [fragment], () => insertBefore(place, fragment, nextSiblingOf(held.element)));
  runInOrder(scripts, then);
}

/**
 * Scripts that were read from a string never run, so each is replaced by a new one with the same attributes
 * and text, inert until its turn.
 * @param {Document} document
 * @param {DocumentFragment} fragment
 * @returns {import('./meet.js').Request[]}
 */
function revive(document, fragment) {
  /** @type {import('./meet.js').Request[]} */
  const requests = [];
  const scripts = query(fragment, 'script');
  for (let i = 0; i < scripts.length; i += 1) {
    const dead = scripts[i];
    if (!runs(dead)) continue;
    const element = createElementNS(document, namespaceOf(dead), 'script');
    restore(element, dead);
    setScriptText(element, trustedScript(textOf(dead)));
    replaceChild(parentOf(dead), element, dead);
    const inline = { element, tag: /** @type {const} */ ('script'), url: null, id: null, lane: BLOCKING };
    requests[requests.length] = requestOf(element, true) ?? inline;
    disarm(element, 'script');
  }
  return requests;
}

/**
 * @param {import('./meet.js').Request[]} requests
 * @param {() => void} then
 * @returns {void}
 */
function runInOrder(requests, then) {
  const [request, ...rest] = requests;
  if (!request) return then();
  const next = () => runInOrder(rest, then);
  const ticket = ticketOf(request);
  if (ticket) enter(request, ticket, true);
  if (ticket || isRefused(request.element)) return next();
  const { element, url, lane } = request;
  const held = { ticket: 0, element, tag: request.tag, document: documentOf(element), url, lane };
  const waits = lane === BLOCKING && url !== null;
  let went = false;
  start({ ...held, base: baseOf(element), type: attributeOf(seen(element), 'type'), text: textOf(element), parsed: true }, () => {
    if (waits && !went) next();
    went = true;
  });
  if (!waits) next();
}
