/**
 * @file What the parser inserts. An observer's callback runs at the end tag of each script, before the script
 * is prepared, and soon after a frame begins to load; it is the only place where static markup can be met.
 */

import { heldBefore, waiting } from '../book.js';
import { ask } from '../decide.js';
import { FRAME } from '../kinds.js';
import { meetParsed } from '../meet.js';
import { getter, isConnected, listen, method, nodeType, query, readyStateOf, shadowRootOf } from '../natives.js';

const Observer = MutationObserver;
const observe = method(MutationObserver.prototype, 'observe');
const addedTo = getter(MutationRecord.prototype, 'addedNodes');
const removedFrom = getter(MutationRecord.prototype, 'removedNodes');

/**
 * Watches a document while it is parsed and after.
 * @param {Node} root
 */
export function observeParser(root) {
  const observer = new Observer((records) => {
    let removed = false;
    for (let i = 0; i < records.length; i += 1) {
      meetNodes(addedTo(records[i]));
      removed ||= removedFrom(records[i]).length > 0;
    }
    if (removed && heldBefore()) dropRemovedFrames();
  });
  observe(observer, root, { childList: true, subtree: true });
}

/** @param {ArrayLike<any>} nodes */
function meetNodes(nodes) {
  for (let i = 0; i < nodes.length; i += 1) {
    const node = nodes[i];
    if (nodeType(node) !== 1) continue;
    meetParsed(node);
    const shadow = shadowRootOf(node);
    if (shadow) meetShadow(shadow);
  }
}

/**
 * A declarative shadow root comes with the markup of its host; what is parsed into it later is reported to
 * an observer of its own.
 * @param {ShadowRoot} root
 */
function meetShadow(root) {
  meetNodes(query(root, '*'));
  if (readyStateOf(document) === 'loading') observeParser(root);
}

/** A held frame that leaves the document will never load: its ticket ends. */
function dropRemovedFrames() {
  waiting.forEach(({ lane, element }, ticket) => {
    if (lane !== FRAME || isConnected(element)) return;
    waiting.delete(ticket);
    ask('gone', ticket);
  });
}
