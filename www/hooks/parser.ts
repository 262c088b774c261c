/**
 * @file Intercepts elements that the parser inserts. The callback of an observer runs at the end tag of each script,
 * before the script is prepared. It also runs soon after a frame begins to load. It is the only place to intercept
 * static markup.
 */

import { isHeld, started, waiting } from '../requests/held-elements.ts';
import { guardAll } from '../hold/vendor-calls.ts';
import { lateScript } from '../requests/late-code.ts';
import { interceptParsed } from '../hold/insertion.ts';
import {
  disconnect,
  documentOf,
  getter,
  localNameOf,
  nodeType,
  observe,
  frozenMethods,
  parentOf,
  query,
  readyStateOf,
  shadowRootOf,
  textOf,
} from '../platform/primordials.ts';
import { interceptRewritten } from '../hold/rewritten-markup.ts';
import { holdOpenStyle, holdParsedCss as meetStyled } from '../hold/css-entry.ts';
import { sourceOf } from '../requests/element-request.ts';
import { isMarked } from '../requests/inert-mark.ts';

const Observer = MutationObserver;
const addedTo = getter(MutationRecord.prototype, 'addedNodes');
const recordTarget = getter(MutationRecord.prototype, 'target');

/**
 * The inline script to whose text the parser may still be adding. The parser can pause in the middle of a script. Then
 * only the first part of the script has been judged.
 */
let open: Element | null = null;

/** The roots that are being watched. */
const watched: WeakSet<object> = frozenMethods(new WeakSet());

/**
 * Watches a document, or a shadow root in it, while it is being parsed. Watched changes slow the page down, and the
 * other hooks intercept later insertions.
 */
export function observeParser(root: Node, document: Document = root as Document) {
  if (watched.has(root) || readyStateOf(document) !== 'loading') return;
  watched.add(root);
  /** The element that was inserted last. It may still be open. */
  let tip: Element | null = null;
  const observer = new Observer((records) => {
    for (let i = 0; i < records.length; i += 1) interceptFrames(addedTo(records[i]));
    guardAll();
    holdOpenStyle();
    interceptLateShadows(tip);
    for (let i = 0; i < records.length; i += 1) {
      const target = recordTarget(records[i]);
      if (open && (target === open || parentOf(target) === open)) interceptAgain(open);
      tip = interceptNodes(addedTo(records[i])) ?? tip;
    }
    if (readyStateOf(document) === 'loading') return;
    disconnect(observer);
    watched.delete(root);
  });
  observe(observer, root, { childList: true, subtree: true, characterData: true });
}

/**
 * Judges frames first.
 *
 * Threat: as soon as the parser has inserted a frame, another process connects to its host. If many other nodes in the
 * records are judged first, the request leaves before the frame is held.
 */
function interceptFrames(nodes: ArrayLike<Node>) {
  for (let i = 0; i < nodes.length; i += 1) {
    const node = nodes[i] as Element; // Other nodes are skipped at once.
    if (nodeType(node) !== 1) continue;
    const name = localNameOf(node);
    if ((name === 'iframe' || name === 'frame') && !isMarked(node)) interceptParsed(node);
  }
}

/** Judges an inline script again, after more of it has been parsed. */
function interceptAgain(script: Element) {
  if (lateScript(script)) return; // Its release inserts a node, too.
  if (isHeld(script)) {
    waiting.forEach((held) => {
      if (held.element === script) held.text = textOf(script);
    });
    return;
  }
  started.delete(script);
  interceptParsed(script);
}

/** Judges parsed nodes. @returns the last element among them */
function interceptNodes(nodes: ArrayLike<Node>): Element | null {
  let last: Element | null = null;
  for (let i = 0; i < nodes.length; i += 1) {
    const node = nodes[i] as Element; // Other nodes are skipped at once.
    if (nodeType(node) !== 1) continue;
    last = node;
    meetStyled(node);
    if (!interceptRewritten(node)) interceptParsed(node);
    open = localNameOf(node) === 'script' && sourceOf(node, 'script') === null ? node : null;
    const shadow = shadowRootOf(node);
    if (shadow) interceptShadow(shadow);
  }
  return last;
}

/**
 * Finds shadow roots that the parser has attached to elements seen before. If the parser pauses between a host and its
 * `<template>`, the shadow root comes later, and no observer is called for it. The next callback checks again. All
 * scripts in the shadow root except the last have started.
 * @param element the innermost one that may have a new shadow root
 */
function interceptLateShadows(element: Element | null) {
  for (let host: Node | null = element; host; host = parentOf(host)) {
    const shadow = nodeType(host) === 1 ? shadowRootOf(host as Element) : null;
    if (!shadow || watched.has(shadow)) continue;
    const scripts = query(shadow, 'script');
    for (let i = 0; i < scripts.length - 1; i += 1) started.add(scripts[i]);
    interceptShadow(shadow);
  }
}

/**
 * Judges a declarative shadow root. It is parsed with the markup of its host. Another observer reports nodes that are
 * parsed into it later.
 */
function interceptShadow(root: ShadowRoot) {
  interceptNodes(query(root, '*'));
  observeParser(root, documentOf(root));
}
