/**
 * @file The banner's texts in the language of the config, else of the page, else of the browser. English is in the
 * bundle. Every other language is a file; if it does not load, English is shown.
 */

import english from './texts/en.json';
import { languages } from 'consent-gate:languages';
import { reportProblem, config, fileUrl, showing } from './capabilities.ts';

type Key = keyof typeof english;

let words: Record<Key, string> = english;
let language = 'en';

/** Returns the language that is shown. */
export const shownLanguage = () => language;

/** Returns the text of this name, with `{name}` replaced by values. */
export function say(key: Key, values: Record<string, string | number> = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** Loads the texts. Never fails. */
export async function loadTexts() {
  await loadWords();
  showing({ language });
  // Without HTTPS this function does not exist, and the record has only the language.
  void hashOf(words).then((texts) => showing({ language, texts }), Boolean);
}

/**
 * Returns the hash of the texts, by which the record shows which texts the visitor saw: SHA-256 of the pairs of name
 * and text, in order of the names, as JSON.
 */
async function hashOf(texts: Record<string, string>) {
  const pairs = JSON.stringify(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(pairs));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function loadWords() {
  const wanted = wantedLanguage();
  if (wanted === 'en') return;
  const url = fileUrl(`consent-gate-texts/${wanted}.json`);
  try {
    words = readWords(await readJson(url));
    language = wanted;
  } catch (error) {
    reportProblem(`${url} cannot be read, and the question is asked in English: ${error}`);
  }
}

/** Returns the texts of a file. @throws if it is another file, such as an error page */
function readWords(read: unknown): Record<Key, string> {
  const known = Object.entries(english).map(([key, text]) => {
    const other = Object(read)[key];
    return [key, typeof other === 'string' ? other : text];
  });
  const found = Object.fromEntries(known);
  if (known.every(([key, text]) => text === english[key as Key]))
    throw new Error('it is another file');
  return found;
}

/** Returns the first wanted language for which there are texts. */
function wantedLanguage() {
  const asked = [config().language, document.documentElement.lang, ...(navigator.languages ?? [])];
  const known = asked.map((tag) => String(tag).toLowerCase().split(/[-_]/)[0]);
  return known.find((tag) => languages.includes(tag)) ?? 'en';
}

/** Loads a JSON file of the gate. @throws if there is none */
export async function readJson(url: string): Promise<unknown> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}
