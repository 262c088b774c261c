/**
 * @file Inserts the `document.write` output of a script that runs after the parser has ended. It is inserted after the
 * script, at once and in the parser's order. Each node is inserted before its children. A script runs before the nodes
 * after it are inserted. A script that has to be fetched first blocks the rest until it has run.
 */

import { copyAttributes } from '../requests/attribute-copies.ts';
import { neutralize, twinOrSelf } from '../requests/held-elements.ts';
import { parseLike } from '../platform/inert-document.ts';
import { BLOCKING } from '../platform/constants.ts';
import {
  appendChild,
  attributeOf,
  baseOf,
  childNodesOf,
  cloneOf,
  createElementNS,
  documentOf,
  adoptNode,
  insertBefore,
  isConnected,
  nullProtoArray,
  localNameOf,
  namespaceOf,
  nextSiblingOf,
  nodeType,
  frozenMethods,
  parentOf,
  setScriptText,
  setText,
  slice,
  textOf,
} from '../platform/primordials.ts';
import { requestOf, runs, tagOf, ticketOf } from '../requests/element-request.ts';
import { trustedHTML, trustedScript } from '../platform/trusted-types.ts';
import { CUT, PROBE, endIn, forget, isComplete, openText } from './complete-markup.ts';
import { cutLength } from '../hold/document-write/raw-text.ts';
import { isRefused } from '../requests/hold-element.ts';
import { holdRequest } from '../hold/hold-request.ts';
import { insertion } from '../hold/around-insertion.ts';
import { startHeld } from '../requests/start-now.ts';
import type { Request } from '../requests/element-request.ts';
import type { Held } from '../requests/held-elements.ts';
import type { Made } from './complete-markup.ts';

interface Writing {
  by: Held;
  /** Text that is not complete, after the start tags of the open elements */
  text: string;
  /** `node` is the script; `children` follow it */
  made: Made;
  /** The script or comment of the model whose text may continue; null if there is none */
  open: Node | null;
  /** Whether nodes are being made, which may run a script that writes */
  making: boolean;
  /** Whether a script in it has to run before the rest */
  blocked: boolean;
  /** Called when everything in it has run; null while more may be written */
  then: (() => void) | null;
}

const writings: WeakMap<Held, Writing> = frozenMethods(new WeakMap());

/** @param by the script that writes */
export function writeLate(by: Held, text: string) {
  const writing = writings.get(by) ?? begin(by);
  writing.text += text;
  advance(writing);
}

function begin(by: Held) {
  const writing: Writing = {
    by,
    text: '',
    made: { node: by.element, children: nullProtoArray() },
    open: null,
    making: false,
    blocked: false,
    then: null,
  };
  writings.set(by, writing);
  return writing;
}

/** Ends the writing of a script that has run. @param then called when everything that it wrote has run */
export function endLate(by: Held, then: () => void) {
  const writing = writings.get(by);
  if (!writing) return then();
  writing.then = then;
  advance(writing);
}

function advance(writing: Writing) {
  const { by, text, made } = writing;
  const place = isConnected(by.element) ? parentOf(by.element) : null;
  if (place && !writing.blocked) {
    // The parser, too, waits for the text after an incomplete character reference.
    const read = slice(text, 0, text.length - (writing.then ? 0 : cutLength(text, CUT)));
    const model = parseLike(place, trustedHTML(read));
    const more = parseLike(place, trustedHTML(read + PROBE));
    const end = endIn(more);
    writing.open = openText(model, end);
    const outer = writing.making;
    writing.making = true;
    const complete = make(model, made, writing) && !outer && text === writing.text;
    writing.making = outer;
    if (complete && isComplete(end))
      writing.text = forget(made, more, end) + slice(text, read.length);
  }
  if (writing.blocked || !writing.then) return;
  writings.delete(by);
  writing.then();
}

/**
 * Makes the missing children of the model, until a script has to run first or the text ends.
 * @returns whether the writing can continue after it
 */
function make(model: Node, made: Made, writing: Writing): boolean {
  const models = childNodesOf(model);
  for (let i = 0; i < models.length; i += 1) {
    const next = models[i];
    const startable =
      nodeType(next) === 1 && tagOf(next as Element) === 'script' && runs(next as Element);
    if (next === writing.open) return false;
    if (!made.children[i]) {
      made.children[i] = {
        node: startable ? revive(next as Element, writing) : copy(next, writing),
        children: nullProtoArray(),
      };
      if (startable) startWritten(made, i, writing);
      else put(made, i, writing);
    }
    if (writing.blocked) return false;
    if (startable) continue;
    const child = made.children[i];
    if (nodeType(next) === 3)
      textOf(child.node) === textOf(next) || setText(child.node, textOf(next));
    else if (!make(next, child, writing)) return false;
  }
  return true;
}

function copy(model: Node, { by }: Writing) {
  // The content of a template starts nothing, so it is copied deeply.
  const whole = nodeType(model) === 1 && localNameOf(model as Element) === 'template';
  return adoptNode(documentOf(by.element), cloneOf(model, whole));
}

/** Makes a new, inert script with the same attributes and text. A script that was parsed from a string never runs. */
function revive(dead: Element, { by }: Writing) {
  const script = createElementNS(documentOf(by.element), namespaceOf(dead), 'script');
  copyAttributes(script, dead);
  setScriptText(script, trustedScript(textOf(dead)));
  return script;
}

/** Inserts child `i` into its parent, or after the nodes that were written before it. */
function put(made: Made, i: number, writing: Writing) {
  const { node } = made.children[i];
  if (made !== writing.made)
    return insertion(made.node, [node], () => appendChild(made.node, node));
  const before = i > 0 ? made.children[i - 1].node : writing.by.element;
  const place = parentOf(writing.by.element)!;
  const next = parentOf(before) === place ? nextSiblingOf(before) : null;
  insertion(place, [node], () => insertBefore(place, node, next));
}

/**
 * Inserts a written script in inert form and judges it. If it may run, it runs now. The rest waits until a blocking one
 * is fetched.
 */
function startWritten(made: Made, i: number, writing: Writing) {
  const element = made.children[i].node as Element;
  const inline = {
    element,
    tag: 'script' as const,
    url: null,
    id: null,
    lane: BLOCKING,
  };
  const request = requestOf(element, true) ?? inline;
  neutralize(element, 'script');
  put(made, i, writing);
  const ticket = ticketOf(request);
  if (ticket) holdRequest(request, ticket, true);
  if (ticket || isRefused(element)) return;
  const held = heldOf(request);
  const blocks = held.lane === BLOCKING && held.url !== null;
  writing.blocked = blocks;
  startHeld(held, () => {
    if (!blocks || !writing.blocked) return;
    writing.blocked = false;
    advance(writing);
  });
}

function heldOf({ element, tag, url, lane }: Request): Held {
  return {
    ticket: 0,
    element,
    tag,
    url,
    lane,
    document: documentOf(element),
    base: baseOf(element),
    type: attributeOf(twinOrSelf(element), 'type'),
    text: textOf(element),
    parsed: true,
  };
}
