/**
 * @file What a frame would bring in: its own URL, or a tracked one that its document carries.
 *
 * Threat: a document that never crosses the network (`srcdoc`, `data:`, `blob:`, `javascript:`) starts its
 * tracker in a realm or an origin where no hook of ours can stand, so it is read before it loads.
 */

import { blobTypes } from './blobs.js';
import { documentInData } from './data-url.js';
import { peek } from './decide.js';
import { parseInert } from './inert.js';
import { IFRAME, SCRIPT } from './kinds.js';
import { LOAD, OF_INTEREST, TAGS, loadOf } from './loads.js';
import {
  XLINK,
  absolute,
  attributeOf,
  attributeOfNS,
  baseOf,
  found,
  localNameOf,
  matchAll,
  query,
  templateContentOf,
  textOf,
} from './natives.js';
import { refreshOf } from './refresh.js';
import { tagOf } from './request.js';
import { textAt } from './text-at.js';
import { trustedHTML } from './trusted.js';

/**
 * What a frame element asks for: an absolute URL, or null where nothing of it leaves the page.
 * @param {Element} frame
 * @param {'iframe' | 'frame'} tag
 * @param {string} [base] against which its URL is read
 * @returns {string | null}
 */
export function carried(frame, tag, base = baseOf(frame)) {
  const srcdoc = tag === 'iframe' ? attributeOf(frame, 'srcdoc') : null;
  return carriedBy({ src: attributeOf(frame, 'src'), srcdoc }, base);
}

/**
 * The same for what a frame's attributes will be.
 * @param {{src: string | null, srcdoc: string | null}} sources
 * @param {string} base
 * @returns {string | null}
 */
export function carriedBy({ src, srcdoc }, base) {
  if (srcdoc !== null) return trackedInMarkup(srcdoc, base);
  return src ? carriedByUrl(src, base) : null;
}

/**
 * The same for a URL to which a frame is navigated.
 * @param {string} source
 * @param {string} base
 * @returns {string | null}
 */
export function carriedByUrl(source, base) {
  const url = absolute(source, base);
  if (url === null) return null;
  const scheme = /^[a-z]+:/.exec(url)?.[0];
  if (scheme === 'javascript:') return trackedInCode(decode(url), base);
  if (scheme === 'data:') return trackedInData(url, base);
  if (scheme === 'blob:') return trackedInBlob(url, base);
  return scheme === 'about:' ? null : url;
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescape(text);
  }
}

/**
 * @param {string} url
 * @param {string} base
 */
function trackedInData(url, base) {
  const markup = documentInData(url);
  return markup === null ? null : trackedInMarkup(markup, base);
}

/**
 * @param {string} url
 * @param {string} base
 */
function trackedInBlob(url, base) {
  const type = blobTypes.get(url.replace(/#.*$/s, ''));
  if (type !== undefined && !/html|xml/i.test(type)) return null;
  const markup = textAt(url)?.text ?? null;
  return markup === null ? null : trackedInMarkup(markup, base);
}

/**
 * What the code of a worker would bring in: the first tracked URL that it names.
 * @param {string} source a URL
 * @param {string} base
 * @returns {string | null}
 */
export function carriedByCode(source, base) {
  const url = absolute(source, base) ?? '';
  const code = textAt(url)?.text;
  return code ? trackedInStrings(code, base) : null;
}

/**
 * The first URL in a document's markup or inline code that would be held.
 * @param {string} markup
 * @param {string} base
 * @returns {string | null}
 */
function trackedInMarkup(markup, base) {
  if (!found(OF_INTEREST, markup)) return null;
  let root;
  try {
    root = parseInert(trustedHTML(markup));
  } catch {
    return trackedInText(markup, base); // Trusted Types without a policy for us.
  }
  return trackedInside(root, baseIn(root, base));
}

/**
 * The same where the markup cannot be parsed: by the URLs that stand in its text.
 * @param {string} markup
 * @param {string} base
 * @returns {string | null}
 */
export const trackedInText = (markup, base) => trackedInCode(withoutReferences(markup), base);

/** Named references by which markup may hide a URL from a look at its text. */
const NAMED = {
  amp: '&',
  sol: '/',
  colon: ':',
  period: '.',
  bsol: '\\',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
};

/**
 * Markup with its character references replaced, as far as they can be part of a URL.
 * @param {string} markup
 */
function withoutReferences(markup) {
  return markup.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));?/gi, (whole, hex, decimal, name) => {
    if (name) return /** @type {Record<string, string>} */ (NAMED)[name.toLowerCase()] ?? whole;
    return String.fromCharCode(hex ? parseInt(hex, 16) : Number(decimal));
  });
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
 * @param {string} base
 * @returns {string | null}
 */
function trackedInside(root, base) {
  const elements = query(root, `${TAGS},template,meta`);
  for (let i = 0; i < elements.length; i += 1) {
    const element = elements[i];
    const tracked = trackedBy(element, localNameOf(element), base);
    if (tracked !== null) return tracked;
  }
  return null;
}

/**
 * @param {any} element
 * @param {string} name
 * @param {string} base
 * @returns {string | null}
 */
function trackedBy(element, name, base) {
  if (name === 'template') return trackedInside(templateContentOf(element), base);
  if (tagOf(element) === LOAD) {
    const request = loadOf(element, base);
    return request?.held ? request.url : null;
  }
  if (name !== 'script') {
    const url =
      name === 'meta'
        ? refreshed(element, base)
        : carried(element, /** @type {'iframe'} */ (name), base);
    return url !== null && peek(url, IFRAME) ? url : null;
  }
  const source =
    attributeOf(element, 'src') ??
    attributeOf(element, 'href') ??
    attributeOfNS(element, XLINK, 'href');
  if (source === null) return trackedInCode(textOf(element), base);
  const url = absolute(source, base);
  return url !== null && peek(url, SCRIPT) ? url : null;
}

/**
 * @param {Element} meta
 * @param {string} base
 */
function refreshed(meta, base) {
  const target = refreshOf(meta);
  return target === null ? null : carriedByUrl(target, base);
}

/**
 * The same for code that the page needs more often than it is tracked: a URL in a comment holds nothing.
 * @param {string} code
 * @param {string} base
 */
export const trackedInStrings = (code, base) =>
  trackedInCode(
    code.replace(/\\(?:x(..)|u(.{4})|\/)/g, (_, x, u) =>
      x || u ? String.fromCharCode(parseInt(x ?? u, 16)) : '/',
    ),
    base,
    /(?<=["'`])(?:(?:http|ws)s?:)?\/\/[^\s"'`<>\\)]+/gi,
  );

/**
 * @param {string} code
 * @param {string} base
 * @param {RegExp} [urls]
 * @returns {string | null}
 */
function trackedInCode(code, base, urls = /(?:https?:)?\/\/[^\s"'`<>\\)]+/gi) {
  for (const [text] of matchAll(urls, code)) {
    const url = absolute(text, base);
    if (url !== null && peek(url, SCRIPT)) return url;
  }
  return null;
}
