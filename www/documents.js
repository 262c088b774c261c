/**
 * @file Reads a document that hooks cannot enter before it loads, with the browser's own parser, and finds the first
 * URL in it that would be held: in elements, in attributes, in CSS, and in nested documents. It holds nothing.
 */

import { trackedInCode, trackedInText } from './code.js';
import { carried, carriedByUrl } from './content.js';
import { mask } from './css.js';
import { peek } from './decide.js';
import { trackedByInstructions } from './instructions.js';
import { IFRAME, SCRIPT } from './kinds.js';
import { loadOf } from './loads.js';
import {
  XLINK,
  absolute,
  attrName,
  attrValue,
  attributeOf,
  attributeOfNS,
  attributesOf,
  found,
  localNameOf,
  method,
  query,
  templateContentOf,
  textOf,
} from './natives.js';
import { refreshOf } from './refresh.js';
import { tagOf } from './request.js';
import { trustedHTML } from './trusted.js';
import { LOAD } from './resource-attributes.js';

/**
 * @typedef {object} Reading
 * @property {string} base
 * @property {boolean} scripts whether scripts run in the document
 */

const parser = new DOMParser();
const parse = method(DOMParser.prototype, 'parseFromString');

/** Text without any of these names no URL of another host. */
const OF_INTEREST = /[:/\\&]/;

/**
 * Returns the first URL in a document's markup or inline code that would be held.
 * @param {string} text
 * @param {string} base
 * @param {boolean} scripts whether scripts run in it
 * @param {string} [type] the essence of its MIME type
 * @returns {string | null}
 */
export function trackedInDocument(text, base, scripts, type = 'text/html') {
  if (!found(OF_INTEREST, text)) return null;
  const xml = found(/xml/i, type); // Chromium parses text/xsl as HTML.
  // Where scripts run, `noscript` is raw text, as `noframes` always is; `DOMParser` disables scripting.
  const html = scripts ? text.replace(/(<\/?)noscript/gi, '$1noframes') : text;
  let root;
  try {
    root = xml
      ? parse(parser, trustedHTML(text), 'application/xml')
      : parse(parser, trustedHTML(html), 'text/html');
  } catch {
    return trackedInText(text, base); // Trusted Types without a policy for us.
  }
  return (
    (xml ? trackedByInstructions(root, base) : null) ??
    trackedInside(root, { base: baseIn(root, base), scripts })
  );
}

/**
 * The first `<base href>` of a document counts.
 * @param {any} root
 * @param {string} base
 */
function baseIn(root, base) {
  const first = query(root, 'base[href]')[0];
  return (first && absolute(/** @type {string} */ (attributeOf(first, 'href')), base)) ?? base;
}

/**
 * @param {any} root
 * @param {Reading} reading
 * @returns {string | null}
 */
function trackedInside(root, reading) {
  const elements = query(root, '*');
  for (let i = 0; i < elements.length; i += 1) {
    const tracked = trackedInAttributes(elements[i], reading) ?? trackedBy(elements[i], reading);
    if (tracked !== null) return tracked;
  }
  return null;
}

/**
 * Reads what any element may have: event handlers, CSS, and the values of an SVG animation.
 * @param {Element} element
 * @param {Reading} reading
 */
function trackedInAttributes(element, { base, scripts }) {
  const attributes = attributesOf(element);
  const animates = found(/^(?:set|animate)/, localNameOf(element));
  for (let i = 0; i < attributes.length; i += 1) {
    const name = attrName(attributes[i]);
    const value = attrValue(attributes[i]);
    const tracked = found(/^on/i, name)
      ? scripts && trackedInCode(value, base)
      : animates
        ? trackedInText(value, base)
        : found(CSS_ATTRIBUTE, `${name}=${value}`) && trackedInStyle(value, base);
    if (tracked) return tracked;
  }
  return null;
}

/** A `style` attribute, or a presentation attribute that names a URL. */
const CSS_ATTRIBUTE = /^style=|\(/;

/**
 * @param {string} css
 * @param {string} base
 */
function trackedInStyle(css, base) {
  /** @type {string | null} */
  let tracked = null;
  mask(css, base, (url, kind) => {
    if (tracked === null && peek(url, kind)) tracked = url;
  });
  return tracked;
}

/**
 * @param {any} element
 * @param {Reading} reading
 * @returns {string | null}
 */
function trackedBy(element, reading) {
  const { base, scripts } = reading;
  const name = localNameOf(element);
  if (name === 'template') return trackedInside(templateContentOf(element), reading);
  if (name === 'style') return trackedInStyle(textOf(element), base);
  if (name === 'script') return scripts ? trackedByScript(element, base) : null;
  const tag = tagOf(element);
  if (tag === LOAD) {
    const request = loadOf(element, base);
    return request?.held ? request.url : null;
  }
  const url =
    name === 'meta'
      ? refreshed(element, reading)
      : tag && carried(element, /** @type {'iframe'} */ (tag), base, scripts);
  return url && peek(url, IFRAME) ? url : null;
}

/**
 * @param {Element} script
 * @param {string} base
 */
function trackedByScript(script, base) {
  const source =
    attributeOf(script, 'src') ??
    attributeOf(script, 'href') ??
    attributeOfNS(script, XLINK, 'href');
  if (source === null) return trackedInCode(textOf(script), base);
  const url = absolute(source, base);
  return url !== null && peek(url, SCRIPT) ? url : null;
}

/**
 * @param {Element} meta
 * @param {Reading} reading
 */
function refreshed(meta, { base, scripts }) {
  const target = refreshOf(meta);
  return target === null ? null : carriedByUrl(target, base, scripts);
}
