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

/** Named references by which markup may hide a URL from a look at its text. */
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

/** Replaces the character references of markup, as far as they can be part of a URL. */
export function withoutReferences(markup: string) {
  return markup.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));?/gi, (whole, hex, decimal, name) => {
    if (name) return (NAMED as Record<string, string>)[toLowerCase(name)] ?? whole;
    return String.fromCharCode(hex ? parseInt(hex, 16) : Number(decimal));
  });
}

/** ECMAScript, `EscapeSequence` and `LineContinuation`; an escaped character that is not listed stands for itself. */
const ESCAPE = /\\(?:x(..)|u\{?([\da-f]{1,6})\}?|([0-7]{1,3})|([nrt])|\r\n|[\n\r\u2028\u2029]|)/gi;

/** Returns code with the escape sequences of its strings replaced. */
const unescaped = (code: string) =>
  replaced(ESCAPE, code, (match) => {
    if (match[4]) return ' ';
    const octal = match[3];
    const digits = match[1] ?? match[2] ?? octal;
    return digits ? (maybe(toCharacter, parseInt(digits, octal ? 8 : 16)) ?? '') : '';
  });

/** The same for code that the page needs more often than it is tracked: a URL in a comment holds nothing. */
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
