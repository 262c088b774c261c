/** @file `execCommand('insertHTML')`: the browser itself inserts the markup where the caret is, as it may be undone. */

import { placeLike } from './inert.js';
import { meetParsed } from './meet.js';
import { mayStyle, meetAll } from './meet-styles.js';
import { armParsed, meetWritten } from './meet-written.js';
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
} from './natives.js';
import { candidates } from './request.js';
import { ATTRIBUTES, masked } from './styles.js';
import { convertsStrings, isWithoutPolicy, trustedHTML } from './trusted.js';
import { mayLoad } from './resource-attributes.js';

/**
 * Has the browser insert markup, with everything in it made inert that is held.
 * @param {Document} document
 * @param {any} html a string or TrustedHTML
 * @param {(html: any) => any} act calls the native function
 * @returns {any}
 */
export function insertMarkup(document, html, act) {
  const styled = mayStyle(html);
  const text = typeof html === 'symbol' ? '' : `${html}`;
  const converted = typeof html === 'string' && convertsStrings();
  if (!styled && !converted && !mayLoad(text)) return act(html);
  const result = act(isWithoutPolicy() ? html : armed(document, html, text));
  meetWritten(document);
  const elements = candidates(rootElementOf(document)) ?? NONE;
  for (let i = 0; i < elements.length; i += 1) meetParsed(elements[i]);
  if (styled) meetAll(document);
  return result;
}

/**
 * @param {Document} document
 * @param {any} html
 * @param {string} text the same as a string
 * @returns {any} the same where nothing in it is held
 */
function armed(document, html, text) {
  const like = placeLike(createElement(document, 'div'), false);
  // Without a window `noscript` has elements in it, which the page's document reads as text. `noembed` has text in both.
  setHTML(like, trustedHTML(replace(NOSCRIPT, text, '$1noembed')));
  const before = htmlOf(like);
  const elements = candidates(like) ?? NONE;
  for (let i = 0; i < elements.length; i += 1) armParsed(document, elements[i]);
  maskStyles(like, baseOf(document));
  const changed = htmlOf(like);
  if (changed === before) return html;
  const after = replace(NOEMBED, changed, '$1noscript');
  return typeof html === 'string' ? after : trustedHTML(after);
}

const NOSCRIPT = /(<\/?)noscript(?=[\t\n\f\r />])/gi;
const NOEMBED = /(<\/?)noembed(?=[\t\n\f\r />])/gi;

/**
 * The browser computes the styles of what it inserts at once.
 * @param {any} root
 * @param {string} base
 */
function maskStyles(root, base) {
  const styles = query(root, 'style');
  for (let i = 0; i < styles.length; i += 1) setText(styles[i], masked(textOf(styles[i]), base));
  for (let i = 0; i < ATTRIBUTES.length; i += 1) {
    const styled = query(root, `[${ATTRIBUTES[i]}*="("]`);
    for (let j = 0; j < styled.length; j += 1) {
      const value = /** @type {string} */ (attributeOf(styled[j], ATTRIBUTES[i]));
      setAttribute(styled[j], ATTRIBUTES[i], masked(value, base));
    }
  }
}
