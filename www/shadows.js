/**
 * @file Shadow roots that hold something to start while their host is not in a document.
 *
 * Threat: inserting the host starts what is in its shadow tree, and no selector reaches in there; a closed
 * root cannot even be found from its host. So a root is remembered when something is put into it.
 */

import { NONE, contains, hostOf, isConnected, list, maybe, own, rootOf } from './natives.js';
import { candidates } from './request.js';

/** @type {Set<ShadowRoot>} */
const pending = own(new Set());

/** Whether there ever was one: most pages have none. */
let any = false;

/**
 * The host of a shadow root; null for everything else.
 * @param {any} root
 * @returns {Element | null}
 */
const hostIn = (root) => maybe(hostOf, root) ?? null;

/**
 * Something that can start was put into the unconnected tree of `place`.
 * @param {any} place
 */
export function rememberShadow(place) {
  const root = rootOf(place);
  if (!hostIn(root)) return;
  any = true;
  pending.add(root);
}

/**
 * What can start in the shadow trees, nested ones included, of the tree that `node` brings into a document.
 * @param {any} node
 * @returns {Element[] | null}
 */
export function shadowsUnder(node) {
  if (!any) return null;
  /** @type {Element[]} */
  const elements = list();
  const roots = rootsUnder(node);
  for (let i = 0; i < roots.length; i += 1) {
    const inside = candidates(roots[i]) ?? NONE;
    for (let j = 0; j < inside.length; j += 1) elements[elements.length] = inside[j];
  }
  return elements;
}

/**
 * The remembered roots themselves.
 * @param {any} node
 * @returns {ShadowRoot[]}
 */
export function rootsUnder(node) {
  const roots = list();
  pending.forEach((root) => {
    if (isConnected(root)) pending.delete(root);
    if (isUnder(root, node)) roots[roots.length] = root;
  });
  return roots;
}

/**
 * @param {ShadowRoot} root
 * @param {any} node
 */
function isUnder(root, node) {
  for (let host = hostIn(root); host; host = hostIn(rootOf(host)))
    if (contains(node, host)) return true;
  return false;
}
