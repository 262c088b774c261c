/**
 * @file Copies of nodes. A copy of a held script looks as the page knows it and, like the copy of a script
 * that has started, never runs; a copy of a held frame asks again when it is inserted.
 */

import { disguise, isHeld, restore, seen, started } from '../book.js';
import { hookMethod } from '../hook.js';
import { candidates } from '../meet.js';
import { apply, cloneOf, localNameOf } from '../natives.js';
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
    const copy = likeness(args[0], apply(native, self, args), keepInert);
    cloneShadows(args[0], copy);
    return copy;
  });
}

/**
 * A deep copy with the attributes that the page knows, to be read and never inserted.
 * @param {any} node
 */
export const cloneSeen = (node) => likeness(node, cloneOf(node, true), restore);

/**
 * Threat: to the browser the copy of a held script has not started, so that with its own type it would run as
 * soon as it is inserted. It stays inert for good; the page reads a twin.
 * @param {Element} copy
 * @param {Element} model what the page knows of the original
 */
function keepInert(copy, model) {
  if (localNameOf(copy) === 'script') disguise(copy, cloneOf(model, false));
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
  const originals = candidates(source);
  const copies = originals && candidates(copy);
  if (!originals || !copies) return copy;
  for (let i = 0; i < copies.length; i += 1) {
    const [from, to] = [originals[i], copies[i]];
    const held = isHeld(from);
    if (held) give(to, seen(from));
    if (localNameOf(to) === 'script' && (held || started.has(from))) started.add(to);
  }
  return copy;
}

/**
 * Whether `node` or anything below it is held.
 * @param {any} node
 */
export function hasHeld(node) {
  const inside = candidates(node) ?? [];
  for (let i = 0; i < inside.length; i += 1) if (isHeld(inside[i])) return true;
  return false;
}
