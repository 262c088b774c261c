/** @file Finds URLs that would be held in the text of code, without running it. */

import { peek } from '../engine/engine.ts';
import { SCRIPT } from '../platform/constants.ts';
import {
  absolute,
  exec,
  maybe,
  replaced,
  toCharacter,
  toLowerCase,
} from '../platform/primordials.ts';

/** Named character references that may occur in a URL, in lower case. */
const NAMED = {
  amp: '&',
  sol: '/',
  colon: ':',
  period: '.',
  bsol: '\\',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  num: '#',
  percnt: '%',
  tab: '',
  newline: '',
};

/** Returns the first URL that would be held in markup that cannot be parsed. */
export const trackedInText = (markup: string, base: string) =>
  trackedInCode(withoutReferences(markup), base);

const REFERENCE = /&(?:#x([\da-f]+)|#(\d+)|(\w+));?/gi;

/** Replaces the character references of markup, if they can be part of a URL. A URL parser drops tabs and line breaks. */
export const withoutReferences = (markup: string) =>
  replaced(REFERENCE, markup, (match) => {
    if (match[3]) return (NAMED as Record<string, string>)[toLowerCase(match[3])] ?? match[0];
    const code = match[1] ? parseInt(match[1], 16) : +match[2];
    return code < 14 ? '' : (maybe(toCharacter, code) ?? '');
  });

/** ECMAScript, `EscapeSequence` and `LineContinuation`. Any other escaped character has its literal value. */
const ESCAPE =
  /\\(?:x(..)|u(?:\{0*([\da-f]{1,6})\}|([\da-f]{4}))|([0-7]{1,3})|([nrt])|\r\n|[\n\r\u2028\u2029]|)/gi;

/** Returns code with the escape sequences of its strings replaced. */
const unescaped = (code: string) =>
  replaced(ESCAPE, code, (match) => {
    if (match[5]) return ' ';
    const octal = match[4];
    const digits = match[1] ?? match[2] ?? match[3] ?? octal;
    return digits ? (maybe(toCharacter, parseInt(digits, octal ? 8 : 16)) ?? '') : '';
  });

/**
 * Same as `trackedInCode`, but ignores URLs outside of strings. For code that the page usually needs: a URL in a
 * comment holds nothing.
 */
export const trackedInStrings = (code: string, base: string) =>
  trackedInCode(code, base, IN_QUOTES);

const IN_QUOTES = /(?<=["'`])(?:(?:http|ws)s?:)?\/\/[^\s"'`<>\\)]+/gi;
const ANYWHERE = /(?:(?:http|ws)s?:)?\/\/[^\s"'`<>\\)]+/gi;

/** Returns the first URL in code that would be held. */
export function trackedInCode(code: string, base: string, urls: RegExp = ANYWHERE): string | null {
  const text = unescaped(code);
  urls.lastIndex = 0;
  for (let match; (match = exec(urls, text));) {
    const url = absolute(match[0], base);
    if (url !== null && peek(url, SCRIPT)) return url;
  }
  return null;
}
