/**
 * @file Puts the question's files together: the script with English in it, and one file of texts for each other
 * language. A language that lacks a text, or has an unused one, fails here.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { transform } from 'esbuild';
import { bundle } from './bundle.mjs';

const FOLDER = 'www/banner/texts';

/** The folder in `dist/` that holds the other languages. */
export const TEXTS = 'consent-gate-texts';

/** @returns {Promise<string>} `consent-gate-banner.js` */
export async function banner() {
  const modules = {
    styles: (await Promise.all(['theme', 'style', 'placeholder'].map(styleText))).join('\n'),
    languages: `export const languages = ${JSON.stringify([...readTexts().keys()])};`,
  };
  return bundle({ entry: 'www/banner/banner.ts', modules, charset: 'ascii', twice: true });
}

/** A style sheet of the banner's as an exported text. @param {string} name */
async function styleText(name) {
  const style = readFileSync(`www/banner/${name}.css`, 'utf8');
  const { code } = await transform(style, { loader: 'css', minify: true });
  return `export const ${name} = ${JSON.stringify(code.trim())};`;
}

/** @returns {[string, string][]} name and text of each file of `dist/` with a language in it */
export function textFiles() {
  const texts = [...readTexts()].filter(([language]) => language !== 'en');
  return texts.map(([language, words]) => [
    `${TEXTS}/${language}.json`,
    `${JSON.stringify(words)}\n`,
  ]);
}

/**
 * Every language's texts.
 * @returns {Map<string, Record<string, string>>}
 */
export function readTexts() {
  const languages = readdirSync(FOLDER)
    .sort()
    .map((name) => name.replace('.json', ''));
  const texts = new Map(languages.map((language) => [language, readLanguage(language)]));
  const english = texts.get('en') ?? {};
  for (const [language, words] of texts) {
    const problems = problemsOf(words, english);
    if (problems.length) throw new Error(`${FOLDER}/${language}.json: ${problems.join('; ')}`);
  }
  return texts;
}

/** @param {string} language @returns {Record<string, string>} */
const readLanguage = (language) => JSON.parse(readFileSync(`${FOLDER}/${language}.json`, 'utf8'));

/**
 * What a language's texts lack or have too many of, measured by the English ones; the values in them count too.
 * @param {Record<string, unknown>} words
 * @param {Record<string, string>} english
 * @returns {string[]}
 */
export function problemsOf(words, english) {
  const missing = Object.keys(english).filter((key) => !filled(words[key]));
  const unknown = Object.keys(words).filter((key) => !(key in english));
  const other = Object.keys(english).filter(
    (key) => filled(words[key]) && valuesOf(words[key]) !== valuesOf(english[key]),
  );
  return [
    ...missing.map((key) => `"${key}" is missing: translate it`),
    ...unknown.map((key) => `"${key}" is no text of en.json: remove it`),
    ...other.map((key) => `"${key}" must name ${valuesOf(english[key]) || 'no value'}`),
  ];
}

/** @param {unknown} text */
const filled = (text) => typeof text === 'string' && text.trim() !== '';

/** The `{…}` in a text, in one order. @param {unknown} text */
const valuesOf = (text) => [...new Set(String(text).match(/\{\w+\}/g))].sort().join(', ');
