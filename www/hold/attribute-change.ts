/**
 * @file Where a script or frame that is already in the document meets the gate: its source changes, or
 * something of it while it is held. The change itself is the caller's, made on the element, its twin, or both.
 */

import {
  disarm,
  disguise,
  empty,
  isHeld,
  rearm,
  seen,
  started,
  waiting,
} from '../requests/held-elements.ts';
import { carriedBy } from '../requests/scan-frame.ts';
import { ask, peek } from '../engine/engine.ts';
import { hookFrame } from '../frames/frames.ts';
import { admit, forgetGuest, guarded, isGuest, restoreGuest } from '../frames/gate-in-document.ts';
import { FRAME, IFRAME, IMPORT, SCRIPT } from '../platform/constants.ts';
import { meetInserted } from '../requests/late-code.ts';
import { changeLoad } from './subresource.ts';
import {
  HTML,
  absolute,
  attributeOf,
  baseOf,
  cloneOf,
  found,
  isConnected,
  kindOf,
  namespaceOf,
  removeAttribute,
  setAttribute,
  lastIndexOf,
  slice,
  toLowerCase,
} from '../platform/primordials.ts';
import { forgetQuiet } from '../platform/quiet-trees.ts';
import { namedBy } from '../requests/scan-inline-script.ts';
import { laneOf, ownUrl, runs, tagOf, ticketOf } from '../requests/element-request.ts';
import { keepGiven } from '../platform/trusted-types.ts';
import { holdRequest } from './hold-request.ts';
import { startNow } from '../requests/start-now.ts';
import { LOAD } from '../requests/resource-attributes.ts';
import type { Request } from '../requests/element-request.ts';
import type { Held } from '../requests/held-elements.ts';

type Tag = Held['tag'];
/** Makes the change on an element */
export type Act = (target: any) => any;

/**
 * What HTML reads once, when it prepares a script. The page's later writes have, as on a script that has
 * started, no effect on what runs.
 */
const FROZEN =
  /^(?:type|src|href|async|defer|nomodule|nonce|integrity|crossorigin|referrerpolicy|language)$/;

/** The tag of an element that can start something; null for all others and for what is no element. */
export const startableTag = (self: any) => (kindOf(self) === 1 ? tagOf(self) : null);

/**
 * Changes one attribute of `self`.
 * @param name as given, with any prefix
 * @param value a string or a Trusted Type; null where the attribute is removed
 */
export function change(self: any, name: string, value: any, act: Act) {
  const tag = startableTag(self);
  if (!tag) return act(self);
  forgetQuiet();
  const local = toLowerCase(slice(name, lastIndexOf(name, ':') + 1));
  if (tag === LOAD) return changeLoad(self, local, value, act);
  if (tag === 'script')
    return isHeld(self) ? writeHeld(self, local, act) : changeScript(self, local, value, act);
  return local === 'src' || (local === 'srcdoc' && tag === 'iframe')
    ? changeFrame(self, tag, local, value, act)
    : writeBoth(self, act);
}

function writeBoth(self: any, act: Act) {
  const result = act(seen(self));
  if (isHeld(self)) act(self);
  return result;
}

const writeHeld = (script: any, name: string, act: Act) =>
  found(FROZEN, name) ? act(seen(script)) : writeBoth(script, act);

/** A connected script that has not started is prepared when it gets its first source. */
function changeScript(script: any, name: string, value: any, act: Act) {
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
  meetInserted(script);
  ask('ask', url, SCRIPT, lane);
  return result;
}

const TAG: { tag: 'script'; id: null } = { tag: 'script', id: null };

function holdChange(request: Request, act: Act) {
  const script = request.element;
  const type = attributeOf(script, 'type');
  const retype = (target: any) =>
    type === null ? removeAttribute(target, 'type') : setAttribute(target, 'type', type);
  setAttribute(script, 'type', 'text/plain');
  try {
    return act(script);
  } catch (error) {
    retype(script);
    throw error; // The page's own error, from the native function.
  } finally {
    if (attributeOf(script, 'type') === 'text/plain') {
      const twin = cloneOf(script, false);
      retype(twin);
      disguise(script, twin);
      const ticket = ticketOf(request);
      if (ticket) holdRequest(request, ticket, false);
      else startNow(script, 'script', ownUrl(request), request.lane);
    }
  }
}

/** A frame goes where its source says, each time that it changes. */
function changeFrame(frame: any, tag: Tag, name: string, value: any, act: Act) {
  if (name === 'srcdoc') keepGiven(frame, value);
  if (isGuest(frame) && !isConnected(frame)) restoreGuest(frame);
  if (!isConnected(frame)) return writeHeldFrame(frame, act);
  const sources = sourcesWith(frame, tag, name, value);
  const url = carriedBy(sources, baseOf(frame));
  if (url !== null && peek(url, IFRAME)) return holdFrame(frame, tag, url, act);
  if (!isHeld(frame) && guarded(sources, baseOf(frame))) disguise(frame, cloneOf(frame, false));
  const result = act(seen(frame));
  if (isHeld(frame)) {
    leave(frame);
    admit(frame);
  }
  if (url !== null) ask('ask', url, IFRAME, FRAME);
  hookFrame(frame);
  return result;
}

const writeHeldFrame = (frame: any, act: Act) => act(seen(frame));

function holdFrame(frame: any, tag: Tag, url: string, act: Act) {
  if (forgetGuest(frame)) empty(frame);
  if (isHeld(frame)) leave(frame);
  else disarm(frame, tag);
  const result = act(seen(frame));
  const ticket = ask('ask', url, IFRAME, FRAME);
  if (ticket) holdRequest({ element: frame, tag, url, id: null, lane: FRAME }, ticket, false);
  else rearm(frame);
  return result;
}

/** The ticket of a held frame ends because the page sends the frame elsewhere. */
function leave(frame: any) {
  waiting.forEach(({ element }, ticket) => {
    if (element !== frame) return;
    waiting.delete(ticket);
    ask('gone', ticket);
  });
}

/** What the frame's sources are once attribute `name` has its new value. */
function sourcesWith(frame: any, tag: Tag, name: string, value: any) {
  const next = value === null ? null : `${value}`;
  const read = (of: string) => (name === of ? next : attributeOf(seen(frame), of));
  return {
    src: read('src'),
    srcdoc: tag === 'iframe' ? read('srcdoc') : null,
    sandbox: read('sandbox'),
  };
}
