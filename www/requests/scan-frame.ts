/**
 * @file What a frame would bring in: its own URL, or a tracked one that its document carries.
 *
 * Threat: a document that never crosses the network (`srcdoc`, `data:`, `blob:`, `javascript:`) starts its
 * tracker in a realm or an origin where no hook of ours can stand, so it is read before it loads.
 */

import { blobType, blobs } from './blob-urls.ts';
import { trackedInCode, trackedInStrings, trackedInText } from './scan-code.ts';
import { absolute, attributeOf, baseOf, exec, found, maybe, own } from '../platform/primordials.ts';
import { textAt } from '../platform/local-text.ts';

/** Finds what a document would bring in. The entry sets it: documents have frames, which have documents. */
let trackedInDocument: typeof import('./scan-document.ts').trackedInDocument = trackedInText;

export const useReader = (read: typeof trackedInDocument) => void (trackedInDocument = read);

/**
 * What a frame element asks for: an absolute URL, or null where nothing of it leaves the page.
 * @param base against which its URL is read
 * @param scripts whether scripts run where it stands
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

/** The same for what a frame's attributes will be. */
export function carriedBy(
  { src, srcdoc, sandbox }: Sources,
  base: string,
  scripts: boolean = true,
): string | null {
  const runs = scripts && allows(sandbox, 'scripts');
  if (srcdoc !== null) return trackedInDocument(srcdoc, base, runs);
  return src ? carriedByUrl(src, base, runs) : null;
}

/** Whether a frame with this `sandbox` attribute keeps a capability. */
export const allows = (sandbox: string | null, what: string) =>
  sandbox === null || found(RegExp(`(?:^|\\s)allow-${what}(?:\\s|$)`, 'i'), sandbox);

/**
 * The same for a URL to which a frame is navigated.
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
 * The document that a `data:` or `blob:` URL shows; null where it shows none.
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

/** MIME types that a frame parses as HTML or XML. Of a blob that is not known the type is taken for HTML. */
const DOCUMENT = /^\s*[\w-]+\/(?:html|(?:[\w.-]+\+)?x[ms]l)\s*(?:;|$)/i;

function decode(text: string) {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescape(text);
  }
}

/** Code that begins with this directive has to keep it in front. */
const STRICT = /^(?:\s|\/\/.*(?!.)|\/\*(?:[^*]|\*(?!\/))*\*\/)*(["'])use strict\1/;

/** The URLs of such code. */
export const strict: Set<string> = own(new Set());

/**
 * What the code of a worker would bring in: the first tracked URL that it names.
 * @param source a URL
 */
export function carriedByCode(source: string, base: string): string | null {
  const url = absolute(source, base) ?? '';
  const code = textAt(url)?.text;
  if (code && found(STRICT, code)) strict.add(url);
  return code ? trackedInStrings(code, base) : null;
}
