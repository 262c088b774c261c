/**
 * @file Where HTML in a string meets the gate. Scripts in it never run, frames do. The string is read in a
 * document without a window: where nothing in it is held, the native function gets it untouched; where
 * something is, the nodes that were read are moved in, and held, like any other insertion.
 */

import { started } from './book.js';
import { carried } from './content.js';
import { parseLike } from './inert.js';
import { peek } from './decide.js';
import { buildShadows, templatesIn } from './declarative.js';
import { insertion, withText } from './hooks/insertion.js';
import { IFRAME } from './kinds.js';
import { LOAD, OF_INTEREST, loadOf } from './loads.js';
import { meetParsed } from './meet.js';
import { meetLoad } from './meet-loads.js';
import {
  NONE,
  appendChild,
  baseOf,
  createFragment,
  documentOf,
  firstChildOf,
  found,
  isConnected,
  kindOf,
  query,
} from './natives.js';
import { rememberShadow } from './shadows.js';
import { withStyledMarkup } from './meet-styles.js';
import { candidates, tagOf } from './request.js';
import { holdsImports } from './styles.js';
import { convertsStrings } from './trusted.js';

/** Markup with one of these starts or loads something before the native function comes back. */
const AT_ONCE = /<(?:i?frame|template|link|style|feimage|\w+:)/i;

/**
 * Calls `act`, by which `html` becomes nodes below `place`, or `move` with those nodes where some are held.
 * @template T
 * @param {any} place
 * @param {any} html a string or TrustedHTML
 * @param {() => T} act
 * @param {(fragment: DocumentFragment) => T} move
 * @param {boolean} [declarative] whether `<template shadowrootmode>` makes shadow roots
 * @returns {T}
 */
export function around(place, html, act, move, declarative = false) {
  act = withText(withStyledMarkup(place, html, act), place, place);
  if (typeof html === 'symbol') return act();
  // Threat: a default policy of the page makes a frame of a word, inside the native function.
  const converted = typeof html === 'string' && convertsStrings();
  if (!converted && !found(OF_INTEREST, `${html}`)) return act();
  // A closed shadow root that the browser's parser makes cannot be looked into later, so it is read now.
  const judged =
    (converted || found(AT_ONCE, `${html}`)) &&
    isPlace(place) &&
    (isConnected(place) || (declarative && found(/shadowrootmode/i, `${html}`)));
  const root = judged && readFrames(place, html, declarative, converted);
  if (!root) {
    const result = act();
    if (isPlace(place)) arrived(place);
    return result;
  }
  const fragment = adopted(place, root);
  if (declarative) buildShadows(fragment);
  return insertion(place, [fragment], () => move(fragment));
}

/** @param {any} place */
const isPlace = (place) => kindOf(place) !== undefined;

/**
 * The parsed markup, if a frame in it would be held, or if the page's policy has been asked for it, which is asked once;
 * else null.
 * @param {any} place
 * @param {any} html
 * @param {boolean} declarative
 * @param {boolean} converted
 */
function readFrames(place, html, declarative, converted) {
  let root;
  try {
    root = parseLike(place, html);
  } catch {
    return null; // Refused by the page's Trusted Types: the native function throws the same.
  }
  const imports = holdsImports(root, baseOf(place));
  return holdsFrame(root, baseOf(place), declarative) || imports || converted ? root : null;
}

/**
 * @param {any} root
 * @param {string} base
 * @param {boolean} declarative
 * @returns {boolean}
 */
function holdsFrame(root, base, declarative) {
  const elements = candidates(root) ?? NONE;
  for (let i = 0; i < elements.length; i += 1) {
    const tag = tagOf(elements[i]);
    if (tag === LOAD && loadOf(elements[i], base)?.held) return true;
    const url = tag === 'iframe' || tag === 'frame' ? carried(elements[i], tag, base) : null;
    if (url !== null && peek(url, IFRAME)) return true;
  }
  const inner = declarative ? templatesIn(root) : [];
  for (let i = 0; i < inner.length; i += 1)
    if (holdsFrame(inner[i].content, base, true)) return true;
  return false;
}

/**
 * The nodes in a fragment of the place's own document; scripts among them never run.
 * @param {any} place
 * @param {any} root
 * @returns {DocumentFragment}
 */
function adopted(place, root) {
  markScripts(root);
  const fragment = createFragment(documentOf(place));
  for (let child = firstChildOf(root); child; child = firstChildOf(root))
    appendChild(fragment, child);
  return fragment;
}

/** @param {any} root */
function markScripts(root) {
  const scripts = query(root, 'script');
  for (let i = 0; i < scripts.length; i += 1) started.add(scripts[i]);
}

/**
 * The native function has put nodes below `place`: its scripts are marked, its frames met.
 * @param {any} place
 */
function arrived(place) {
  markScripts(place);
  const elements = candidates(place);
  if (!elements) return;
  const live = isConnected(place);
  rememberShadow(place);
  for (let i = 0; i < elements.length; i += 1) (live ? meetParsed : meetLoad)(elements[i]);
}
