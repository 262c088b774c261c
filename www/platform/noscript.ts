/**
 * @file Parses markup with `<noscript>` in a document without a window. Only a document with a window parses the
 * content of `noscript` as text, but there WebKit starts images while it parses. `noembed` contains text in every
 * document.
 */

import {
  HTML,
  cloneOf,
  createElement,
  documentOf,
  firstChildOf,
  found,
  htmlOf,
  namespaceOf,
  outerHTMLOf,
  parentOf,
  query,
  replace,
  replaceChild,
  setHTML,
  setText,
  textOf,
} from './primordials.ts';
import { isWithoutPolicy, trustedHTML } from './trusted-types.ts';

const NAME = 'noembed';

/** Returns whether `hideNoscript` can be undone. @param text of the markup */
export const canHide = (text: string) => !found(/noembed/i, text) && !isWithoutPolicy();

/** Renames `noscript` tags. */
export const hideNoscript = (text: string) =>
  trustedHTML(replace(/(<\/?)noscript(?=[\t\n\f\r />])/gi, text, `$1${NAME}`));

/**
 * Replaces the renamed elements with `noscript` elements.
 * @returns false if the parser has parsed a renamed tag as something else
 */
export function showNoscript(root: Element): boolean {
  const hidden = query(root, NAME);
  // The markup of each element has its name twice. Any other occurrence is text, an attribute, or in a template.
  if (htmlOf(root).split(NAME).length - 1 !== 2 * hidden.length) return false;
  for (let i = 0; i < hidden.length; i += 1) {
    if (namespaceOf(hidden[i]) !== HTML) return false;
    const tags = replace(/noembed(?= |>)/g, outerHTMLOf(cloneOf(hidden[i], false)), 'noscript');
    const place = createElement(documentOf(root), 'div');
    setHTML(place, trustedHTML(tags));
    const shown = firstChildOf(place)!;
    setText(shown, textOf(hidden[i]));
    replaceChild(parentOf(hidden[i])!, shown, hidden[i]);
  }
  return true;
}
