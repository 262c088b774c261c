/**
 * @file Holds scripts and frames that are already in the document when one of their sources changes. It also directs
 * changes of other attributes while an element is held. The caller's `act` makes the change: on the element, on its
 * twin, or on both.
 */

import { SCRIPT_ATTRIBUTES } from '../requests/attribute-copies.ts';
import {
  neutralize,
  maskWithTwin,
  removeFrameSources,
  isHeld,
  restore,
  twinOrSelf,
  started,
} from '../requests/held-elements.ts';
import { carriedBy } from '../requests/scan-frame.ts';
import { ask, peek } from '../engine/engine.ts';
import { hookFrame } from '../frames/frames.ts';
import { leave } from '../frames/frame-navigation.ts';
import {
  loadWithGate,
  forgetGateInside,
  guarded,
  hasGateInside,
  restoreSources,
} from '../frames/gate-in-document.ts';
import { FRAME, IFRAME, IMPORT, SCRIPT } from '../platform/constants.ts';
import { markInserted } from '../requests/late-code.ts';
import { changeLoad } from './subresource.ts';
import {
  HTML,
  absolute,
  attributeOf,
  baseOf,
  cloneOf,
  isConnected,
  kindOf,
  namespaceOf,
  removeAttribute,
  setAttribute,
  lastIndexOf,
  slice,
  toLowerCase,
} from '../platform/primordials.ts';
import { forgetIrrelevant } from '../platform/irrelevant-trees.ts';
import { namedBy } from '../requests/scan-inline-script.ts';
import { laneOf, ownUrl, runs, tagOf, ticketOf } from '../requests/element-request.ts';
import { keepGiven } from '../platform/trusted-types.ts';
import { holdRequest } from './hold-request.ts';
import { startNow } from '../requests/start-now.ts';
import { LOAD } from '../requests/resource-attributes.ts';
import type { Request } from '../requests/element-request.ts';
import type { Held } from '../requests/held-elements.ts';
import type { PageValue } from '../platform/types-core.ts';

type Tag = Held['tag'];
/** Makes the change on the given element, and returns what the native function returns. */
export type Act<T = unknown> = (target: Element) => T;

/** Returns the tag of an element that can start something, and null for every other value. */
export const startableTag = (self: unknown) => (kindOf(self) === 1 ? tagOf(self as Element) : null);

/**
 * Changes one attribute of `self`.
 * @param name as the page gave it, with its prefix
 * @param value a string or a Trusted Type; null if the attribute is removed
 */
export function change<T>(self: PageValue, name: string, value: PageValue, act: Act<T>): T {
  const tag = startableTag(self);
  if (!tag) return act(self);
  forgetIrrelevant();
  const local = toLowerCase(slice(name, lastIndexOf(name, ':') + 1));
  if (tag === LOAD) return changeLoad(self, local, value, act);
  if (tag === 'script')
    return isHeld(self) ? writeHeld(self, local, act) : changeScript(self, local, value, act);
  return local === 'src' || (local === 'srcdoc' && tag === 'iframe')
    ? changeFrame(self, tag, local, value, act)
    : writeBoth(self, act);
}

function writeBoth<T>(self: Element, act: Act<T>) {
  const result = act(twinOrSelf(self));
  if (isHeld(self)) act(self);
  return result;
}

const writeHeld = <T>(script: Element, name: string, act: Act<T>) =>
  name in SCRIPT_ATTRIBUTES ? act(twinOrSelf(script)) : writeBoth(script, act);

/**
 * Changes an attribute of a script that is not held. HTML prepares a connected script when it gets its first source.
 */
function changeScript<T>(script: Element, name: string, value: PageValue, act: Act<T>) {
  const source = namespaceOf(script) === HTML ? 'src' : 'href';
  const starts =
    name === source &&
    value !== null &&
    isConnected(script) &&
    !started.has(script) &&
    runs(script);
  const url = starts ? absolute(`${value}`, baseOf(script)) : null;
  if (url === null) return act(script);
  const lane = laneOf(script, false, true);
  const named = namedBy(script, url);
  if (named !== null)
    return holdChange(
      { element: script, ...TAG, url: named, lane, kind: IMPORT, source: url },
      act,
    );
  if (peek(url, SCRIPT)) return holdChange({ element: script, ...TAG, url, lane }, act);
  const result = act(script);
  started.add(script);
  markInserted(script);
  ask('ask', url, SCRIPT, lane);
  return result;
}

const TAG: { tag: 'script'; id: null } = { tag: 'script', id: null };

function holdChange<T>(request: Request, act: Act<T>) {
  const script = request.element;
  const type = attributeOf(script, 'type');
  const retype = (target: Element) =>
    type === null ? removeAttribute(target, 'type') : setAttribute(target, 'type', type);
  setAttribute(script, 'type', 'text/plain');
  try {
    return act(script);
  } catch (error) {
    retype(script);
    throw error; // The native function has thrown for the page.
  } finally {
    if (attributeOf(script, 'type') === 'text/plain') {
      const twin = cloneOf(script, false);
      retype(twin);
      maskWithTwin(script, twin);
      const ticket = ticketOf(request);
      if (ticket) holdRequest(request, ticket, false);
      else startNow(script, 'script', ownUrl(request), request.lane);
    }
  }
}

/** Changes a source of a frame. Each such change navigates the frame. */
function changeFrame<T>(frame: Element, tag: Tag, name: string, value: PageValue, act: Act<T>) {
  if (name === 'srcdoc') keepGiven(frame, value);
  if (hasGateInside(frame) && !isConnected(frame)) restoreSources(frame);
  if (!isConnected(frame)) return writeHeldFrame(frame, act);
  const sources = sourcesWith(frame, tag, name, value);
  const url = carriedBy(sources, baseOf(frame));
  if (url !== null && peek(url, IFRAME)) return holdFrame(frame, tag, url, act);
  if (!isHeld(frame) && guarded(sources, baseOf(frame))) maskWithTwin(frame, cloneOf(frame, false));
  const result = act(twinOrSelf(frame));
  if (isHeld(frame)) {
    leave(frame);
    loadWithGate(frame);
  }
  if (url !== null) ask('ask', url, IFRAME, FRAME);
  hookFrame(frame);
  return result;
}

const writeHeldFrame = <T>(frame: Element, act: Act<T>) => act(twinOrSelf(frame));

function holdFrame<T>(frame: Element, tag: Tag, url: string, act: Act<T>) {
  if (forgetGateInside(frame)) removeFrameSources(frame);
  if (isHeld(frame)) leave(frame);
  else neutralize(frame, tag);
  const result = act(twinOrSelf(frame));
  const ticket = ask('ask', url, IFRAME, FRAME);
  if (ticket) holdRequest({ element: frame, tag, url, id: null, lane: FRAME }, ticket, false);
  else restore(frame);
  return result;
}

/** Returns the frame's sources as they will be when the attribute `name` has the new value. */
function sourcesWith(frame: Element, tag: Tag, name: string, value: PageValue) {
  const next = value === null ? null : `${value}`;
  const read = (of: string) => (name === of ? next : attributeOf(twinOrSelf(frame), of));
  return {
    src: read('src'),
    srcdoc: tag === 'iframe' ? read('srcdoc') : null,
    sandbox: read('sandbox'),
  };
}
