/**
 * @file `<consent-gate-banner>`: an open shadow root, so that neither the page's styles nor its code meet ours by
 * accident. It stands at the end of the body, out of the flow.
 */

import { style, theme } from 'consent-gate:styles';
import { dress } from './dom.js';
import { listen } from './powers.js';

export const NAME = 'consent-gate-banner';

class ConsentGateBanner extends HTMLElement {
  /** The body in which it stood. @type {HTMLElement | null} */
  #body = null;

  connectedCallback() {
    this.#body = document.body;
  }

  /** Some pages exchange their whole body as the visitor goes on; the question goes along. */
  disconnectedCallback() {
    if (this.#body?.isConnected) return;
    setTimeout(() => !this.isConnected && document.body?.append(this));
  }
}

/** The element, styled and empty. @returns {HTMLElement} */
export function makeHost() {
  if (!customElements.get(NAME)) customElements.define(NAME, ConsentGateBanner);
  const host = document.createElement(NAME);
  dress(host.attachShadow({ mode: 'open' }), theme + style, window);
  return host;
}

/** Puts it into the page as soon as there is a body. @param {HTMLElement} host */
export function mount(host) {
  if (document.body) document.body.append(host);
  else listen(document, 'DOMContentLoaded', () => document.body.append(host));
}
