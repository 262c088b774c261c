/**
 * @file Bytes, four at a time: the code that is embedded in a file is read before anything is compiled, where a step for
 * each of its bytes takes several milliseconds. `tools/embed.mjs` pads them to whole words.
 */

/**
 * The words that bytes with a buffer of their own consist of. All machines on which browsers run store them alike.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export const wordsOf = ({ buffer, length }) => new Uint32Array(buffer, 0, length >> 2);

/**
 * A checksum over whole words. It shows damage, not intent.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
export function sumOf(bytes) {
  const words = wordsOf(bytes);
  let sum = 0;
  for (let at = 0; at < words.length; at += 1)
    sum = Math.imul(((sum << 5) | (sum >>> 27)) ^ words[at], 0x9e3779b1);
  return sum;
}
