/**
 * @file URLs in CSS text, found as a browser's tokenizer finds them. One that is held gets a prefix which makes it no
 * URL at all: it loads nothing, breaks no policy and is no error, and the text without the prefix is the page's own,
 * so that no table says what stood there. Whether a URL is held is the caller's affair.
 */

import { FONT, IMG, STYLE } from './constants.ts';
import { absolute, exec, found, max, maybe, replaced, slice, toCharacter } from './primordials.ts';
import { textAt } from './local-text.ts';

/** A host in brackets that is no address: what follows it does not matter. */
const NOWHERE = 'https://[consent-gate]/';

/** The same as the browser writes it. WebKit writes a `url(…)` in a custom property with escapes. */
const WRITTEN = /https\\?:\\?\/\\?\/\\?\[consent-gate\\?\]\\?\//g;

/** Text without one of these names no URL. */
const OF_INTEREST = /url\(|["'\\]/i;

/**
 * A comment; a string, and whether it is what an attribute is compared with; the name of a function. Names and strings
 * may be written with escapes. No name begins inside another one, so that each is read once.
 */
const TOKEN =
  /\/\*[^]*?(?:\*\/|$)|(=\s*)?(["'])((?:\\(?:\r\n|[^])|(?!\2)[^\\\n\r\f])*)\2?|(?<![-\w\\\u0080-\uffff]|\\[^])((?:[-\w\u0080-\uffff]|\\[^\n\r\f])+)\(/g;

/** What stands in `url(…)` without quotes. */
const UNQUOTED = /\s*((?!["'\s])(?:\\[^]|[^\\)])*)/y;

/** An escaped line break is left: it means nothing in a URL. */
const ESCAPE = /\\(?:([\da-f]{1,6})\s?|([^]))/gi;

let hasMasked = false;

/** Returns whether a URL has ever been held. */
export const anyMasked = () => hasMasked;

/** Returns a text with the URL at an index made no URL. */
export const maskAt = (text: string, at: number) => (
  (hasMasked = true),
  slice(text, 0, at) + NOWHERE + slice(text, at)
);

/** Decides whether a URL is held; `kind` is a constant of `constants.ts`. */
type Holds = (url: string, kind: number) => boolean | void;

/** Returns whether `text` may name a URL. */
export const isOfInterest = (text: string) => found(OF_INTEREST, text);

/**
 * Returns a text as the page wrote it.
 * @param text what is not a text is returned unchanged
 */
export const unmasked = <T>(text: T): T =>
  hasMasked && typeof text === 'string' ? (replaced(WRITTEN, text, () => '') as T) : text;

/**
 * The text with every held URL in it made none.
 * @param text without a prefix of ours
 */
export function mask(text: string, base: string, holds: Holds): string {
  let out = '';
  let done = 0;
  let called = false;
  for (let at = 0; ;) {
    TOKEN.lastIndex = at; // Each time: what is asked tells the page's listeners, who may come back here.
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
 * The URL that a string or `url(…)` names; a string beside it may be one, in `image-set()` or `@import`.
 * @param called whether it is in `url(…)`
 * @param before what stands in front of it
 */
const urlIn = (text: string, called: boolean, before: string, base: string) =>
  (called ? text[0] !== '#' : found(/[/\\]/, text) || found(STRING_URL, before)) &&
  (!found(LOCAL, text) || kindAt(before) === STYLE) &&
  absolute(text, base);

/** Where a string is a URL although it has no slash. */
const STRING_URL = /(?:@import|-set\()[^;{}]*$/i;

/** It may be long, and loads nothing but as a style sheet. */
const LOCAL = /^\s*(?:data|blob):/i;

/** Returns whether a URL has to wait; a style sheet that never crosses the network does by what it names. */
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

/**
 * What is loaded from a place in a text.
 * @param before what stands in front of it
 */
const kindAt = (before: string) =>
  found(/@import[^;{}]*$/i, before) ? STYLE : found(/src\s*:[^;{}]*$/i, before) ? FONT : IMG;
