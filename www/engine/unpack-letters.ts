/** @file Decodes the output of `asLetters` in `tools/embed.mjs`: two letters per byte. */

export function unpack(text: string) {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = ((text.charCodeAt(2 * i) - 65) << 4) | (text.charCodeAt(2 * i + 1) - 97);
  }
  return bytes;
}
