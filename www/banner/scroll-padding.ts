/**
 * @file Keeps the focused element visible above the first layer. The page scrolls with a padding as high as the layer.
 * If the page scrolls, its end can be scrolled above the layer, too. A page that fits into the window is not changed,
 * and nothing visible moves.
 */

import { makeSheet } from './dom.ts';

export function makeScrollPadding(layer: HTMLElement): (shown: boolean) => void {
  const sheet = makeSheet(window);
  if (!sheet || !('ResizeObserver' in window)) return () => {}; // The layer may cover the focus.
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
