/** @file Decodes the document or code in a `data:` URL, with the encoding that the browser uses. It judges nothing. */

import { apply, exec, found } from './primordials.ts';

const Decoder = TextDecoder;
const decodeBytes = TextDecoder.prototype.decode;
const [unescapeNative, atobNative] = [unescape, atob];

/** Byte order marks, which override the encoding in the URL. */
const MARKS = [
  [/^\xff\xfe/, 'utf-16le'],
  [/^\xfe\xff/, 'utf-16be'],
  [/^\xef\xbb\xbf/, 'utf-8'],
] as [RegExp, string][];

/**
 * @param url canonical, so that every character is a byte or a percent-encoded byte
 * @param types a pattern that its MIME type must match
 * @returns the text; null if the URL is not such a document
 */
export function documentInData(url: string, types: RegExp = /html|xml/i): string | null {
  const match = exec(/^data:([^,]*),?([^#]*)/, url) as RegExpExecArray;
  const head = match[1];
  if (!found(types, head)) return null;
  const bytes = unescapeNative(match[2]);
  if (!found(/;\s*base64\s*$/i, head)) return decoded(bytes, head);
  try {
    return decoded(atobNative(bytes), head);
  } catch {
    return null; // Invalid base64: the browser shows nothing either.
  }
}

/** @param bytes one character each */
function decoded(bytes: string, head: string) {
  const array = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i += 1) array[i] = bytes.charCodeAt(i);
  return apply(decodeBytes, decoderOf(bytes, head), [array]);
}

function decoderOf(bytes: string, head: string) {
  for (let i = 0; i < MARKS.length; i += 1)
    if (found(MARKS[i][0], bytes)) return new Decoder(MARKS[i][1]);
  const label = exec(/;\s*charset\s*=\s*"?([^;",]+)/i, head)?.[1];
  try {
    return new Decoder(label);
  } catch {
    return new Decoder(); // An unknown encoding: the browser uses the default, too.
  }
}
