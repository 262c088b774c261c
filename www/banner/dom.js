/** @file Elements by `createElement` alone: no markup is parsed, so no Trusted Type and no inline style is needed. */

import { onPress } from './powers.js';

/**
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string | null)} children null is left out
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * A button; sites style it by its part, and all of them weigh the same unless `look` says otherwise.
 * @param {string} part
 * @param {string} text
 * @param {() => void} act
 * @param {string} [look] a class
 * @returns {HTMLElement}
 */
export function button(part, text, act, look = 'button') {
  const element = make('button', { type: 'button', part, class: look }, text);
  onPress(element, act);
  return element;
}
