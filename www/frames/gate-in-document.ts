/**
 * @file Puts the gate into documents that hooks cannot enter: those that run code in an opaque origin (`data:`, and
 * `srcdoc` or `blob:` in a sandbox). The frame loads a copy of its document with the gate as the first script. The page
 * still reads the source that it wrote. `frames/nested-gates.ts` is the other end.
 *
 * WebKit may run the scripts of a same-origin `srcdoc` document before the message of `hookNextDocument` in `frames/frames.ts`
 * arrives. There the first script of the copy reports that the document exists.
 */

import { source } from 'consent-gate:source';
import { createURL } from '../requests/blob-urls.ts';
import { maskWithTwin, inertCopy, isHeld, restore, twinOrSelf } from '../requests/held-elements.ts';
import { allows, carriedBy, documentAt } from '../requests/scan-frame.ts';
import { listenIn, recordInside, welcome } from './nested-gates.ts';
import {
  absolute,
  attributeOf,
  baseOf,
  documentOf,
  exec,
  found,
  functionText,
  localNameOf,
  frozenMethods,
  setAttribute,
  toJSON,
  windowOf,
} from '../platform/primordials.ts';
import { isReleased } from './replay-navigation.ts';
import { isEager } from '../platform/engine-family.ts';
import { inside, ownFolder, ownHost, ownNonce, ownUrl } from '../platform/own-script.ts';
import { configText } from '../platform/config.ts';
import { trustedHTML } from '../platform/trusted-types.ts';
import type { Sources } from '../requests/scan-frame.ts';

/** Frames and objects that show a copy of their document with the gate in it. */
const withGateInside: WeakSet<object> = frozenMethods(new WeakSet());

export const hasGateInside = (element: object) => withGateInside.has(element);

/** @param element which will be held */
export const forgetGateInside = (element: object) => withGateInside.delete(element);

/**
 * Text without a match of this runs no code. It matches elements and schemes with "script" in their names, event
 * handlers, references and encodings that may hide them, and nested documents.
 */
const CODE = /script|["'\s/]on\w+\s*=|&#|<\?xml-s|<!entity|(?:html|xml)[;,]|blob:/i;

const ATTRIBUTES = /(?:\s+[^\s"'<>/=`]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=`]+))?)*\s*>/.source;
const COMMENT = '<!--(?!-?>)[^]*?--!?>';

/** Matches everything before the position of the first script. This position keeps the document's mode. */
const HTML_START = RegExp(
  `^(?:\\s|${COMMENT}|<!doctype[^>]*>)*(?:<html${ATTRIBUTES})?(?:\\s|${COMMENT})*(?:<head${ATTRIBUTES})?`,
  'i',
);

/** Matches the prolog with a document type declaration, and the start tag of the root element. */
const XML_START =
  /^(?:\s|<\?[^]*?\?>|<!--[^]*?-->|<!DOCTYPE(?:\[(?:<!--[^]*?-->|<\?[^]*?\?>|"[^"]*"|'[^']*'|[^\]"'])*\]|"[^"]*"|'[^']*'|[^["'>])*>)*<[^!?](?:"[^"]*"|'[^']*'|[^"'>])*(?<!\/)>/;

const escaped = (text: string) => text.replace(/[&"<]/g, (char) => `&#${char.charCodeAt(0)};`);

const TELLING = `<script nonce="${escaped(ownNonce)}">frameElement.dispatchEvent(new Event("${welcome}"));document.currentScript.remove()</script>`;

/** Returns the sources of a frame with the gate in their document; null if it needs none. */
export function guarded(
  { src, srcdoc, sandbox }: Sources,
  base: string,
): Record<string, string> | null {
  if (!allows(sandbox, 'scripts')) return null;
  const apart = inside?.sandboxed || !allows(sandbox, 'same-origin');
  if (srcdoc !== null) {
    const text = (apart || isEager) && withGate(srcdoc, 'text/html', apart, !apart);
    return text ? { srcdoc: text } : null;
  }
  const url = src && absolute(src, base);
  if (!url || !found(apart ? /^(?:data|blob):/ : /^data:/, url)) return null;
  const shown = documentAt(url);
  const text = shown && withGate(shown.text, shown.type, apart);
  return text ? { src: urlFor(text, shown.type, url) } : null;
}

/** @param url the original URL */
function urlFor(text: string, type: string, url: string) {
  if (found(/^blob:/, url))
    return createURL(new NativeBlob([text], { type: `${type};charset=utf-8` }));
  return `data:${type};charset=utf-8,${encodeURIComponent(text)}${url.replace(/^[^#]*/, '')}`;
}

const NativeBlob = Blob;

/**
 * @param tells whether the first script only reports that the document exists
 * @returns null if it runs no code, or has the gate already
 */
function withGate(text: string, type: string, sandboxed: boolean, tells = false): string | null {
  if (!found(CODE, text) || text.includes(welcome)) return null;
  const xml = found(/xml/i, type); // Chromium parses text/xsl as HTML.
  const at = exec(xml ? XML_START : HTML_START, text)?.[0].length;
  const first = tells ? TELLING : tag(xml, sandboxed);
  return at === undefined ? null : text.slice(0, at) + first + text.slice(at);
}

/** Returns the gate's tag, with the data that a gate in the document needs. */
function tag(xml: boolean, sandboxed: boolean) {
  const told = toJSON({
    token: welcome,
    host: ownHost,
    config: configText,
    record: recordInside(),
    url: ownUrl,
    folder: ownFolder,
    sandboxed,
  });
  const code = `(${functionText(source)})()`;
  const space = xml ? 'xmlns="http://www.w3.org/1999/xhtml" ' : '';
  return `<script ${space}nonce="${escaped(ownNonce)}" data-consent-gate-inside="${escaped(told)}">${
    xml ? escaped(legal(code)) : code.replace(/<(?=!--|\/?script)/gi, '\\x3c')
  }</script>`;
}

/** Escapes control characters, which XML does not allow. The template literal of the packed wasm keeps its value. */
const legal = (code: string) =>
  code.replace(CONTROL, (char) => `\\x${(char.charCodeAt(0) + 256).toString(16).slice(1)}`);

// eslint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0b-\x1f]/g;

export const showsDocument = (element: Element) =>
  found(/^(?:i?frame|object|embed)$/, localNameOf(element));

/** Returns the sources of a frame, an object or an embed. */
const sourcesOf = (element: Element): Sources => ({
  src: attributeOf(element, sourceName(element)),
  srcdoc: localNameOf(element) === 'iframe' ? attributeOf(element, 'srcdoc') : null,
  sandbox: localNameOf(element) === 'iframe' ? attributeOf(element, 'sandbox') : null,
});

const sourceName = (element: Element) => (localNameOf(element) === 'object' ? 'data' : 'src');

/**
 * Lets a frame or object load the sources that the page wrote, with the gate in the document if it needs one. A
 * document that the visitor has allowed once gets none.
 */
export function loadWithGate(element: Element) {
  const model = twinOrSelf(element);
  const sources = sourcesOf(model);
  const base = baseOf(element);
  const inner =
    isReleased(element) && carriedBy(sources, base) !== null ? null : guarded(sources, base);
  if (!inner) return restoreSources(element);
  if (!isHeld(element)) maskWithTwin(element, inertCopy(element, false));
  withGateInside.add(element);
  listenIn(windowOf(documentOf(element))!);
  try {
    for (const name in inner)
      setAttribute(
        element,
        name === 'src' ? sourceName(element) : name,
        name === 'srcdoc' ? trustedHTML(inner[name]) : inner[name],
      );
  } catch {
    restoreSources(element); // Trusted Types reject the gate's policy.
  }
}

/** Restores the sources that the page wrote. */
export function restoreSources(element: Element) {
  withGateInside.delete(element);
  restore(element);
}
