/**
 * @file Copies of nodes. A copy of a held script looks as the page knows it and, like the copy of a script
 * that has started, never runs; a copy of a held frame asks again when it is inserted.
 */

import {
  disguise,
  heldBefore,
  inertCopy,
  isHeld,
  redress,
  restore,
  seen,
  started,
} from '../book.js';
import { heldIn, isEager, madeFor } from '../eager.js';
import { hookMethod } from '../hook.js';
import { inertDocument } from '../inert.js';
import { LOAD, isActive } from '../loads.js';
import { giveLoad, meetLoad } from '../meet-loads.js';
import {
  HTML,
  appendChild,
  apply,
  attachShadow,
  cloneOf,
  firstChildOf,
  getter,
  hostOf,
  list,
  localNameOf,
  maybe,
  method,
  namespaceOf,
  nextSiblingOf,
  query,
  templateContentOf,
  kindOf,
} from '../natives.js';
import { candidates, tagOf } from '../request.js';
import { cloneShadows } from '../shadow-clones.js';

/** @typedef {import('../natives.js').Realm} Realm */

/** @param {Realm} realm */
export function hookClones(realm) {
  hookMethod(realm.Node.prototype, 'cloneNode', (native, self, args) => {
    const copy = likeness(self, apply(native, self, args), keepInert);
    cloneShadows(self, copy);
    return copy;
  });
  hookMethod(realm.Document.prototype, 'importNode', (native, self, args) => {
    const loads = isEager ? maybe(candidates, args[0]) : null;
    const copied = madeFor(loads && heldIn(loads, self).length > 0, self, inertDocument, (it) =>
      apply(native, it, args),
    );
    const copy = likeness(args[0], copied, keepInert);
    cloneShadows(args[0], copy);
    return copy;
  });
  hookRangeClones(realm);
}

/** @param {Realm} realm */
function hookRangeClones({ Range: { prototype } }) {
  const isIn = method(prototype, 'intersectsNode');
  const rootOfRange = getter(prototype, 'commonAncestorContainer');
  hookMethod(prototype, 'cloneContents', (native, self, args) => {
    const copy = apply(native, self, args);
    const all = heldBefore() ? candidates(rootOfRange(self)) : null;
    const originals = list();
    for (let i = 0; all && i < all.length; i += 1)
      if (isIn(self, all[i])) originals[originals.length] = all[i];
    pair(originals, candidates(copy), keepInert);
    return copy;
  });
}

/**
 * A deep copy with the attributes that the page knows, to be read and never inserted.
 * @param {any} node
 */
export const cloneSeen = (node) => likeness(node, inertTree(node), redress);

/**
 * @param {any} node
 * @returns {any}
 */
function inertTree(node) {
  const host = maybe(hostOf, node);
  if (!host) return inertCopy(node, true);
  const root = attachShadow(inertCopy(host, false), { mode: 'open' }); // No shadow root can be copied.
  for (let child = firstChildOf(node); child; child = nextSiblingOf(child))
    appendChild(root, inertCopy(child, true));
  return root;
}

/**
 * Threat: to the browser the copy of a held script has not started, so that with its own type it would run as
 * soon as it is inserted. It stays inert for good; the page reads a twin.
 * @param {Element} copy
 * @param {Element} model what the page knows of the original
 */
function keepInert(copy, model) {
  if (localNameOf(copy) === 'script') disguise(copy, cloneOf(model, false));
  else if (isEager && tagOf(copy) === LOAD && isActive(copy))
    giveLoad(copy, (it) => restore(it, model));
  else restore(copy, model);
}

/**
 * Gives the copies in `copy` what the page knows of their originals in `source`.
 * @template T
 * @param {any} source
 * @param {T} copy
 * @param {(copy: Element, model: Element) => void} give
 * @returns {T}
 */
function likeness(source, copy, give) {
  pair(candidates(source), candidates(copy), give);
  if (!heldBefore()) return copy;
  const [from, to] = [contentsIn(source), contentsIn(copy)];
  for (let i = 0; i < to.length && from.length === to.length; i += 1)
    likeness(from[i], to[i], give);
  return copy;
}

/**
 * What the templates in `node` carry, itself included: it is no descendant of theirs.
 * @param {any} node
 * @returns {DocumentFragment[]}
 */
function contentsIn(node) {
  const contents = list();
  const type = kindOf(node);
  if (type !== 1 && type !== 11) return contents;
  if (type === 1 && isTemplate(node)) contents[0] = templateContentOf(node);
  const inside = query(node, 'template');
  for (let i = 0; i < inside.length; i += 1)
    if (isTemplate(inside[i])) contents[contents.length] = templateContentOf(inside[i]);
  return contents;
}

/** @param {Element} element */
const isTemplate = (element) =>
  localNameOf(element) === 'template' && namespaceOf(element) === HTML;

/**
 * @param {Element[] | null} originals
 * @param {Element[] | null} copies in the same order
 * @param {(copy: Element, model: Element) => void} give
 */
function pair(originals, copies, give) {
  if (!copies) return;
  for (let i = 0; originals?.length === copies.length && i < copies.length; i += 1) {
    const [from, to] = [originals[i], copies[i]];
    const held = isHeld(from);
    if (held) give(to, seen(from));
    if (localNameOf(to) === 'script' && (held || started.has(from))) started.add(to);
  }
  for (let i = 0; give === keepInert && i < copies.length; i += 1) meetLoad(copies[i]);
}

/**
 * Whether `node` or anything below it is held.
 * @param {any} node
 */
export function hasHeld(node) {
  const inside = candidates(node) ?? [];
  for (let i = 0; i < inside.length; i += 1) if (isHeld(inside[i])) return true;
  const contents = contentsIn(node);
  for (let i = 0; i < contents.length; i += 1) if (hasHeld(contents[i])) return true;
  return false;
}
