/**
 * @file What the parser inserts. An observer's callback runs at the end tag of each script, before the script
 * is prepared, and soon after a frame begins to load; it is the only place where static markup can be met.
 */

import { heldBefore, isHeld, started, waiting } from '../book.js';
import { ask } from '../decide.js';
import { FRAME } from '../kinds.js';
import { lateScript } from '../late.js';
import { meetParsed, sourceOf } from '../meet.js';
import {
  getter,
  isConnected,
  listen,
  localNameOf,
  method,
  nodeType,
  parentOf,
  query,
  readyStateOf,
  shadowRootOf,
  textOf,
} from '../natives.js';

const Observer = MutationObserver;
const observe = method(MutationObserver.prototype, 'observe');
const addedTo = getter(MutationRecord.prototype, 'addedNodes');
const recordTarget = getter(MutationRecord.prototype, 'target');
const removedFrom = getter(MutationRecord.prototype, 'removedNodes');

/**
 * The inline script whose text the parser may still be adding to: it pauses anywhere, in the middle of a script
 * too, and what was judged then was half a script. @type {Element | null}
 */
let open = null;

/**
 * Watches a document while it is parsed and after.
 * @param {Node} root
 */
export function observeParser(root) {
  const observer = new Observer((records) => {
    let removed = false;
    for (let i = 0; i < records.length; i += 1) {
      const target = recordTarget(records[i]);
      if (open && (target === open || parentOf(target) === open)) meetAgain(open);
      meetNodes(addedTo(records[i]));
      removed ||= removedFrom(records[i]).length > 0;
    }
    if (removed && heldBefore()) dropRemovedFrames();
  });
  observe(observer, root, { childList: true, subtree: true, characterData: true });
  // Texts that change later are none of the parser's.
  listen(document, 'DOMContentLoaded', () =>
    observe(observer, root, { childList: true, subtree: true }),
  );
}

/**
 * More of an inline script has been parsed.
 * @param {Element} script
 */
function meetAgain(script) {
  if (lateScript(script)) return; // Its release inserts a node, too.
  if (isHeld(script)) {
    waiting.forEach((held) => {
      if (held.element === script) held.text = textOf(script);
    });
    return;
  }
  started.delete(script);
  meetParsed(script);
}

/** @param {ArrayLike<any>} nodes */
function meetNodes(nodes) {
  for (let i = 0; i < nodes.length; i += 1) {
    const node = nodes[i];
    if (nodeType(node) !== 1) continue;
    meetParsed(node);
    open = localNameOf(node) === 'script' && sourceOf(node, 'script') === null ? node : null;
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
