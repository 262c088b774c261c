/**
 * @file Decodes and checks the bytes that are embedded in this file, after unpacking. `tools/embed.mjs` pads them to
 * 32-bit words.
 */

/**
 * Decodes the bytes and computes their checksum. It uses `map`, which is faster than a loop that the browser has not
 * compiled yet. The byte order does not matter: all platforms with a browser are little-endian.
 * @param key with which each byte was combined by XOR
 */
export function opened({ buffer, length }: Uint8Array<ArrayBuffer>, key: number) {
  let sum = 0;
  const keys = key * 0x1010101;
  const words = new Uint32Array(buffer, 0, length >> 2).map((word) => {
    sum = Math.imul(((sum << 5) | (sum >>> 27)) ^ word, 0x9e3779b1);
    return word ^ keys;
  });
  return { bytes: new Uint8Array(words.buffer), sum };
}
