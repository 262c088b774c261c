/**
 * @file Keeps what has the keyboard's focus from being scrolled behind the first layer: the page scrolls with a padding
 * as high as the layer. No style of the page is written to.
 */

/**
 * @param {HTMLElement} layer
 * @returns {(shown: boolean) => void}
 */
export function makeRoom(layer) {
  const sheet = new CSSStyleSheet();
  const measure = () =>
    sheet.replaceSync(`:root{scroll-padding-block-end:${Math.ceil(layer.offsetHeight)}px}`);
  const observer = new ResizeObserver(measure);
  return (shown) => {
    const others = document.adoptedStyleSheets.filter((other) => other !== sheet);
    document.adoptedStyleSheets = shown ? [...others, sheet] : others;
    if (shown) observer.observe(layer);
    else observer.disconnect();
  };
}
