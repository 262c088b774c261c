/**
 * @file Ends the ticket of a held frame that is removed from its document, since it can never load. A document is
 * observed only while it has a held frame.
 */

import { waiting } from './held-elements.ts';
import { ask } from '../engine/engine.ts';
import { FRAME } from '../platform/constants.ts';
import {
  disconnect,
  documentOf,
  isConnected,
  observe,
  frozenMethods,
} from '../platform/primordials.ts';

const Observer = MutationObserver;

const watched: WeakSet<Document> = frozenMethods(new WeakSet());

export function watchRemovals(document: Document) {
  if (watched.has(document)) return;
  watched.add(document);
  const observer = new Observer(() => {
    if (dropRemovedFrames(document)) return;
    disconnect(observer);
    watched.delete(document);
  });
  observe(observer, document, { childList: true, subtree: true });
}

/** @returns whether the document still has a held frame */
function dropRemovedFrames(document: Document): boolean {
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
