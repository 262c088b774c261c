/**
 * @file Makes elements by `createElement` only: no markup is parsed, so no Trusted Type and no inline style is needed.
 */

import { guard, onPress } from './capabilities.ts';

/** A window with the classes of its realm. */
type Realm = Window & typeof globalThis;

/** @param children null is left out */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string> = {},
  ...children: (Node | string | null)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * Gives a shadow root its style, and keeps presses in it from the page. The page's CSP always allows a constructed
 * style sheet. Browsers before March 2023 cannot adopt one and get a style element, which a CSP may block. The buttons
 * work without it.
 * @param view the window of the document in which the root will be shown
 */
export function addStyles(root: ShadowRoot, text: string, view: Realm) {
  guard(root, view);
  const sheet = makeSheet(view);
  if (sheet) {
    sheet.replaceSync(text);
    root.adoptedStyleSheets = [sheet];
  } else root.prepend(make('style', {}, text));
}

/** Returns a constructed style sheet, if this browser can adopt one. */
export function makeSheet(view: Realm): CSSStyleSheet | undefined {
  try {
    if ('adoptedStyleSheets' in view.document) return new view.CSSStyleSheet();
  } catch {
    // The browser has no constructor.
  }
  return undefined;
}

/**
 * Makes a button. Sites style it by its part. All buttons look the same unless `look` is another class.
 * @param look a class
 */
export function button(
  part: string,
  text: string,
  act: () => void,
  look: string = 'button',
): HTMLButtonElement {
  const element = make('button', { type: 'button', part, class: look }, text);
  onPress(element, act);
  return element;
}
