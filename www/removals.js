/**
 * @file A held frame that leaves its document will never load: its ticket ends. Documents are watched for it
 * only while a frame of theirs waits.
 */

import { waiting } from './book.js';
import { ask } from './decide.js';
import { FRAME } from './kinds.js';
import { disconnect, documentOf, isConnected, observe, own } from './natives.js';

const Observer = MutationObserver;

/** @type {WeakSet<Document>} */
const watched = own(new WeakSet());

/** @param {Document} document */
export function watchRemovals(document) {
  if (watched.has(document)) return;
  watched.add(document);
  const observer = new Observer(() => {
    if (dropRemovedFrames(document)) return;
    disconnect(observer);
    watched.delete(document);
  });
  observe(observer, document, { childList: true, subtree: true });
}

/**
 * @param {Document} document
 * @returns {boolean} whether a frame still waits in it
 */
function dropRemovedFrames(document) {
  let left = false;
  waiting.forEach(({ lane, element }, ticket) => {
    if (lane !== FRAME) return;
    if (isConnected(element)) left ||= documentOf(element) === document;
    else {
      waiting.delete(ticket);
      ask('gone', ticket);
    }
  });
  return left;
}
