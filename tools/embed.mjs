/**
 * @file Packs the wasm into JavaScript text, in two forms. `www/engine/unpack-chars.ts` and
 * `www/engine/unpack-letters.ts` are their other ends.
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
  const chars = Buffer.from(keyed(bytes)).toString('latin1');
  const escaped = chars.replace(/[\r`\\\0]/g, (char) => ESCAPES.get(char) ?? char);
  return `\`${escaped.replaceAll('${', '\\${')}\``;
}

/** Each byte with the key. @param {Uint8Array} bytes */
export const keyed = (bytes) => Uint8Array.from(bytes, (byte) => byte ^ KEY);

/**
 * Two letters per byte, the halves from two alphabets: brotli then knows at which one it stands.
 * @param {Uint8Array} bytes
 * @returns {string} JavaScript source, ASCII only, harmless in HTML
 */
export function asLetters(bytes) {
  const pair = (/** @type {number} */ byte) =>
    String.fromCharCode(65 + (byte >> 4), 97 + (byte & 15));
  return `"${Array.from(bytes, pair).join('')}"`;
}

/**
 * The unchanged vendor table: in a template literal its lines stay lines, for people and for `consent-gate build`,
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
 * The wasm, padded to whole words by a section that no engine reads.
 * @param {Uint8Array} wasm
 */
export function padded(wasm) {
  const missing = -wasm.length & 3;
  // A custom section: its number, the length of what follows, the length of its name, its name.
  const name = missing === 3 ? [] : Array(missing + 1).fill(32);
  const section = missing === 0 ? [] : [0, name.length + 1, name.length, ...name];
  return Uint8Array.from([...wasm, ...section]);
}
