/**
 * @file `<consent-gate-banner>`: an open shadow root, so that neither the page's styles nor its code meet ours by
 * accident. Where it stands, `place.js` says.
 */

import { style, theme } from 'consent-gate:styles';
import { dress } from './dom.ts';

export const NAME = 'consent-gate-banner';

/** What is to be done when the element that is shown has left the document. */
let left = () => {};

/** The one that is shown. Libraries that keep copies of a page (Turbo) put empty ones beside it. */
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
 * Returns the element, styled and empty; it is the only one from now on.
 * @param onLeft is called when it has left the document
 */
export function makeHost(onLeft: () => void): HTMLElement {
  if (!customElements.get(NAME)) customElements.define(NAME, ConsentGateBanner);
  const host = document.createElement(NAME);
  left = onLeft;
  shown = host;
  dress(host.attachShadow({ mode: 'open' }), theme + style, window);
  return host;
}
