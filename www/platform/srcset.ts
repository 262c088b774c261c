/** @file Reads the URLs of a `srcset` attribute (HTML, "parse a srcset attribute") in linear time. */

import { exec, slice } from './primordials.ts';

/** Matches a URL, with the commas before and after it. */
const URL_PART = /[\t\n\f\r ,]*([^\t\n\f\r ]+)/y;

/** Matches the descriptors of a URL. A comma in parentheses does not end them. */
const DESCRIPTORS = /(?:[^(,]+|\([^)]*\)?)*/y;

/** Calls `take` with each URL. */
export function readSrcset(text: string, take: (url: string) => void) {
  for (let at = 0; at < text.length;) {
    URL_PART.lastIndex = at;
    const part = exec(URL_PART, text);
    if (!part) return;
    const [whole, word] = part;
    let end = word.length;
    while (word[end - 1] === ',') end -= 1;
    if (end > 0) take(slice(word, 0, end));
    at += whole.length;
    if (end < word.length) continue;
    DESCRIPTORS.lastIndex = at;
    at += exec(DESCRIPTORS, text)![0].length; // It matches an empty text, too.
  }
}
