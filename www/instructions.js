/**
 * @file Processing instructions that load a style sheet: `<?xml-stylesheet href="…"?>` among the children of a document
 * (xml-stylesheet 1.0). The URL of a held one is masked, as URLs in CSS are.
 */

import { withoutReferences } from './code.js';
import { maskAt, unmasked } from './css.js';
import { peek } from './decide.js';
import { STYLE } from './kinds.js';
import { urlsIn } from './loads.js';
import {
  baseOf,
  childNodesOf,
  cloneOf,
  exec,
  kindOf,
  list,
  nodeNameOf,
  own,
  parentOf,
  setText,
  textOf,
  windowOf,
} from './natives.js';
import { pend, ticketFor, withdraw } from './pending.js';

/** The `href` pseudo-attribute. */
const HREF = /(?:^|\s)href\s*=\s*(["'])([^]*?)\1/;

/** The tickets of held instructions. @type {WeakMap<object, number>} */
const tickets = own(new WeakMap());

/**
 * Returns whether a node is such an instruction.
 * @param {any} node
 */
const isInstruction = (node) => kindOf(node) === 7 && nodeNameOf(node) === 'xml-stylesheet';

/**
 * Returns the first URL that an instruction would load and that would be held.
 * @param {string} text its data
 * @param {string} base
 * @returns {string | undefined}
 */
function heldIn(text, base) {
  const value = exec(HREF, text)?.[2] ?? '';
  const urls = urlsIn('href', withoutReferences(value), base, STYLE);
  for (let i = 0; i < urls.length; i += 1) if (peek(urls[i], STYLE)) return urls[i];
}

/**
 * Returns the first URL that the instructions of a document would load and that would be held.
 * @param {any} root a document
 * @param {string} base
 */
export function trackedByInstructions(root, base) {
  const instructions = instructionsIn(root);
  for (let i = 0; i < instructions.length; i += 1) {
    const url = heldIn(textOf(instructions[i]), base);
    if (url) return url;
  }
  return null;
}

/** @param {any} parent */
function instructionsIn(parent) {
  const found = list();
  const children = childNodesOf(parent);
  for (let i = 0; i < children.length; i += 1)
    if (isInstruction(children[i])) found[found.length] = children[i];
  return found;
}

/**
 * Returns the instructions that an insertion of a node brings in; none of what is inside an element counts.
 * @param {any} node
 * @returns {ArrayLike<any>}
 */
export function arrivingInstructions(node) {
  if (kindOf(node) === 11) return instructionsIn(node);
  return isInstruction(node) ? [node] : [];
}

/**
 * Returns the data of an instruction that loads nothing.
 * @param {string} text
 */
function masked(text) {
  const match = /** @type {RegExpExecArray} */ (exec(HREF, text));
  return maskAt(text, match.index + match[0].length - match[2].length - 1);
}

/**
 * Makes an instruction inert before its insertion if it would be held.
 * @param {any} node
 * @param {string} base
 */
export function disarmInstruction(node, base) {
  const text = unmasked(textOf(node));
  if (heldIn(text, base)) setText(node, masked(text));
}

/**
 * Holds an instruction or lets it load, by the text that it has and the place where it stands.
 * @param {any} node
 * @param {string} [text]
 */
export function meetInstruction(node, text = unmasked(textOf(node))) {
  withdraw(tickets.get(node) ?? 0);
  tickets.delete(node);
  const parent = parentOf(node);
  const shown = parent && kindOf(parent) === 9 && windowOf(parent);
  const url = shown && heldIn(text, baseOf(node));
  const ticket = url ? ticketFor(url, STYLE) : 0;
  const next = ticket ? masked(text) : text;
  if (next !== textOf(node)) setText(node, next);
  if (!ticket) return;
  tickets.set(node, ticket);
  pend(ticket, () => meetInstruction(node));
}

/**
 * Changes the text of an instruction. The change is made on a copy, so that the new text is judged before it counts.
 * @param {any} node
 * @param {(target: any) => any} act
 * @returns {any} what `act` returns; undefined where `node` is no instruction that counts
 */
export function changeInstruction(node, act) {
  const copy = cloneOf(node);
  setText(copy, unmasked(textOf(node)));
  const result = act(copy);
  meetInstruction(node, textOf(copy));
  return result;
}

/**
 * Returns whether a change of the text of a node may load a style sheet.
 * @param {any} node
 */
export const isShownInstruction = (node) =>
  isInstruction(node) && kindOf(parentOf(node) ?? undefined) === 9;
