/** @file Elements by `createElement` alone: no markup is parsed, so no Trusted Type and no inline style is needed. */

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
 * Gives a shadow root its style, which no policy of the page's stands against, and keeps presses in it from the page.
 * Browsers before March 2023 cannot share a sheet and get an element, which a policy may refuse: the buttons work
 * without it.
 * @param view the window of the document in which the root will stand
 */
export function dress(root: ShadowRoot, text: string, view: Realm) {
  guard(root, view);
  const sheet = makeSheet(view);
  if (sheet) {
    sheet.replaceSync(text);
    root.adoptedStyleSheets = [sheet];
  } else root.prepend(make('style', {}, text));
}

/** A sheet to share, where this browser has such ones. */
export function makeSheet(view: Realm): CSSStyleSheet | undefined {
  try {
    if ('adoptedStyleSheets' in view.document) return new view.CSSStyleSheet();
  } catch {
    // No constructor.
  }
  return undefined;
}

/**
 * A button; sites style it by its part, and all of them weigh the same unless `look` says otherwise.
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
