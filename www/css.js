/**
 * @file URLs in CSS text, found as a browser's tokenizer finds them. One that is held gets a prefix which makes it no
 * URL at all: it loads nothing, breaks no policy and is no error, and the text without the prefix is the page's own,
 * so that no table says what stood there. Whether a URL is held is the caller's affair.
 */

import { FONT, IMG, STYLE } from './kinds.js';
import { absolute, found, match, maybe, toCharacter } from './natives.js';

/** A host in brackets that is no address: what follows it does not matter. */
const NOWHERE = 'https://[consent-gate]/';

/** Text without any of these names no URL. */
const OF_INTEREST = /url\(|["'\\]/i;

/**
 * A comment; a string, and whether it is what an attribute is compared with; the name of a function.
 * Names and strings may be written with escapes.
 */
const TOKEN =
  /\/\*[^]*?(?:\*\/|$)|(=\s*)?(["'])((?:\\(?:\r\n|[^])|(?!\2)[^\\\n\r\f])*)\2?|(?<![-\w\\\u0080-\uffff])((?:[-\w\u0080-\uffff]|\\[^\n\r\f])+)\(/g;

/** What is in `url(…)` without quotes. */
const BARE = /(?!\s*["'])\s*((?:\\[^]|[^\\)])*)/y;

const ESCAPE = /\\(?:([\da-f]{1,6})(?:\r\n|\s)?|\r\n|[\n\f\r]|([^]))/gi;

/** The at-rule that a URL may be the first thing of, and the descriptor that names fonts. */
const AT_RULE = /@((?:[-\w]|\\[^\n])+)[^;{}@]*$/;
const SRC = /(?:^|[;{\s/])src\s*:[^;{}]*$/i;

let masked = false;

/** Whether any URL has ever been held. */
export const anyMasked = () => masked;

/**
 * Whether `text` may name a URL; what is no text may be converted to one that does.
 * @param {any} text
 */
export const isOfInterest = (text) => typeof text !== 'string' || found(OF_INTEREST, text);

/**
 * The text as the page wrote it.
 * @template T
 * @param {T} text
 * @returns {T}
 */
export const unmasked = (text) =>
  masked && typeof text === 'string' && text.includes(NOWHERE)
    ? /** @type {any} */ (text.split(NOWHERE).join(''))
    : text;

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
    const token = match(TOKEN, text);
    if (!token) return out + text.slice(done);
    at = TOKEN.lastIndex;
    let raw = token[1] === undefined ? token[3] : undefined;
    let start = token.index + 1;
    if (token[4] !== undefined && decoded(token[4]).toLowerCase() === 'url') {
      BARE.lastIndex = at;
      called = true;
      const bare = match(BARE, text);
      if (!bare) continue;
      raw = bare[1];
      at = BARE.lastIndex;
      start = at - bare[1].length;
    }
    const url = raw && read(raw, called, base);
    called = false;
    if (!url || !holds(url, kindAt(text, start))) continue;
    masked = true;
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
  if (found(/^(?:#|data:)/i, raw)) return null;
  const text = decoded(raw);
  return called || found(/[/\\]/, text) ? absolute(text, base) : null;
}

/** @param {string} text with escapes */
function decoded(text) {
  if (!text.includes('\\')) return text;
  let out = '';
  let done = 0;
  for (let at = 0; ; done = at) {
    ESCAPE.lastIndex = at;
    const escape = match(ESCAPE, text);
    if (!escape) return out + text.slice(done);
    at = ESCAPE.lastIndex;
    out += text.slice(done, escape.index);
    out += escape[1] ? maybe(toCharacter, parseInt(escape[1], 16)) : (escape[2] ?? '');
  }
}

/**
 * What is loaded from the place `at`.
 * @param {string} text
 * @param {number} at
 */
function kindAt(text, at) {
  const before = text.slice(at < 500 ? 0 : at - 500, at);
  const rule = match(AT_RULE, before);
  if (rule && decoded(rule[1]).toLowerCase() === 'import') return STYLE;
  return found(SRC, before) ? FONT : IMG;
}
