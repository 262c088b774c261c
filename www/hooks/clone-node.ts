/**
 * @file Hooks copies of nodes. A copy of a held script has the attributes that the page set. Like the copy of a script
 * that has started, it never runs. A copy of a held frame is judged again when it is inserted.
 */

import { copyAttributes } from '../requests/attribute-copies.ts';
import {
  maskWithTwin,
  hasEverHeld,
  inertCopy,
  isHeld,
  twinOrSelf,
  started,
  twinOf,
} from '../requests/held-elements.ts';
import { heldIn, madeFor } from '../hold/webkit-images.ts';
import { isEager } from '../platform/engine-family.ts';
import { hookMethod } from '../platform/patch.ts';
import { inertDocument } from '../platform/inert-document.ts';
import { isActive } from '../requests/subresources.ts';
import { giveLoad, interceptLoad } from '../hold/subresource.ts';
import {
  HTML,
  NONE,
  appendChild,
  apply,
  cloneOf,
  firstChildOf,
  getter,
  nullProtoArray,
  localNameOf,
  maybe,
  method,
  namespaceOf,
  parentOf,
  query,
  replaceChild,
  templateContentOf,
  kindOf,
} from '../platform/primordials.ts';
import { isIrrelevantCopy } from '../hold/fast-path.ts';
import { irrelevancePeriod } from '../platform/irrelevant-trees.ts';
import { candidates, tagOf } from '../requests/element-request.ts';
import { cloneShadows } from '../shadow/clonable.ts';
import { LOAD } from '../requests/resource-attributes.ts';
import type { Realm } from '../platform/primordials.ts';

export function hookCloneNode(realm: Realm) {
  hookMethod(realm.Node.prototype, 'cloneNode', (native, self, args) => {
    const since = irrelevancePeriod();
    const copy = likeness(self, apply(native, self, args), since);
    cloneShadows(self, copy);
    return copy;
  });
  hookMethod(realm.Document.prototype, 'importNode', (native, self, args) => {
    const since = irrelevancePeriod();
    const loads = isEager ? maybe(candidates, args[0]) : null;
    const copied = madeFor(loads && heldIn(loads, self).length > 0, self, inertDocument, (it) =>
      apply(native, it, args),
    );
    const copy = likeness(args[0], copied, since);
    cloneShadows(args[0], copy);
    return copy;
  });
  hookRangeClones(realm);
}

function hookRangeClones({ Range: { prototype } }: Realm) {
  const isIn = method(prototype, 'intersectsNode');
  const rootOfRange = getter(prototype, 'commonAncestorContainer');
  hookMethod(prototype, 'cloneContents', (native, self, args) => {
    const copy = apply(native, self, args);
    const all = hasEverHeld() ? candidates(rootOfRange(self)) : null;
    const originals: Element[] = nullProtoArray();
    for (let i = 0; all && i < all.length; i += 1)
      if (isIn(self, all[i])) originals[originals.length] = all[i];
    pair(originals, candidates(copy));
    return copy;
  });
}

/**
 * Returns a deep copy with the attributes that the page knows, to be read and never inserted. Returns a document, a
 * shadow root or a value that is not a node unchanged: the browser does not copy it.
 */
export const cloneWithTwins = <N extends Node>(node: N): N =>
  maybe((it: N) => withTwins(inertCopy(it, true)) as N, node) ?? node;

/**
 * Replaces copies of held elements by copies of their twins.
 * @returns the copy, or the twin that has taken its place
 */
function withTwins(copy: Node): Node {
  const copies = candidates(copy) ?? NONE;
  let root = copy;
  for (let i = 0; i < copies.length; i += 1) {
    const twin = twinOf(copies[i]);
    if (!twin) continue;
    const other = exchanged(copies[i], inertCopy(twin, false));
    if (copies[i] === copy) root = other;
  }
  const contents = contentsIn(root);
  for (let i = 0; i < contents.length; i += 1) withTwins(contents[i]);
  return root;
}

/** Gives `twin` the position and the children of `copy`. */
function exchanged(copy: Node, twin: Node) {
  const parent = parentOf(copy);
  if (parent) replaceChild(parent, twin, copy);
  for (let child; (child = firstChildOf(copy));) appendChild(twin, child);
  return twin;
}

/**
 * Makes the copy of a held element inert or restores it.
 *
 * Threat: to the browser, the copy of a held script has not started. With the original `type`, it would run as soon as
 * the page inserts it. So it stays inert permanently, and the page reads a twin.
 * @param model the twin of the original
 */
function keepInert(copy: Element, model: Element) {
  if (localNameOf(copy) === 'script') maskWithTwin(copy, cloneOf(model, false));
  else if (isEager && tagOf(copy) === LOAD && isActive(copy))
    giveLoad(copy, (it) => copyAttributes(it, model));
  else copyAttributes(copy, model);
}

/** Gives the copies in `copy` the attributes that the page reads on their originals in `source`. */
function likeness(source: Node, copy: Node, since: number) {
  if (!hasEverHeld() && isIrrelevantCopy(source, copy, since)) return copy;
  const copies = candidates(copy);
  // A shallow copy is only of `source`.
  if (copies) pair(firstChildOf(copy) ? candidates(source) : [source as Element], copies);
  if (!hasEverHeld()) return copy;
  const to = contentsIn(copy);
  const from = to.length > 0 ? contentsIn(source) : NONE;
  for (let i = 0; i < to.length && from.length === to.length; i += 1)
    likeness(from[i], to[i], since);
  return copy;
}

/**
 * Returns the contents of the templates in `node`, and of `node`. Template contents are not descendants of the
 * template.
 */
function contentsIn(node: Node): DocumentFragment[] {
  const contents: DocumentFragment[] = nullProtoArray();
  const type = kindOf(node);
  if (type !== 1 && type !== 11) return contents;
  if (type === 1 && isTemplate(node as Element))
    contents[0] = templateContentOf(node as HTMLTemplateElement);
  const inside = query(node as Element | DocumentFragment, 'template');
  for (let i = 0; i < inside.length; i += 1)
    if (isTemplate(inside[i]))
      contents[contents.length] = templateContentOf(inside[i] as HTMLTemplateElement);
  return contents;
}

const isTemplate = (element: Element) =>
  localNameOf(element) === 'template' && namespaceOf(element) === HTML;

/** @param copies in the same order */
function pair(originals: Element[] | null, copies: Element[] | null) {
  if (!copies) return;
  for (let i = 0; originals?.length === copies.length && i < copies.length; i += 1) {
    const [from, to] = [originals[i], copies[i]];
    const held = isHeld(from);
    if (held) keepInert(to, twinOrSelf(from));
    if (localNameOf(to) === 'script' && (held || started.has(from))) started.add(to);
  }
  for (let i = 0; i < copies.length; i += 1) interceptLoad(copies[i]);
}
