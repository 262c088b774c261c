/**
 * @file Clones clonable shadow roots.
 *
 * Threat: the browser clones a closed root together with its host. The gate cannot read the copy before the page
 * inserts it, which starts its content. So the gate makes the root not clonable for the browser, and clones it.
 */

import {
  attachShadow,
  appendChild,
  childNodesOf,
  cloneOf,
  nodeType,
  frozenMethods,
  query,
  shadowRootOf,
} from '../platform/primordials.ts';
import { rememberShadow } from './detached-roots.ts';
import { hide, isHidden } from './closed-declarative.ts';

/** A shadow root, and its options; null if the browser clones it */
type Clonable = { root: ShadowRoot; init: ShadowRootInit | null };

/** By host. */
const clonables: WeakMap<object, Clonable> = frozenMethods(new WeakMap());
const roots: WeakSet<object> = frozenMethods(new WeakSet());
let isUsed = false;

export const hasOwnClones = (root: ShadowRoot) => isUsed && roots.has(root);

/**
 * Returns the options of `attachShadow` without `clonable`; null if it is not set, or if there are no options. Each is
 * read once, in the order in which the browser would read them.
 */
export function withoutClonable(given: unknown): ShadowRootInit | null {
  if (given === null || typeof given !== 'object' || !('clonable' in given)) return null;
  const { clonable, ...init } = given as ShadowRootInit;
  return clonable ? init : null;
}

/** @param init null if the root is open, and the browser clones it */
export function keepClonable(host: Element, root: ShadowRoot, init: ShadowRootInit | null) {
  isUsed = true;
  roots.add(root);
  clonables.set(host, { root, init });
}

/** Gives the hosts in `copy` the shadow roots that their originals in `source` have. */
export function cloneShadows(source: Node, copy: Node) {
  if (!isUsed) return;
  const [from, to] = [hosts(source), hosts(copy)];
  for (let i = 0; i < to.length; i += 1) cloneShadow(from[i], to[i]);
}

/** Returns a node, if it is an element, and all elements in it. */
function hosts(node: Node): Element[] {
  const inside =
    nodeType(node) === 1 || nodeType(node) === 11 || nodeType(node) === 9
      ? query(node as Element | DocumentFragment | Document, '*')
      : [];
  return nodeType(node) === 1 ? [node as Element, ...Array.from(inside)] : Array.from(inside);
}

function cloneShadow(from: Element, to: Element) {
  const clonable = clonables.get(from);
  if (!clonable) return;
  const { init } = clonable;
  const root = init ? attachShadow(to, init) : shadowRootOf(to);
  if (!root) return;
  keepClonable(to, root, init);
  if (isHidden(clonable.root)) hide(root);
  const children = childNodesOf(clonable.root);
  for (let i = 0; i < children.length; i += 1) {
    const child = init ? cloneOf(children[i], true) : childNodesOf(root)[i];
    cloneShadows(children[i], child);
    if (init) appendChild(root, child);
  }
  rememberShadow(root);
}
