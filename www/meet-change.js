/**
 * @file Where a script or frame that is already in the document meets the gate: its source changes, or
 * something of it while it is held. The change itself is the caller's, made on the element, its twin, or both.
 */

import { disarm, disguise, empty, isHeld, rearm, seen, started, waiting } from './book.js';
import { carriedBy } from './content.js';
import { ask, peek } from './decide.js';
import { hookFrame } from './frames.js';
import { admit, forgetGuest, guarded, isGuest, restoreGuest } from './guests.js';
import { FRAME, IFRAME, IMPORT, SCRIPT } from './kinds.js';
import { meetInserted } from './late-code.js';
import { changeLoad } from './meet-loads.js';
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
} from './natives.js';
import { namedBy } from './named.js';
import { laneOf, ownUrl, runs, tagOf, ticketOf } from './request.js';
import { keepGiven } from './trusted.js';
import { enter } from './enter.js';
import { startNow } from './start-now.js';
import { LOAD } from './resource-attributes.js';

/** @typedef {import('./book.js').Held['tag']} Tag */
/** @typedef {(target: any) => any} Act makes the change on an element */

/**
 * What HTML reads once, when it prepares a script. The page's later writes have, as on a script that has
 * started, no effect on what runs.
 */
const FROZEN =
  /^(?:type|src|href|async|defer|nomodule|nonce|integrity|crossorigin|referrerpolicy|language)$/;

/**
 * The tag of an element that can start something; null for all others and for what is no element.
 * @param {any} self
 */
export const startableTag = (self) => (kindOf(self) === 1 ? tagOf(self) : null);

/**
 * Changes one attribute of `self`.
 * @param {any} self
 * @param {string} name as given, with any prefix
 * @param {any} value a string or a Trusted Type; null where the attribute is removed
 * @param {Act} act
 */
export function change(self, name, value, act) {
  const tag = startableTag(self);
  if (!tag) return act(self);
  const local = toLowerCase(slice(name, lastIndexOf(name, ':') + 1));
  if (tag === LOAD) return changeLoad(self, local, value, act);
  if (tag === 'script')
    return isHeld(self) ? writeHeld(self, local, act) : changeScript(self, local, value, act);
  return local === 'src' || (local === 'srcdoc' && tag === 'iframe')
    ? changeFrame(self, tag, local, value, act)
    : writeBoth(self, act);
}

/**
 * @param {any} self
 * @param {Act} act
 */
function writeBoth(self, act) {
  const result = act(seen(self));
  if (isHeld(self)) act(self);
  return result;
}

/**
 * @param {any} script
 * @param {string} name
 * @param {Act} act
 */
const writeHeld = (script, name, act) =>
  found(FROZEN, name) ? act(seen(script)) : writeBoth(script, act);

/**
 * A connected script that has not started is prepared when it gets its first source.
 * @param {any} script
 * @param {string} name
 * @param {any} value
 * @param {Act} act
 */
function changeScript(script, name, value, act) {
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

/** @type {{ tag: 'script', id: null }} */
const TAG = { tag: 'script', id: null };

/**
 * @param {import('./request.js').Request} request
 * @param {Act} act
 */
function holdChange(request, act) {
  const script = request.element;
  const type = attributeOf(script, 'type');
  const retype = (/** @type {any} */ target) =>
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
      if (ticket) enter(request, ticket, false);
      else startNow(script, 'script', ownUrl(request), request.lane);
    }
  }
}

/**
 * A frame goes where its source says, each time that it changes.
 * @param {any} frame
 * @param {Tag} tag
 * @param {string} name
 * @param {any} value
 * @param {Act} act
 */
function changeFrame(frame, tag, name, value, act) {
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

/**
 * @param {any} frame
 * @param {Act} act
 */
const writeHeldFrame = (frame, act) => act(seen(frame));

/**
 * @param {any} frame
 * @param {Tag} tag
 * @param {string} url
 * @param {Act} act
 */
function holdFrame(frame, tag, url, act) {
  if (forgetGuest(frame)) empty(frame);
  if (isHeld(frame)) leave(frame);
  else disarm(frame, tag);
  const result = act(seen(frame));
  const ticket = ask('ask', url, IFRAME, FRAME);
  if (ticket) enter({ element: frame, tag, url, id: null, lane: FRAME }, ticket, false);
  else rearm(frame);
  return result;
}

/**
 * The ticket of a held frame ends because the page sends the frame elsewhere.
 * @param {any} frame
 */
function leave(frame) {
  waiting.forEach(({ element }, ticket) => {
    if (element !== frame) return;
    waiting.delete(ticket);
    ask('gone', ticket);
  });
}

/**
 * What the frame's sources are once attribute `name` has its new value.
 * @param {any} frame
 * @param {Tag} tag
 * @param {string} name
 * @param {any} value
 */
function sourcesWith(frame, tag, name, value) {
  const next = value === null ? null : `${value}`;
  const read = (/** @type {string} */ of) => (name === of ? next : attributeOf(seen(frame), of));
  return {
    src: read('src'),
    srcdoc: tag === 'iframe' ? read('srcdoc') : null,
    sandbox: read('sandbox'),
  };
}
