/**
 * @file Keeps what has the keyboard's focus from standing behind the first layer: the page scrolls with a padding as
 * high as the layer, and where it scrolls at all, its end can be scrolled above the layer too. A page that fits the
 * window is left alone, and nothing that is seen moves.
 */

import { makeSheet } from './dom.ts';

export function makeRoom(layer: HTMLElement): (shown: boolean) => void {
  const sheet = makeSheet(window);
  if (!sheet || !('ResizeObserver' in window)) return () => {}; // The layer covers what it covers.
  const measure = () => {
    const height = `${Math.ceil(layer.getBoundingClientRect().height)}px`;
    const end =
      document.documentElement.scrollHeight > window.innerHeight ? `;padding-bottom:${height}` : '';
    sheet.replaceSync(`:root{scroll-padding-bottom:${height}${end}}`);
  };
  const observer = new ResizeObserver(measure);
  let now = false;
  return (shown) => {
    if (shown === now) return;
    now = shown;
    const others = document.adoptedStyleSheets.filter((other) => other !== sheet);
    document.adoptedStyleSheets = shown ? [...others, sheet] : others;
    if (shown) observer.observe(layer);
    else observer.disconnect();
  };
}
