/**
 * @file Elements that load something by an attribute and run nothing in the page: images, media, links, objects.
 * Which they are, when they load, and what each asks for. It neither holds nor releases.
 */

import { seen } from './book.js';
import { carriedByUrl } from './content.js';
import { mask } from './css.js';
import { peek } from './decide.js';
import { FREE, OBJECT, PING, STYLE } from './kinds.js';
import {
  XLINK,
  absolute,
  attributeOf,
  attributeOfNS,
  baseOf,
  documentOf,
  found,
  isConnected,
  list,
  localNameOf,
  exec,
  parentOf,
  windowOf,
} from './natives.js';
import { readSrcset } from './srcset.js';
import { textAt } from './text-at.js';
import { LOAD, shapeOf, isPlaced, listed, RELATIONS, animation } from './resource-attributes.js';

/** @typedef {(name: string) => string | null} Read gives the value of an attribute */
/** @typedef {import('./resource-attributes.js').Shape} Shape */

/**
 * Notes that the page has the `relList` of a link; returns whether this may change what the link loads.
 * @param {Element} link
 */
export function listRelations(link) {
  if (listed.has(link)) return false;
  listed.add(link);
  return !found(RELATIONS, relationOf(reader(link)));
}

/** @param {Read} read */
const relationOf = (read) => read('rel') ?? '';

/**
 * Whether the element, with its attributes, loads where it is now.
 * @param {Element} element
 */
export function isActive(element) {
  if (!windowOf(documentOf(element))) return false;
  if (isPlaced(element)) return isConnected(element);
  return !found(/^(?:source|track)$/, localNameOf(element)) || parentOf(element) !== null;
}

/**
 * What the element asks for: the first URL that would be held, else the first one, else null.
 * @param {Element} element
 * @param {string} [base]
 * @param {Read} [read]
 */
export function loadOf(element, base = baseOf(element), read = reader(element)) {
  const name = localNameOf(element);
  const shape = /** @type {Shape} */ (shapeOf(name));
  const rel = name === 'link' ? relationOf(read) : '';
  if (!found(RELATIONS, rel) && !listed.has(element)) return null;
  let first = null;
  for (const attribute in shape) {
    if (attribute === 'rel') continue;
    const kind = found(/stylesheet/i, rel) ? STYLE : shape[attribute];
    const urls = urlsIn(attribute, read(attribute) ?? '', base, kind);
    for (let i = 0; i < urls.length; i += 1) {
      const held = peek(urls[i], kind);
      const request = { element, tag: LOAD, url: urls[i], id: null, lane: FREE, kind, held };
      if (held) return request;
      first ??= request;
    }
  }
  return first;
}

/**
 * Reads what the page has set, in either form that SVG knows.
 * @param {Element} element
 * @returns {Read}
 */
export function reader(element) {
  const model = seen(element);
  return (name) =>
    attributeOf(model, name) ?? (name === 'href' ? attributeOfNS(model, XLINK, name) : null);
}

const WORD = /(\S+)/g;

/** A value among those of an animation; one that is a function of CSS is read as CSS. */
const STEP = /(?:^|;)(?!\s*[-a-z]+\()([^;]+)/gi;

/**
 * The URLs in an attribute's value that lead to a host.
 * @param {string} attribute
 * @param {string} value
 * @param {string} base
 * @param {number} kind
 */
export function urlsIn(attribute, value, base, kind) {
  const urls = list();
  const add = (/** @type {string} */ text) => {
    if (kind !== OBJECT && found(/^\s*(?:data|blob):/i, text)) {
      // It may be long.
      if (kind === STYLE) mask(textAt(absolute(text) ?? '')?.text ?? '', text, add);
      return;
    }
    const url = kind === OBJECT ? carriedByUrl(text, base) : absolute(text, base);
    if (url !== null && found(/^http/, url)) urls[urls.length] = url;
  };
  const steps = attribute in animation;
  if (steps) mask(value, base, add);
  const pattern = steps ? STEP : kind === PING ? WORD : null;
  if (found(/srcset$/, attribute)) readSrcset(value, add);
  else if (!pattern) value && add(value);
  else for (let part; (part = exec(pattern, value));) add(part[1]);
  return urls;
}
