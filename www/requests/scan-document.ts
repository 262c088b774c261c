/**
 * @file Reads a document that hooks cannot enter before it loads, with the browser's parser. Finds the first URL in it
 * that would be held: in elements, in attributes, in CSS, and in nested documents. It holds nothing.
 */

import { trackedInCode, trackedInText } from './scan-code.ts';
import { carried, carriedByUrl } from './scan-frame.ts';
import { mask } from '../platform/css-urls.ts';
import { peek } from '../engine/engine.ts';
import { trackedByInstructions } from './processing-instructions.ts';
import { IFRAME, SCRIPT } from '../platform/constants.ts';
import { loadOf } from './subresources.ts';
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
} from '../platform/primordials.ts';
import { refreshOf } from '../platform/meta-refresh.ts';
import { tagOf } from './element-request.ts';
import { trustedHTML } from '../platform/trusted-types.ts';
import { LOAD } from './resource-attributes.ts';
import type { ParseText } from '../platform/types-core.ts';

interface Reading {
  base: string;
  /** Whether scripts run in the document */
  scripts: boolean;
}

const parser = new DOMParser();
const parse = method(DOMParser.prototype, 'parseFromString') as ParseText;

/** Matches all text that has a URL of another host. */
const OF_INTEREST = /[:/\\&]/;

/**
 * Returns the first URL in a document's markup or inline code that would be held.
 * @param scripts whether scripts run in it
 * @param type the essence of its MIME type
 */
export function trackedInDocument(
  text: string,
  base: string,
  scripts: boolean,
  type: string = 'text/html',
): string | null {
  if (!found(OF_INTEREST, text)) return null;
  const xml = found(/xml/i, type); // Chromium parses text/xsl as HTML.
  // Where scripts run, `noscript` is raw text, as `noframes` always is. `DOMParser` disables scripting.
  const html = scripts ? text.replace(/(<\/?)noscript/gi, '$1noframes') : text;
  let root;
  try {
    root = xml
      ? parse(parser, trustedHTML(text), 'application/xml')
      : parse(parser, trustedHTML(html), 'text/html');
  } catch {
    return trackedInText(text, base); // Trusted Types reject the gate's policy.
  }
  return (
    (xml ? trackedByInstructions(root, base) : null) ??
    trackedInside(root, { base: baseIn(root, base), scripts })
  );
}

/** Returns the base URL of a document. The first `<base href>` counts. */
function baseIn(root: Document, base: string) {
  const first = query(root, 'base[href]')[0];
  return (first && absolute(attributeOf(first, 'href') as string, base)) ?? base;
}

function trackedInside(root: ParentNode, reading: Reading): string | null {
  const elements = query(root, '*');
  for (let i = 0; i < elements.length; i += 1) {
    const tracked = trackedInAttributes(elements[i], reading) ?? trackedBy(elements[i], reading);
    if (tracked !== null) return tracked;
  }
  return null;
}

/** Reads attributes that every element may have: event handlers, CSS, and the values of an SVG animation. */
function trackedInAttributes(element: Element, { base, scripts }: Reading) {
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

/** Matches a `style` attribute, or a presentation attribute with a URL. */
const CSS_ATTRIBUTE = /^style=|\(/;

function trackedInStyle(css: string, base: string) {
  let tracked: string | null = null;
  mask(css, base, (url, kind) => {
    if (tracked === null && peek(url, kind)) tracked = url;
  });
  return tracked;
}

function trackedBy(element: Element, reading: Reading): string | null {
  const { base, scripts } = reading;
  const name = localNameOf(element);
  if (name === 'template')
    return trackedInside(templateContentOf(element as HTMLTemplateElement), reading);
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
      : tag && carried(element, tag as 'iframe', base, scripts);
  return url && peek(url, IFRAME) ? url : null;
}

function trackedByScript(script: Element, base: string) {
  const source =
    attributeOf(script, 'src') ??
    attributeOf(script, 'href') ??
    attributeOfNS(script, XLINK, 'href');
  if (source === null) return trackedInCode(textOf(script), base);
  const url = absolute(source, base);
  return url !== null && peek(url, SCRIPT) ? url : null;
}

function refreshed(meta: Element, { base, scripts }: Reading) {
  const target = refreshOf(meta);
  return target === null ? null : carriedByUrl(target, base, scripts);
}
