/**
 * @file Processing instructions that load a style sheet: `<?xml-stylesheet href="…"?>` among the children of a document
 * (xml-stylesheet 1.0). The URL of a held one is masked, as URLs in CSS are.
 */

import { withoutReferences } from './scan-code.ts';
import { maskAt, unmasked } from '../platform/css-urls.ts';
import { peek } from '../engine/engine.ts';
import { STYLE } from '../platform/constants.ts';
import { urlsIn } from './subresources.ts';
import {
  baseOf,
  childNodesOf,
  cloneOf,
  exec,
  kindOf,
  nullProtoArray,
  nodeNameOf,
  frozenMethods,
  parentOf,
  setText,
  textOf,
  windowOf,
} from '../platform/primordials.ts';
import { pend, ticketFor, withdraw } from './held-calls.ts';

/** Matches the `href` pseudo-attribute. */
const HREF = /(?:^|\s)href\s*=\s*(["'])([^]*?)\1/;

/** The tickets of held instructions. */
const tickets: WeakMap<object, number> = frozenMethods(new WeakMap());

/** Returns whether a node is such an instruction. */
const isInstruction = (node: unknown): node is ProcessingInstruction =>
  kindOf(node) === 7 && nodeNameOf(node as Node) === 'xml-stylesheet';

/** Returns the first URL that an instruction would load and that would be held. @param text its data */
function heldIn(text: string, base: string): string | undefined {
  const value = exec(HREF, text)?.[2] ?? '';
  const urls = urlsIn('href', withoutReferences(value), base, STYLE);
  for (let i = 0; i < urls.length; i += 1) if (peek(urls[i], STYLE)) return urls[i];
}

/**
 * Returns the first URL that the instructions of a document would load and that would be held.
 * @param root a document
 */
export function trackedByInstructions(root: Node, base: string) {
  const instructions = instructionsIn(root);
  for (let i = 0; i < instructions.length; i += 1) {
    const url = heldIn(textOf(instructions[i]), base);
    if (url) return url;
  }
  return null;
}

function instructionsIn(parent: Node) {
  const found: ProcessingInstruction[] = nullProtoArray();
  const children = childNodesOf(parent);
  for (let i = 0; i < children.length; i += 1)
    if (isInstruction(children[i])) found[found.length] = children[i] as ProcessingInstruction;
  return found;
}

/** Returns the instructions that an insertion of a node inserts. Instructions inside an element have no effect. */
export function arrivingInstructions(node: unknown): ArrayLike<ProcessingInstruction> {
  if (kindOf(node) === 11) return instructionsIn(node as DocumentFragment);
  return isInstruction(node) ? [node] : [];
}

/** Returns the data of an instruction, changed so that it loads nothing. */
function masked(text: string) {
  const match = exec(HREF, text) as RegExpExecArray;
  return maskAt(text, match.index + match[0].length - match[2].length - 1);
}

/** Makes an instruction inert before its insertion if it would be held. */
export function neutralizeInstruction(node: ProcessingInstruction, base: string) {
  const text = unmasked(textOf(node));
  if (heldIn(text, base)) setText(node, masked(text));
}

/** Holds an instruction or lets it load. Only a child of a document with a window loads a style sheet. */
export function interceptInstruction(
  node: ProcessingInstruction,
  text: string = unmasked(textOf(node)),
) {
  withdraw(tickets.get(node) ?? 0);
  tickets.delete(node);
  const parent = parentOf(node);
  const shown = parent && kindOf(parent) === 9 && windowOf(parent as Document);
  const url = shown && heldIn(text, baseOf(node));
  const ticket = url ? ticketFor(url, STYLE) : 0;
  const next = ticket ? masked(text) : text;
  if (next !== textOf(node)) setText(node, next);
  if (!ticket) return;
  tickets.set(node, ticket);
  pend(ticket, () => interceptInstruction(node));
}

/**
 * Changes the text of an instruction. The change is made on a copy, so that the new text is judged before it takes
 * effect.
 * @returns the result of `act`
 */
export function changeInstruction<T>(
  node: ProcessingInstruction,
  act: (target: ProcessingInstruction) => T,
): T {
  const copy = cloneOf(node);
  setText(copy, unmasked(textOf(node)));
  const result = act(copy);
  interceptInstruction(node, textOf(copy));
  return result;
}

/** Returns whether a change of the text of a node may load a style sheet. */
export const isShownInstruction = (node: unknown): node is ProcessingInstruction =>
  isInstruction(node) && kindOf(parentOf(node)) === 9;
