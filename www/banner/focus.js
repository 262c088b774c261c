/** @file The keyboard's place: kept inside a dialog, and given back to where the visitor was when ours goes away. */

import { listen } from './powers.js';

/** The element of the page that had the focus before ours. @type {HTMLElement | null} */
let outside = null;

/** @param {HTMLElement} host */
export function watchFocus(host) {
  listen(host, 'focusin', (/** @type {FocusEvent} */ { relatedTarget }) => {
    if (relatedTarget instanceof HTMLElement && relatedTarget !== host) outside = relatedTarget;
  });
}

/**
 * Gives the focus back, unless the visitor has moved it elsewhere.
 * @param {HTMLElement} host
 * @param {HTMLElement} control where to, if the page had it nowhere
 */
export function giveBack(host, control) {
  const now = document.activeElement;
  if (now && now !== host && now !== document.body) return;
  if (host.shadowRoot?.activeElement?.getClientRects().length) return;
  const place = outside?.isConnected && outside !== document.body ? outside : control;
  place.focus({ preventScroll: true });
}

/** @param {HTMLElement} dialog */
export function keepInside(dialog) {
  listen(dialog, 'keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Tab') return;
    const stops = stopsIn(dialog);
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    const now = /** @type {ShadowRoot} */ (dialog.getRootNode()).activeElement;
    if (now !== from && (!event.shiftKey || stops.includes(/** @type {any} */ (now)))) return;
    event.preventDefault();
    to?.focus();
  });
}

/** @param {HTMLElement} dialog */
function stopsIn(dialog) {
  /** @type {NodeListOf<HTMLElement>} */
  const all = dialog.querySelectorAll('button,input:enabled,summary,a[href]');
  return Array.from(all).filter((element) => element.getClientRects().length);
}
