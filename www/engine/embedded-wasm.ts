/**
 * @file The bytes that are embedded in this file, once they have been unpacked: whether they are what was built, and
 * what they say. `tools/embed.mjs` pads them to whole words.
 */

/**
 * A loop of our own would take four times as long before the browser has compiled it, so its `map` goes over them, once.
 * All machines on which browsers run store words alike.
 * @param key with which each byte was changed
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
