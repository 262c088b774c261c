/**
 * @file Nodes that neither start nor load anything, nor have CSS as their text, known by their name: the short way for
 * what pages do in their loops. Asking for `nodeName` is quicker than for the local name, the namespace and the type.
 */

import { shapeOf } from './loads.js';
import { found, nodeNameOf, own, toLowerCase } from './natives.js';

/** A quiet element, in which there may be others that are not. */
export const ELEMENT = 1;
const TEXT = 2;

/** How quiet what has this `nodeName` is: 0 where it is not. @type {Map<string, number>} */
const known = own(new Map([['#text', TEXT]]));

/**
 * `ELEMENT` or more for a node that is of no interest itself; 0 for any other, and for what is no node. It is not to be
 * asked of attributes, which have any name.
 * @param {any} node
 */
export function quietness(node) {
  try {
    const name = nodeNameOf(node);
    return known.get(name) ?? judge(name);
  } catch {
    return 0;
  }
}

/** @param {string} name */
function judge(name) {
  const busy = found(/^(?:script|i?frame|(?:xml-)?style(?:sheet)?)$|[:#]/i, name);
  const quiet = busy || shapeOf(name) || shapeOf(toLowerCase(name)) ? 0 : ELEMENT;
  known.set(name, quiet);
  return quiet;
}
