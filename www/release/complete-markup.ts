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

/** A node of the page, and what was made below it */
export type Made = { node: any; children: Made[] };

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
 * The comment of the probe, or what it has become a part of.
 * @param more the text and the probe, parsed
 */
export function endIn(more: any) {
  const last = lastIn(more);
  return nodeType(last) === 3 ? (previousSiblingOf(last) ?? last) : last;
}

/** Returns whether every tag and comment in front of the probe has ended. */
const isProbe = (end: any) => nodeType(end) === 8 && textOf(end) === END;

/**
 * Returns whether what comes next can be parsed without what is in front of the probe. Behind the start tag of a `pre`
 * the parser ignores a line break.
 */
export const isComplete = (end: any) =>
  isProbe(end) &&
  (previousSiblingOf(end) !== null || !found(/^(?:pre|listing)$/, localNameOf(parentOf(end))));

/**
 * The script or comment that ends the text without an end of its own.
 * @param model the text, parsed
 */
export function openText(model: any, end: any) {
  if (isProbe(end)) return null;
  if (nodeType(end) === 8) return lastIn(model);
  const parent = parentOf(end);
  if (!parent || nodeType(parent) !== 1 || tagOf(parent) !== 'script') return null;
  const scripts = query(model, 'script');
  return scripts[scripts.length - 1];
}

/**
 * Forgets what is complete and has been made.
 * @param more the text and the probe, parsed
 * @param end the comment of the probe
 * @returns what is parsed in front of the next text: the start tags of the elements that are open
 */
export function forget(made: Made, more: any, end: any): string {
  let tags = '';
  let last = made.children[made.children.length - 1] ?? made;
  for (let open = parentOf(end); open !== more; open = parentOf(open)) {
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

function lastIn(node: any) {
  for (let child = node; child; child = lastChildOf(node)) node = child;
  return node;
}
