/**
 * @file `<consent-gate-banner>` with an open shadow root, which separates the banner from the page's styles and
 * selectors. `place.ts` decides where the element is inserted.
 */

import { style, theme } from 'consent-gate:styles';
import { addStyles } from './dom.ts';

export const NAME = 'consent-gate-banner';

/** Called when the shown element has left the document. */
let left = () => {};

/** The shown element. Libraries that keep copies of a page (Turbo) insert others, which are empty. */
let shown: Element | null = null;

class ConsentGateBanner extends HTMLElement {
  connectedCallback() {
    if (this !== shown) this.remove();
  }

  disconnectedCallback() {
    if (this === shown) left();
  }
}

/**
 * Returns the element, styled and empty. It is the only one from now on.
 * @param onLeft is called when it has left the document
 */
export function makeHost(onLeft: () => void): HTMLElement {
  if (!customElements.get(NAME)) customElements.define(NAME, ConsentGateBanner);
  const host = document.createElement(NAME);
  left = onLeft;
  shown = host;
  addStyles(host.attachShadow({ mode: 'open' }), theme + style, window);
  return host;
}
