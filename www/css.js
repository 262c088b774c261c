/**
 * @file URLs in CSS text, found as a browser's tokenizer finds them. One that is held gets a prefix which makes it no
 * URL at all: it loads nothing, breaks no policy and is no error, and the text without the prefix is the page's own,
 * so that no table says what stood there. Whether a URL is held is the caller's affair.
 */

import { FONT, IMG, STYLE } from './kinds.js';
import { absolute, exec, found, maybe, toCharacter } from './natives.js';

/** A host in brackets that is no address: what follows it does not matter. */
const NOWHERE = 'https://[consent-gate]/';

/** Text without any of these names no URL. */
const OF_INTEREST = /url\(|["'\\]/i;

/**
 * A comment; a string, and whether it is what an attribute is compared with; the name of a function. Names and strings
 * may be written with escapes.
 */
const TOKEN =
  /\/\*[^]*?(?:\*\/|$)|(=\s*)?(["'])((?:\\(?:\r\n|[^])|(?!\2)[^\\\n\r\f])*)\2?|(?<![-\w\\\u0080-\uffff])((?:[-\w\u0080-\uffff]|\\[^\n\r\f])+\()/g;

/** What stands in `url(` without quotes. */
const UNQUOTED = /(?!\s*["'])\s*((?:\\[^]|[^\\)])*)/y;

/** An escaped line break is left: it means nothing in a URL. */
const ESCAPE = /\\(?:([\da-f]{1,6})\s?|([^]))/gi;

let any = false;

/** Whether any URL has ever been held. */
export const anyMasked = () => any;

/**
 * Whether `text` may name a URL.
 * @param {string} text
 */
export const isOfInterest = (text) => found(OF_INTEREST, text);

/**
 * The text as the page wrote it.
 * @param {any} text anything else is given back
 */
export const unmasked = (text) =>
  any && typeof text === 'string' ? text.split(NOWHERE).join('') : text;

/**
 * The text with every held URL in it made none.
 * @param {string} text without any prefix of ours
 * @param {string} base
 * @param {(url: string, kind: number) => any} holds
 * @returns {string}
 */
export function mask(text, base, holds) {
  let out = '';
  let done = 0;
  let called = false;
  for (let at = 0; ;) {
    TOKEN.lastIndex = at; // Each time: what is asked tells the page's listeners, who may come back here.
    const token = exec(TOKEN, text);
    if (!token) return out + text.slice(done);
    at = TOKEN.lastIndex;
    let raw = token[3] ?? '';
    let start = token.index + 1;
    if (token[4]) {
      called = decoded(token[4]).toLowerCase() === 'url(';
      UNQUOTED.lastIndex = at;
      raw = (called && exec(UNQUOTED, text)?.[1]) || '';
      if (!raw) continue;
      start = at = UNQUOTED.lastIndex;
      start -= raw.length;
    }
    const url = token[1] ? null : read(raw, called, base);
    called = false;
    if (!url || !holds(url, kindAt(text.slice(start < 500 ? 0 : start - 500, start)))) continue;
    any = true;
    out += text.slice(done, start) + NOWHERE;
    done = start;
  }
}

/**
 * The URL that a string or `url(…)` names; a string beside it may be one, in `image-set()` or `@import`.
 * @param {string} raw
 * @param {boolean} called whether it is in `url(…)`
 * @param {string} base
 */
function read(raw, called, base) {
  const text = decoded(raw);
  return found(called ? /^(?!#|data:|blob:)/i : /[/\\]/, text) ? absolute(text, base) : null;
}

/** @param {string} text with escapes */
function decoded(text) {
  let out = '';
  let done = 0;
  for (;;) {
    ESCAPE.lastIndex = done;
    const escape = exec(ESCAPE, text);
    if (!escape) return out + text.slice(done);
    out += text.slice(done, escape.index);
    done = ESCAPE.lastIndex;
    out += escape[1] ? maybe(toCharacter, parseInt(escape[1], 16)) : escape[2];
  }
}

/**
 * What is loaded from a place in a text.
 * @param {string} before what stands in front of it
 */
const kindAt = (before) =>
  found(/@import[^;{}]*$/i, before) ? STYLE : found(/src\s*:[^;{}]*$/i, before) ? FONT : IMG;
