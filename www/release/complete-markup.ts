/**
 * @file Determines how much of a written text is complete, so that it is not parsed again when more text is written.
 */

import {
  found,
  lastChildOf,
  nullProtoArray,
  localNameOf,
  nodeType,
  parentOf,
  previousSiblingOf,
  query,
  textOf,
} from '../platform/primordials.ts';
import { tagOf } from '../requests/element-request.ts';

/** A node of the page, and the nodes that were made in it */
export type Made = { node: Node; children: Made[] };

const END = 'consent-gate';

/**
 * Parsed after a text. If the text is complete, the comment becomes a separate node. The letter shows whether the
 * parser would reopen elements for the next text.
 */
export const PROBE = `<!--${END}-->x`;

/** Replaces complete text. No text merges with it, and no element ignores a line break after it. */
const SEPARATOR = '<!---->';

/** Matches the end of a text if the next text may change its meaning. */
export const CUT = /(?:<|&[#\w]*|\r)$/;

/** Returns the comment of the probe, or the node that has absorbed it. @param more the text and the probe, parsed */
export function endIn(more: Node): Node {
  const last = lastIn(more);
  return nodeType(last) === 3 ? (previousSiblingOf(last) ?? last) : last;
}

/** Returns whether every tag and comment before the probe has ended. */
const isProbe = (end: Node) => nodeType(end) === 8 && textOf(end) === END;

/**
 * Returns whether the next text can be parsed without the text before the probe. The parser ignores a line break after
 * the start tag of a `pre`.
 */
export const isComplete = (end: Node) =>
  isProbe(end) &&
  (previousSiblingOf(end) !== null ||
    !found(/^(?:pre|listing)$/, localNameOf(parentOf(end) as Element)));

/** Returns the script or comment at the end of the text that is not closed. @param model the text, parsed */
export function openText(model: Element, end: Node): Node | null {
  if (isProbe(end)) return null;
  if (nodeType(end) === 8) return lastIn(model);
  const parent = parentOf(end);
  if (!parent || nodeType(parent) !== 1 || tagOf(parent as Element) !== 'script') return null;
  const scripts = query(model, 'script');
  return scripts[scripts.length - 1];
}

/**
 * Forgets nodes that are complete and have been made.
 * @param more the text and the probe, parsed
 * @param end the comment of the probe
 * @returns the text to parse before the next text: the start tags of the open elements
 */
export function forget(made: Made, more: Node, end: Node): string {
  let tags = '';
  let last = made.children[made.children.length - 1] ?? made;
  for (let open = parentOf(end) as Element; open !== more; open = parentOf(open) as Element) {
    tags = `<${localNameOf(open)}>${tags}`;
    made.children = nullProtoArray();
    made.children[0] = last;
    made = last;
    last = made.children[made.children.length - 1];
  }
  made.children = nullProtoArray();
  made.children[0] = { node: last?.node, children: nullProtoArray() };
  return tags + SEPARATOR;
}

function lastIn(node: Node) {
  for (let child: Node | null = node; child; child = lastChildOf(node)) node = child;
  return node;
}
