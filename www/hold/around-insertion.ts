/**
 * @file Holds requests of inserted nodes, for all callers: insertion methods, markup, and `document.write` after a
 * release.
 */

import { NONE, isConnected, nullProtoArray, maybe, parentOf } from '../platform/primordials.ts';
import { afterInsertion, beforeInsertion, giveText } from './insertion.ts';
import { holdArriving } from './webkit-images.ts';
import { startableTag } from './attribute-change.ts';
import { withStyles } from './css-entry.ts';
import { forgetIrrelevant } from '../platform/irrelevant-trees.ts';
import { awaitsText, candidates } from '../requests/element-request.ts';
import { hasShadowHosts, rememberShadow, shadowsUnder } from '../shadow/detached-roots.ts';
import type { PageValue } from '../platform/types-core.ts';

/**
 * Calls `act`, which inserts `arriving` into or beside `place`, and holds requests before and after the call.
 * @param into the node whose text `act` sets, or the parent of that node
 */
export function insertion<T>(
  place: PageValue,
  arriving: ArrayLike<PageValue>,
  act: () => T,
  into: PageValue = place,
): T {
  forgetIrrelevant();
  const shadows: ShadowRoot[] = hasShadowHosts() ? nullProtoArray() : NONE;
  for (let i = 0; i < arriving.length; i += 1) shadowsUnder(arriving[i], shadows);
  act = withText(withStyles(place, arriving, shadows, act, into), place, into);
  const elements = startable(place, arriving, shadows);
  if (elements || shadows.length > 0) rememberShadow(place);
  if (!elements) return act();
  if (!maybe(isConnected, place)) return holdArriving(elements, place, act);
  const requests = beforeInsertion(elements, place);
  try {
    return act();
  } finally {
    afterInsertion(elements, requests);
  }
}

/** Returns the script that `place` is, or is a child of. */
const scriptAt = (place: unknown): Element | undefined =>
  startableTag(place) === 'script'
    ? (place as Element)
    : maybe((it: Node) => parentScript(parentOf(it)), place);

const parentScript = (parent: Node | null) =>
  startableTag(parent) === 'script' ? (parent as Element) : undefined;

/** Wraps an `act` that sets the text of a connected script. HTML prepares such a script at once. */
export function withText<T>(act: () => T, place: unknown, into: unknown): () => T {
  const script = scriptAt(into);
  return script && maybe(isConnected, place) && awaitsText(script)
    ? () => giveText(script, act)
    : act;
}

/**
 * Returns the elements that this insertion may start, or null if there are none, which is the common case.
 * @param shadows the shadow roots in the arriving nodes
 */
function startable(
  place: unknown,
  arriving: ArrayLike<unknown>,
  shadows: ShadowRoot[],
): Element[] | null {
  let elements: Element[] | null = null;
  for (let i = 0; i < arriving.length; i += 1) {
    if (arriving[i] === null || typeof arriving[i] !== 'object') continue;
    elements = joined(elements, candidates(arriving[i]));
  }
  for (let i = 0; i < shadows.length; i += 1) elements = joined(elements, candidates(shadows[i]));
  const script = scriptAt(place);
  return script ? joined(elements, [script]) : elements;
}

function joined(elements: Element[] | null, more: Element[] | null) {
  if (!more) return elements;
  const all: Element[] = elements ?? nullProtoArray();
  for (let i = 0; i < more.length; i += 1) all[all.length] = more[i];
  return all;
}
