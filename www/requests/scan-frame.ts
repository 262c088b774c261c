/**
 * @file Finds the request of a frame: its URL, or a tracked URL in its document.
 *
 * Threat: a document that needs no network request (`srcdoc`, `data:`, `blob:`, `javascript:`) starts its tracker in a
 * realm or an origin that our hooks cannot reach. So its text is searched before it loads.
 */

import { blobType, blobs } from './blob-urls.ts';
import { trackedInCode, trackedInStrings, trackedInText } from './scan-code.ts';
import {
  absolute,
  attributeOf,
  baseOf,
  exec,
  found,
  maybe,
  frozenMethods,
} from '../platform/primordials.ts';
import { STRICT } from '../platform/strict-directive.ts';
import { textAt } from '../platform/local-text.ts';

/** Finds the tracked URL in a document. The entry sets it, because documents contain frames, which contain documents. */
let trackedInDocument: typeof import('./scan-document.ts').trackedInDocument = trackedInText;

export const useReader = (read: typeof trackedInDocument) => void (trackedInDocument = read);

/**
 * Returns the absolute URL that a frame element requests, or null if it requests nothing.
 * @param base against which its URL is resolved
 * @param scripts whether scripts run in the document that contains it
 */
export function carried(
  frame: Element,
  tag: 'iframe' | 'frame',
  base: string = baseOf(frame),
  scripts: boolean = true,
): string | null {
  const srcdoc = tag === 'iframe' ? attributeOf(frame, 'srcdoc') : null;
  const src = attributeOf(frame, 'src');
  return carriedBy({ src, srcdoc, sandbox: attributeOf(frame, 'sandbox') }, base, scripts);
}

export type Sources = { src: string | null; srcdoc: string | null; sandbox: string | null };

/** Same as `carried`, for the future attributes of a frame. */
export function carriedBy(
  { src, srcdoc, sandbox }: Sources,
  base: string,
  scripts: boolean = true,
): string | null {
  const runs = scripts && allows(sandbox, 'scripts');
  if (srcdoc !== null) return trackedInDocument(srcdoc, base, runs);
  return src ? carriedByUrl(src, base, runs) : null;
}

/** Returns whether a frame with this `sandbox` attribute has a capability. */
export const allows = (sandbox: string | null, what: string) =>
  sandbox === null || found(RegExp(`(?:^|\\s)allow-${what}(?:\\s|$)`, 'i'), sandbox);

/**
 * Same as `carried`, for a URL to which a frame is navigated.
 * @param scripts whether scripts run in its document
 */
export function carriedByUrl(source: string, base: string, scripts: boolean = true): string | null {
  const url = absolute(source, base);
  if (url === null) return null;
  const scheme = exec(/^[a-z]+:/, url)?.[0];
  if (scheme === 'javascript:') return trackedInCode(decode(url), base);
  if (scheme !== 'data:' && scheme !== 'blob:') return scheme === 'about:' ? null : url;
  const document = documentAt(url);
  return document && trackedInDocument(document.text, base, scripts, document.type);
}

/**
 * Returns the document that a frame shows for a `data:` or `blob:` URL, or null if the URL is not a document.
 * @param url canonical
 */
export function documentAt(url: string): { text: string; type: string } | null {
  const inData = found(/^data:/, url);
  const given = inData
    ? url.slice(5).split(',', 1)[0]
    : maybe(blobType, blobs.get(url.replace(/#.*$/s, '')));
  const type = given?.replace(/;.*/s, '').trim() ?? 'text/html';
  const shown = found(DOCUMENT, type) ? textAt(url) : null;
  return shown && { text: shown.text, type };
}

/** MIME types that a frame parses as HTML or XML. An unknown blob counts as HTML. */
const DOCUMENT = /^\s*[\w-]+\/(?:html|(?:[\w.-]+\+)?x[ms]l)\s*(?:;|$)/i;

function decode(text: string) {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescape(text);
  }
}

/** URLs of code that begins with the directive `"use strict"`. */
export const strict: Set<string> = frozenMethods(new Set());

/**
 * Returns the first tracked URL in the code of a worker, or null.
 * @param source the URL of the code
 */
export function carriedByCode(source: string, base: string): string | null {
  const url = absolute(source, base) ?? '';
  const code = textAt(url)?.text;
  if (code && found(STRICT, code)) strict.add(url);
  return code ? trackedInStrings(code, base) : null;
}
