/**
 * @file `execCommand('insertHTML')`. Only the browser can insert this markup: it does so at the caret, and the user can
 * undo it.
 */

import { placeLike } from '../platform/inert-document.ts';
import { interceptParsed } from './insertion.ts';
import { mayStyle, holdCssIn } from './css-entry.ts';
import { neutralizeParsed, interceptWritten } from './document-write/tag.ts';
import {
  NONE,
  attributeOf,
  baseOf,
  createElement,
  htmlOf,
  query,
  replace,
  rootElementOf,
  setAttribute,
  setHTML,
  setText,
  textOf,
} from '../platform/primordials.ts';
import { candidates } from '../requests/element-request.ts';
import { ATTRIBUTES, masked } from '../requests/css-requests.ts';
import { convertsStrings, isWithoutPolicy, trustedHTML } from '../platform/trusted-types.ts';
import { mayLoad } from '../requests/resource-attributes.ts';
import type { PageValue, SinkText } from '../platform/types-core.ts';

/**
 * Lets the browser insert markup in which held elements are inert.
 * @param html the page's argument
 * @param act calls the native function
 */
export function insertMarkup<T>(
  document: Document,
  html: PageValue,
  act: (html: PageValue) => T,
): T {
  const styled = mayStyle(html);
  const text = typeof html === 'symbol' ? '' : `${html}`;
  const converted = typeof html === 'string' && convertsStrings();
  if (!styled && !converted && !mayLoad(text)) return act(html);
  const result = act(isWithoutPolicy() ? html : armed(document, html, text));
  interceptWritten(document);
  const elements = candidates(rootElementOf(document)) ?? NONE;
  for (let i = 0; i < elements.length; i += 1) interceptParsed(elements[i]);
  if (styled) holdCssIn(document);
  return result;
}

/**
 * Returns markup in which held elements are inert, or `html` unchanged if nothing is held.
 * @param text `html` as a string
 */
function armed(document: Document, html: SinkText, text: string): SinkText {
  const like = placeLike(createElement(document, 'div'), false) as Element;
  // Without a window, `noscript` contains elements; in the page's document, it contains text. `noembed` contains text
  // in both.
  setHTML(like, trustedHTML(replace(NOSCRIPT, text, '$1noembed')));
  const before = htmlOf(like);
  const elements = candidates(like) ?? NONE;
  for (let i = 0; i < elements.length; i += 1) neutralizeParsed(document, elements[i]);
  maskStyles(like, baseOf(document));
  const changed = htmlOf(like);
  if (changed === before) return html;
  const after = replace(NOEMBED, changed, '$1noscript');
  return typeof html === 'string' ? after : trustedHTML(after);
}

const NOSCRIPT = /(<\/?)noscript(?=[\t\n\f\r />])/gi;
const NOEMBED = /(<\/?)noembed(?=[\t\n\f\r />])/gi;

/** Masks held URLs in the CSS of a tree. The browser computes the styles of inserted elements at once. */
function maskStyles(root: ParentNode, base: string) {
  const styles = query(root, 'style');
  for (let i = 0; i < styles.length; i += 1) setText(styles[i], masked(textOf(styles[i]), base));
  for (let i = 0; i < ATTRIBUTES.length; i += 1) {
    const styled = query(root, `[${ATTRIBUTES[i]}*="("]`);
    for (let j = 0; j < styled.length; j += 1) {
      const value = attributeOf(styled[j], ATTRIBUTES[i]) as string;
      setAttribute(styled[j], ATTRIBUTES[i], masked(value, base));
    }
  }
}
