/**
 * @file The other end of `asChars` in `tools/embed.mjs`: one char per byte.
 */

/**
 * @param {string} text
 * @param {number} key
 */
export function unpack(text, key) {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i) ^ key;
  return bytes;
}
