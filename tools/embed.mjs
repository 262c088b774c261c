/**
 * @file Packs the wasm into JavaScript text, in two forms. `www/unpack-chars.js` and
 * `www/unpack-ascii.js` are their other ends.
 *
 * Measured on 20,880 bytes of wasm (9,625 brotli), brotli bytes of the text:
 * one char per byte, template literal 9,857; the same, each byte ^ 118 first 9,795; the best
 * rotation 9,889; frequent bytes moved to ASCII 9,926; base64 12,326; hexadecimal 10,563; one letter
 * of A–P and one of a–p per byte 10,280; \x escapes 11,122; base 85 16,183.
 */

/** Makes the frequent bytes ASCII, and a rare one of the zero that some tools dislike in a text. */
export const KEY = 118;

const ESCAPES = new Map([
  ['\r', '\\r'],
  ['`', '\\`'],
  ['\\', '\\\\'],
  ['\0', '\\x00'],
]);

/**
 * One char per byte, U+0000 to U+00FF, as the body of a template literal: it may hold a line feed as
 * it is, and a line end that a transfer has changed is read as a line feed again.
 * @param {Uint8Array} bytes
 * @returns {string} JavaScript source
 */
export function asChars(bytes) {
  const escaped = chars(bytes).replace(/[\r`\\\0]/g, (char) => ESCAPES.get(char) ?? char);
  return `\`${escaped.replaceAll('${', '\\${')}\``;
}

/** What the text says once it has been read. @param {Uint8Array} bytes */
export const chars = (bytes) => Buffer.from(bytes.map((byte) => byte ^ KEY)).toString('latin1');

/**
 * Two letters per byte, the halves from two alphabets: brotli then knows at which one it stands.
 * @param {Uint8Array} bytes
 * @returns {string} JavaScript source, ASCII only, harmless in HTML
 */
export const asLetters = (bytes) => `"${letters(bytes)}"`;

/** What the text says once it has been read. @param {Uint8Array} bytes */
export function letters(bytes) {
  const pair = (/** @type {number} */ byte) =>
    String.fromCharCode(65 + (byte >> 4), 97 + (byte & 15));
  return Array.from(bytes, pair).join('');
}

/**
 * The vendor table as it is: in a template literal its lines stay lines, for people and for `consent-gate build`,
 * which looks for the first line and the last and puts another table there.
 * @param {string} table
 * @returns {string} JavaScript source
 */
export function asText(table) {
  if (
    !/^#consent-gate-table [^`\\$]*\n#end [0-9a-f]+\n$/.test(table) ||
    /[^\t\n\x20-\x7e]/.test(table)
  )
    throw new Error('the vendor table must be ASCII, from "#consent-gate-table" to "#end"');
  return `\`${table}\``;
}

/**
 * FNV-1a, 32 bits, over characters: as `www/engine.js` computes it before it compiles.
 * @param {string} text
 */
export function checksum(text) {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x1000193);
  return sum;
}
