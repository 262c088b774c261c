/** @file Converts values as the browser would, once, so that the gate judges the text that the native function gets. */

import { method, optional } from './primordials.ts';
import type { PageValue } from './types-core.ts';

const factory = optional('trustedTypes');
const isHTML = factory && method(factory, 'isHTML');
const isURL = factory && method(factory, 'isScriptURL');
const isScript = factory && method(factory, 'isScript');

/**
 * Returns the value as a string, or unchanged if it is a Trusted Type. A symbol is returned unchanged, too: the native
 * function rejects it.
 */
export function converted(value: PageValue): PageValue {
  if (typeof value === 'string' || typeof value === 'symbol') return value;
  if (factory && (isHTML!(factory, value) || isURL!(factory, value) || isScript!(factory, value)))
    return value;
  return `${value}`;
}

/**
 * Returns an object that a native function converts to the text of `value`. The conversion calls `see` with the text.
 * @param value a symbol is returned unchanged
 */
export function seenText(value: PageValue, see: (text: string) => void): PageValue {
  if (typeof value === 'symbol') return value;
  return {
    __proto__: null,
    toString() {
      const text = `${value}`;
      see(text);
      return text;
    },
  };
}
