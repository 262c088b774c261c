/**
 * @file What a frame would bring in: its own URL, or a tracked one that its document carries.
 *
 * Threat: a document that never crosses the network (`srcdoc`, `data:`, `blob:`, `javascript:`) starts its
 * tracker in a realm or an origin where no hook of ours can stand, so it is read before it loads.
 */

import { blobTypes } from './blobs.js';
import { trackedInCode, trackedInStrings, trackedInText } from './code.js';
import { absolute, attributeOf, baseOf, exec, found } from './natives.js';
import { textAt } from './text-at.js';

/**
 * Finds what a document would bring in. The entry sets it: documents have frames, which have documents.
 * @type {typeof import('./documents.js').trackedInDocument}
 */
let trackedInDocument = trackedInText;

/** @param {typeof trackedInDocument} read */
export const useReader = (read) => void (trackedInDocument = read);

/**
 * What a frame element asks for: an absolute URL, or null where nothing of it leaves the page.
 * @param {Element} frame
 * @param {'iframe' | 'frame'} tag
 * @param {string} [base] against which its URL is read
 * @param {boolean} [scripts] whether scripts run where it stands
 * @returns {string | null}
 */
export function carried(frame, tag, base = baseOf(frame), scripts = true) {
  const srcdoc = tag === 'iframe' ? attributeOf(frame, 'srcdoc') : null;
  const src = attributeOf(frame, 'src');
  return carriedBy({ src, srcdoc, sandbox: attributeOf(frame, 'sandbox') }, base, scripts);
}

/** @typedef {{src: string | null, srcdoc: string | null, sandbox: string | null}} Sources */

/**
 * The same for what a frame's attributes will be.
 * @param {Sources} sources
 * @param {string} base
 * @param {boolean} [scripts]
 * @returns {string | null}
 */
export function carriedBy({ src, srcdoc, sandbox }, base, scripts = true) {
  const runs = scripts && allows(sandbox, 'scripts');
  if (srcdoc !== null) return trackedInDocument(srcdoc, base, runs);
  return src ? carriedByUrl(src, base, runs) : null;
}

/**
 * Whether a frame with this `sandbox` attribute keeps a capability.
 * @param {string | null} sandbox
 * @param {string} what
 */
export const allows = (sandbox, what) =>
  sandbox === null || found(RegExp(`(?:^|\\s)allow-${what}(?:\\s|$)`, 'i'), sandbox);

/**
 * The same for a URL to which a frame is navigated.
 * @param {string} source
 * @param {string} base
 * @param {boolean} [scripts] whether scripts run in its document
 * @returns {string | null}
 */
export function carriedByUrl(source, base, scripts = true) {
  const url = absolute(source, base);
  if (url === null) return null;
  const scheme = exec(/^[a-z]+:/, url)?.[0];
  if (scheme === 'javascript:') return trackedInCode(decode(url), base);
  if (scheme !== 'data:' && scheme !== 'blob:') return scheme === 'about:' ? null : url;
  const document = documentAt(url);
  return document && trackedInDocument(document.text, base, scripts, document.type);
}

/**
 * The document that a `data:` or `blob:` URL shows; null where it shows none.
 * @param {string} url canonical
 * @returns {{ text: string, type: string } | null}
 */
export function documentAt(url) {
  const inData = found(/^data:/, url);
  const given = inData ? url.slice(5).split(',', 1)[0] : blobTypes.get(url.replace(/#.*$/s, ''));
  const type = given?.replace(/;.*/s, '').trim() ?? 'text/html';
  const shown = found(DOCUMENT, type) ? textAt(url) : null;
  return shown && { text: shown.text, type };
}

/** MIME types that a frame parses as HTML or XML. Of a blob that is not known the type is taken for HTML. */
const DOCUMENT = /^\s*[\w-]+\/(?:html|(?:[\w.-]+\+)?x[ms]l)\s*(?:;|$)/i;

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescape(text);
  }
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
