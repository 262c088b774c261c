/** @file Written text that is complete: how far, so that it need not be parsed again when more of it is written. */

import {
  found,
  lastChildOf,
  list,
  localNameOf,
  nodeType,
  parentOf,
  previousSiblingOf,
  query,
  textOf,
} from '../platform/primordials.ts';
import { tagOf } from '../requests/element-request.ts';

/** A node of the page, and the nodes that were made below it */
export type Made = { node: Node; children: Made[] };

const END = 'consent-gate';

/**
 * Is parsed behind a text. The comment is a node of its own where the text is complete; the letter shows whether the parser
 * would open elements again for what comes next.
 */
export const PROBE = `<!--${END}-->x`;

/** Takes the place of what is complete: no text merges with it, and no element ignores a line break behind it. */
const SEPARATOR = '<!---->';

/** The end of a text that what comes next may make something else of. */
export const CUT = /(?:<|&[#\w]*|\r)$/;

/**
 * Returns the comment of the probe, or the node of which it has become a part.
 * @param more the text and the probe, parsed
 */
export function endIn(more: Node): Node {
  const last = lastIn(more);
  return nodeType(last) === 3 ? (previousSiblingOf(last) ?? last) : last;
}

/** Returns whether every tag and comment in front of the probe has ended. */
const isProbe = (end: Node) => nodeType(end) === 8 && textOf(end) === END;

/**
 * Returns whether what comes next can be parsed without what is in front of the probe. Behind the start tag of a `pre`
 * the parser ignores a line break.
 */
export const isComplete = (end: Node) =>
  isProbe(end) &&
  (previousSiblingOf(end) !== null ||
    !found(/^(?:pre|listing)$/, localNameOf(parentOf(end) as Element)));

/**
 * Returns the script or comment with which the text ends, and that has no end tag.
 * @param model the text, parsed
 */
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
 * @returns what is parsed in front of the next text: the start tags of the elements that are open
 */
export function forget(made: Made, more: Node, end: Node): string {
  let tags = '';
  let last = made.children[made.children.length - 1] ?? made;
  for (let open = parentOf(end) as Element; open !== more; open = parentOf(open) as Element) {
    tags = `<${localNameOf(open)}>${tags}`;
    made.children = list();
    made.children[0] = last;
    made = last;
    last = made.children[made.children.length - 1];
  }
  made.children = list();
  made.children[0] = { node: last?.node, children: list() };
  return tags + SEPARATOR;
}

function lastIn(node: Node) {
  for (let child: Node | null = node; child; child = lastChildOf(node)) node = child;
  return node;
}
