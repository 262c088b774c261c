/** @file Values as the browser would convert them, once: what is judged is what native code gets. */

import { method, optional } from './primordials.ts';

const factory = optional('trustedTypes');
const isHTML = factory && method(factory, 'isHTML');
const isURL = factory && method(factory, 'isScriptURL');
const isScript = factory && method(factory, 'isScript');

/** A string, or the value itself where it is a Trusted Type; a symbol is left for the native function to refuse. */
export function converted(value: any): any {
  if (typeof value === 'string' || typeof value === 'symbol') return value;
  if (factory && (isHTML(factory, value) || isURL(factory, value) || isScript(factory, value)))
    return value;
  return `${value}`;
}

/** Returns what a native function converts to the text of `value`, at the moment when it does, which tells `see`. */
export function seenText(value: any, see: (text: string) => void): any {
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
