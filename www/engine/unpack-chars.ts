/** @file Decodes the output of `asChars` in `tools/embed.mjs`: one char per byte. */

/** Decodes by way of base64, for which browsers since 2025 have a native function. */
export function unpack(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.fromBase64(btoa(text));
  } catch {
    return Uint8Array.from(text, (char) => char.charCodeAt(0));
  }
}
