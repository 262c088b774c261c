/**
 * @file Remembers shadow roots whose content can start or load something.
 *
 * Threat: inserting the host starts the content of its shadow tree, which selectors do not reach. A closed root cannot
 * even be found from its host. So the host of such a root is remembered, weakly, and an insertion searches the inserted
 * nodes for remembered hosts.
 */

import {
  found,
  hostOf,
  kindOf,
  nullProtoArray,
  localNameOf,
  maybe,
  frozenMethods,
  query,
  rootOf,
} from '../platform/primordials.ts';
import { forgetIrrelevant } from '../platform/irrelevant-trees.ts';

/** The shadow root of each remembered host. */
const rootByHost: WeakMap<object, ShadowRoot> = frozenMethods(new WeakMap());

/** A selector that matches every remembered host, and other elements of the same names. */
let hosts = '';

/** The names in the selector. */
const names: Set<string> = frozenMethods(new Set());

/** Greatest number of names in the selector. With more names, it is slower than a selector for all elements. */
const MOST_NAMES = 20;

/** Remembers the shadow trees that contain `place`, after an insertion of something that can start or load. */
export function rememberShadow(place: Node) {
  forgetIrrelevant();
  for (let node = place; ;) {
    const root = maybe(rootOf, node) as ShadowRoot; // The host is read only if it is a shadow root.
    const host: Element | false | undefined = kindOf(root) === 11 && maybe(hostOf, root);
    if (!host) return;
    if (!rootByHost.has(host)) addName(localNameOf(host));
    rootByHost.set(host, root as ShadowRoot);
    node = host;
  }
}

function addName(name: string) {
  if (hosts === '*' || names.has(name)) return;
  names.add(name);
  hosts = hosts ? `${hosts},${name}` : name;
  // A name that needs escapes in a selector is rare.
  if (names.size > MOST_NAMES || !found(/^[-\w\u0080-\uffff]+$/, name)) hosts = '*';
}

/** Returns whether a host is remembered. */
export const hasShadowHosts = () => hosts !== '';

/** Returns whether `node` is a remembered host. */
export const isShadowHost = (node: object) => hosts !== '' && rootByHost.has(node);

/**
 * Returns the remembered shadow roots of `node` and of its descendants, nested ones included.
 * @param roots the list to which they are added
 */
export function shadowsUnder(node: unknown, roots: ShadowRoot[] = nullProtoArray()): ShadowRoot[] {
  const kind = hosts && kindOf(node);
  if (kind !== 1 && kind !== 11) return roots;
  if (kind === 1) addShadow(node as Element, roots);
  const inside = query(node as Element | DocumentFragment, hosts);
  for (let i = 0; i < inside.length; i += 1) addShadow(inside[i], roots);
  return roots;
}

function addShadow(host: Element, roots: ShadowRoot[]) {
  const root = rootByHost.get(host);
  if (!root) return;
  roots[roots.length] = root;
  shadowsUnder(root, roots);
}
