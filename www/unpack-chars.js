/**
 * @file The other end of `asChars` in `tools/embed.mjs`: one char per byte.
 */

import { wordsOf } from './bytes.js';

/**
 * @param {string} text
 * @param {number} key a byte
 */
export function unpack(text, key) {
  const bytes = bytesOf(text);
  const words = wordsOf(bytes);
  const keys = key * 0x1010101;
  for (let at = 0; at < words.length; at += 1) words[at] ^= keys;
  return bytes;
}

/**
 * By way of base64, for which browsers since 2025 have code of their own. A text that has none, since it was read in a
 * wrong encoding, has no right bytes either.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
function bytesOf(text) {
  try {
    return Uint8Array.fromBase64(btoa(text));
  } catch {
    return Uint8Array.from(text, (char) => char.charCodeAt(0));
  }
}
