/**
 * @file `document.write` of TrustedHTML where the gate may have no policy: nothing can be put into the markup
 * then, and no piece of it can be written. Markup in which nothing is held is written as it was given; of other
 * markup the browser makes nodes, which are inserted behind the script that wrote it, and held like any others.
 */

import { trackedInText } from './code.js';
import { parseInert } from './inert.js';
import { loadOf } from './loads.js';
import {
  adoptNode,
  baseOf,
  currentScriptOf,
  found,
  fragmentBeside,
  insertBefore,
  isConnected,
  nextSiblingOf,
  own,
  parentOf,
  readyStateOf,
  soon,
  warn,
} from './natives.js';
import { candidates, requestOf, tagOf, wouldHold } from './request.js';
import { insertion } from './around-insertion.js';
import { LOAD } from './resource-attributes.js';

/** @typedef {{ text: string, acts: (() => void)[] }} Unfinished calls that may be the first parts of a tag */

/** What may be the first part of a tag. */
const UNFINISHED = /<\/?(?:[a-z][^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*(?:"[^"]*|'[^']*)?)?$/i;

/** @type {WeakMap<Document, Unfinished>} */
const unfinished = own(new WeakMap());

/**
 * @param {Document} document
 * @param {ArrayLike<any>} given TrustedHTML
 * @param {string} text the same as one string
 * @param {() => void} act writes it natively
 */
export function writeGiven(document, given, text, act) {
  const before = unfinished.get(document);
  const whole = (before?.text ?? '') + text;
  const acts = [...(before?.acts ?? []), act];
  if (found(UNFINISHED, whole)) {
    unfinished.set(document, { text: whole, acts });
    return soon(() => finishGiven(document));
  }
  unfinished.delete(document);
  if (before || given.length > 1) return writeWhole(document, { text: whole, acts });
  const script = currentScriptOf(document);
  if (readyStateOf(document) === 'loading' && !holdsAny(document, given)) return act();
  if (script && isConnected(script)) insertBehind(script, given);
  else lose(text);
}

/**
 * Nothing came to complete the tag.
 * @param {Document} document
 */
export function finishGiven(document) {
  const calls = unfinished.get(document);
  unfinished.delete(document);
  if (calls && readyStateOf(document) === 'loading') writeWhole(document, calls);
}

/**
 * A tag that came in several calls can only be judged by its text.
 * @param {Document} document
 * @param {Unfinished} calls
 */
function writeWhole(document, { text, acts }) {
  if (trackedInText(text, baseOf(document)) !== null) return lose(text);
  for (let i = 0; i < acts.length; i += 1) acts[i]();
}

/** @param {string} text */
const lose = (text) =>
  warn(
    `Consent Gate: written markup (${text.slice(0, 80)}) is held and cannot be released. If the site's CSP has "trusted-types", add "consent-gate" to it.`,
  );

/**
 * @param {Document} document
 * @param {ArrayLike<any>} given
 */
function holdsAny(document, given) {
  for (let i = 0; i < given.length; i += 1) {
    const elements = candidates(parseInert(given[i])) ?? [];
    for (let j = 0; j < elements.length; j += 1) {
      const request =
        tagOf(elements[j]) === LOAD
          ? loadOf(elements[j], baseOf(document))
          : requestOf(/** @type {Element} */ (adoptNode(document, elements[j])), true);
      if (request && wouldHold(request)) return true;
    }
  }
  return false;
}

/**
 * @param {any} script
 * @param {ArrayLike<any>} given
 */
function insertBehind(script, given) {
  const parent = parentOf(script);
  const next = nextSiblingOf(script);
  for (let i = 0; i < given.length; i += 1) {
    const fragment = fragmentBeside(script, given[i]);
    insertion(parent, [fragment], () => insertBefore(parent, fragment, next));
  }
}
