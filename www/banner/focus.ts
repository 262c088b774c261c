/** @file Manages the keyboard focus: it stays inside an open dialog, and returns to the page when the banner closes. */

import { listen } from './capabilities.ts';

/** The element of the page that had the focus before the banner. */
let outside: HTMLElement | null = null;

export function watchFocus(host: HTMLElement) {
  listen(host, 'focusin', ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof HTMLElement && relatedTarget !== host) outside = relatedTarget;
  });
}

/**
 * Gives the focus back, unless the visitor has moved it to another element.
 * @param control gets the focus if no element of the page had it
 */
export function giveBack(host: HTMLElement, control: HTMLElement) {
  const now = document.activeElement;
  if (now && now !== host && now !== document.body) return;
  if (host.shadowRoot?.activeElement?.getClientRects().length) return;
  const place = outside?.isConnected && outside !== document.body ? outside : control;
  place.focus({ preventScroll: true });
}

export function keepInside(dialog: HTMLElement) {
  listen(dialog, 'keydown', (event: KeyboardEvent) => {
    if (event.key !== 'Tab') return;
    const stops = stopsIn(dialog);
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    const now = (dialog.getRootNode() as ShadowRoot).activeElement;
    if (now !== from && (!event.shiftKey || (stops as (Element | null)[]).includes(now))) return;
    event.preventDefault();
    to?.focus();
  });
}

/** Returns the elements of the dialog at which the Tab key stops. */
function stopsIn(dialog: HTMLElement) {
  const all = dialog.querySelectorAll<HTMLElement>('button,input:enabled,summary,a[href]');
  return Array.from(all).filter((element) => element.getClientRects().length);
}
