/**
 * @file Finds URLs in CSS text as a browser's tokenizer does, and masks held ones. A mask is a prefix that makes the
 * URL invalid: it loads nothing, violates no policy and is not a parse error. The text without the prefix is the page's
 * text, so no table of originals is needed. The caller decides whether a URL is held.
 */

import { FONT, IMG, STYLE } from './constants.ts';
import { absolute, exec, found, max, maybe, replaced, slice, toCharacter } from './primordials.ts';
import { textAt } from './local-text.ts';

/** A prefix with an invalid IPv6 address as its host. The text after it does not matter. */
const NOWHERE = 'https://[consent-gate]/';

/** The prefix as a browser serializes it. WebKit serializes a `url(…)` in a custom property with escapes. */
const WRITTEN = /https\\?:\\?\/\\?\/\\?\[consent-gate\\?\]\\?\//g;

/** Text without a match of this has no URL. */
const OF_INTEREST = /url\(|["'\\]/i;

/**
 * Matches a comment; a string, with a `=` before it in an attribute selector; or the name of a function. Names and
 * strings may be written with escapes. No name begins inside another one, so that each is read once.
 */
const TOKEN =
  /\/\*[^]*?(?:\*\/|$)|(=\s*)?(["'])((?:\\(?:\r\n|[^])|(?!\2)[^\\\n\r\f])*)\2?|(?<![-\w\\\u0080-\uffff]|\\[^])((?:[-\w\u0080-\uffff]|\\[^\n\r\f])+)\(/g;

/** Matches the content of `url(…)` without quotes. */
const UNQUOTED = /\s*((?!["'\s])(?:\\[^]|[^\\)])*)/y;

/** An escaped line break is kept: a URL parser ignores it. */
const ESCAPE = /\\(?:([\da-f]{1,6})\s?|([^]))/gi;

let hasMasked = false;

/** Returns whether a URL has ever been held. */
export const anyMasked = () => hasMasked;

/** Returns a text in which the URL at an index is masked. */
export const maskAt = (text: string, at: number) => (
  (hasMasked = true),
  slice(text, 0, at) + NOWHERE + slice(text, at)
);

/** Decides whether a URL is held; `kind` is a constant of `constants.ts`. */
type Holds = (url: string, kind: number) => boolean | void;

/** Returns whether `text` may have a URL. */
export const isOfInterest = (text: string) => found(OF_INTEREST, text);

/** Returns a text without masks. @param text a value that is not a string is returned unchanged */
export const unmasked = <T>(text: T): T =>
  hasMasked && typeof text === 'string' ? (replaced(WRITTEN, text, () => '') as T) : text;

/** Returns the text with every held URL in it masked. @param text without masks */
export function mask(text: string, base: string, holds: Holds): string {
  let out = '';
  let done = 0;
  let called = false;
  for (let at = 0; ;) {
    TOKEN.lastIndex = at; // Set in each turn: `holds` notifies the page's listeners, which may call this function again.
    const token = exec(TOKEN, text);
    if (!token) return out + slice(text, done);
    at = TOKEN.lastIndex;
    let raw = token[3] ?? '';
    let start = token.index + 1;
    if (token[4]) {
      called = found(/^url$/i, decoded(token[4]));
      UNQUOTED.lastIndex = at;
      raw = (called && exec(UNQUOTED, text)?.[1]) || '';
      if (!raw) continue;
      at = UNQUOTED.lastIndex;
      start = at - raw.length;
    }
    const before = slice(text, max(0, start - 500), start);
    const named = raw && !token[1] && urlIn(decoded(raw), called, before, base);
    called = false;
    if (!named || !waits(named, kindAt(before), holds)) continue;
    hasMasked = true;
    out += slice(text, done, start) + NOWHERE;
    done = start;
  }
}

/**
 * Returns the URL in a string or `url(…)`, or false. A string without `url(…)` may be a URL in `image-set()` or
 * `@import`.
 * @param called whether it is in `url(…)`
 * @param before the text before it
 */
const urlIn = (text: string, called: boolean, before: string, base: string) =>
  (called ? text[0] !== '#' : found(/[/\\]/, text) || found(STRING_URL, before)) &&
  (!found(LOCAL, text) || kindAt(before) === STYLE) &&
  absolute(text, base);

/** Matches text after which a string is a URL even without a slash. */
const STRING_URL = /(?:@import|-set\()[^;{}]*$/i;

/** Such a URL may be long, and loads nothing except as a style sheet. */
const LOCAL = /^\s*(?:data|blob):/i;

/** Returns whether a URL is held. A style sheet in a `data:` or `blob:` URL is held if a URL in its text is. */
function waits(url: string, kind: number, holds: Holds) {
  const local = textAt(url);
  if (!local) return holds(url, kind);
  return mask(local.text, url, (it) => holds(it, STYLE)) !== local.text;
}

/** @param text with escapes */
const decoded = (text: string) =>
  replaced(ESCAPE, text, (match) =>
    match[1] ? (maybe(toCharacter, parseInt(match[1], 16)) ?? '') : match[2],
  );

/** Returns the kind of a URL in a text. @param before the text before it */
const kindAt = (before: string) =>
  found(/@import[^;{}]*$/i, before) ? STYLE : found(/src\s*:[^;{}]*$/i, before) ? FONT : IMG;
