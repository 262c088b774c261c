/**
 * @file What the parser inserts. An observer's callback runs at the end tag of each script, before the script
 * is prepared, and soon after a frame begins to load; it is the only place where static markup can be met.
 */

import { isHeld, started, waiting } from '../requests/held-elements.ts';
import { guardAll } from '../hold/vendor-calls.ts';
import { lateScript } from '../requests/late-code.ts';
import { meetParsed } from '../hold/insertion.ts';
import {
  disconnect,
  documentOf,
  getter,
  localNameOf,
  nodeType,
  observe,
  own,
  parentOf,
  query,
  readyStateOf,
  shadowRootOf,
  textOf,
} from '../platform/primordials.ts';
import { meetRewritten } from '../hold/rewritten-markup.ts';
import { meetOpen, meetParsed as meetStyled } from '../hold/css-entry.ts';
import { sourceOf } from '../requests/element-request.ts';
import { isMarked } from '../requests/inert-mark.ts';

const Observer = MutationObserver;
const addedTo = getter(MutationRecord.prototype, 'addedNodes');
const recordTarget = getter(MutationRecord.prototype, 'target');

/**
 * The inline script whose text the parser may still be adding to: it pauses anywhere, in the middle of a script
 * too, and what was judged then was half a script.
 */
let open: Element | null = null;

/** What is being watched. */
const watched: WeakSet<object> = own(new WeakSet());

/**
 * Watches a document, or a shadow root in it, for as long as it is parsed: every watched change costs the page
 * a microsecond, and what comes later comes through the other hooks.
 */
export function observeParser(root: any, document: Document = root) {
  if (watched.has(root) || readyStateOf(document) !== 'loading') return;
  watched.add(root);
  /** What was inserted last: it may still be open. */
  let tip: Element | null = null;
  const observer = new Observer((records) => {
    for (let i = 0; i < records.length; i += 1) meetFrames(addedTo(records[i]));
    guardAll();
    meetOpen();
    meetLateShadows(tip);
    for (let i = 0; i < records.length; i += 1) {
      const target = recordTarget(records[i]);
      if (open && (target === open || parentOf(target) === open)) meetAgain(open);
      tip = meetNodes(addedTo(records[i])) ?? tip;
    }
    if (readyStateOf(document) === 'loading') return;
    disconnect(observer);
    watched.delete(root);
  });
  observe(observer, root, { childList: true, subtree: true, characterData: true });
}

/**
 * Threat: since the parser has put a frame in, another process connects for it. With forty images in front of it every
 * fourth was asked for before it was stopped; so frames are met before all that has come with them.
 */
function meetFrames(nodes: ArrayLike<any>) {
  for (let i = 0; i < nodes.length; i += 1) {
    const node = nodes[i];
    if (nodeType(node) !== 1) continue;
    const name = localNameOf(node);
    if ((name === 'iframe' || name === 'frame') && !isMarked(node)) meetParsed(node);
  }
}

/** More of an inline script has been parsed. */
function meetAgain(script: Element) {
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

/** @returns the last element of them */
function meetNodes(nodes: ArrayLike<any>): Element | null {
  let last: Element | null = null;
  for (let i = 0; i < nodes.length; i += 1) {
    const node = nodes[i];
    if (nodeType(node) !== 1) continue;
    last = node;
    meetStyled(node);
    if (!meetRewritten(node)) meetParsed(node);
    open = localNameOf(node) === 'script' && sourceOf(node, 'script') === null ? node : null;
    const shadow = shadowRootOf(node);
    if (shadow) meetShadow(shadow);
  }
  return last;
}

/**
 * Where the parser pauses between a host and its `<template>`, the shadow root comes later, and no observer is told:
 * the next one that is called for anything looks again. What stands there has started, but for the last script.
 * @param element the innermost one that may have got a shadow root
 */
function meetLateShadows(element: Element | null) {
  for (let host: any = element; host; host = parentOf(host)) {
    const shadow = nodeType(host) === 1 ? shadowRootOf(host) : null;
    if (!shadow || watched.has(shadow)) continue;
    const scripts = query(shadow, 'script');
    for (let i = 0; i < scripts.length - 1; i += 1) started.add(scripts[i]);
    meetShadow(shadow);
  }
}

/**
 * A declarative shadow root comes with the markup of its host; what is parsed into it later is reported to
 * an observer of its own.
 */
function meetShadow(root: ShadowRoot) {
  meetNodes(query(root, '*'));
  observeParser(root, documentOf(root));
}
