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

/** Named character references that may occur in a URL. */
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
};

/** Returns the first URL that would be held in markup that cannot be parsed. */
export const trackedInText = (markup: string, base: string) =>
  trackedInCode(withoutReferences(markup), base);

/** Replaces the character references of markup, if they can be part of a URL. */
export function withoutReferences(markup: string) {
  return markup.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));?/gi, (whole, hex, decimal, name) => {
    if (name) return (NAMED as Record<string, string>)[toLowerCase(name)] ?? whole;
    return String.fromCharCode(hex ? parseInt(hex, 16) : Number(decimal));
  });
}

/** ECMAScript, `EscapeSequence` and `LineContinuation`. Any other escaped character has its literal value. */
const ESCAPE = /\\(?:x(..)|u\{?([\da-f]{1,6})\}?|([0-7]{1,3})|([nrt])|\r\n|[\n\r\u2028\u2029]|)/gi;

/** Returns code with the escape sequences of its strings replaced. */
const unescaped = (code: string) =>
  replaced(ESCAPE, code, (match) => {
    if (match[4]) return ' ';
    const octal = match[3];
    const digits = match[1] ?? match[2] ?? octal;
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
