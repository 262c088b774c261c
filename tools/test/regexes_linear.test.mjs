/**
 * @file Every regular expression that ships takes linear time: each literal in `www/`, found by a parser, with texts
 * made of words of the expression and of common words in markup, CSS and code. `tests/pages/readers_linear.test.mjs`
 * tests the readers that use them.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseSync, traverse } from '@babel/core';

const WWW = fileURLToPath(new URL('../../www/', import.meta.url));

/** Lengths of the texts. */
const SIZES = [10_000, 100_000, 1_000_000];

/** Greatest growth of the time from one size to the next, which is ten times as long. */
const GROWTH = 25;

/** Times shorter than this, in ms, are too short to measure the growth. */
const FLOOR = 20;

/** A time, in ms, above which longer texts are not tried: at a length of 10,000 none takes a tenth of it. */
const TOO_LONG = 1_000;

/** Repeated parts of a text, in addition to the words of the expression. */
const WORDS = [
  ...[',', ' ', '\t', '\n', '"', "'", '(', ')', '[', '\\', '/', '.', '0', '=', ';', ':', '@', '%'],
  ...[
    '#',
    '&',
    '<',
    '<a ',
    '</',
    '<!--',
    '-->',
    '*/',
    'a',
    'a ',
    ', ',
    '; ',
    'a=',
    '\\75 ',
    'A',
    '-',
  ],
];

/** @typedef {{ file: string, pattern: string, flags: string }} Literal */

/** Returns every literal in the files that are shipped. @returns {Literal[]} */
function literals() {
  /** @type {Literal[]} */
  const found = [];
  const files = /** @type {string[]} */ (readdirSync(WWW, { recursive: true }));
  for (const file of files.filter((it) => it.endsWith('.ts') && !it.endsWith('.d.ts'))) {
    const options = { filename: file, presets: ['@babel/preset-typescript'], babelrc: false };
    const tree = parseSync(readFileSync(WWW + file, 'utf8'), options);
    traverse(/** @type {any} */ (tree), {
      RegExpLiteral: ({ node: { pattern, flags } }) => void found.push({ file, pattern, flags }),
    });
  }
  return found;
}

/** Returns the words of a pattern, alone and with a space. @param {string} pattern */
const wordsOf = (pattern) =>
  (pattern.match(/[\w-]{2,}|[^\w\s]/g) ?? []).flatMap((word) => [word, `${word} `]);

/** @param {RegExp} regex @param {string} text */
function timeOf(regex, text) {
  const start = performance.now();
  text.replace(regex, '');
  return performance.now() - start;
}

/**
 * Describes growth that is not linear. Returns nothing if growth is linear.
 * @param {RegExp} regex @param {string} word
 */
function problem(regex, word) {
  let last = Infinity;
  for (const size of SIZES) {
    const text = `${word.repeat(Math.ceil(size / word.length))}\u00a7`;
    let time = timeOf(regex, text);
    const isSlow = () => time > GROWTH * Math.max(last, FLOOR) || time > TOO_LONG;
    for (let again = 0; again < 2 && isSlow(); again += 1)
      time = Math.min(time, timeOf(regex, text));
    if (isSlow()) return `${size} characters of ${JSON.stringify(word)}: ${time.toFixed(0)} ms`;
    last = time;
  }
  return undefined;
}

/**
 * Literals that are not tried alone, by the start of their pattern, with the reason why no hostile text reaches them.
 */
const NOT_ALONE = {
  '(?:\\s+[^\\s"\'<>/=`]+': 'a part of HTML_START, which is tried at the start of a text only',
  '(?:<\\/?[a-z]*|<!?-*|-+)$': 'reads the last twelve characters of a text',
  '^([^\\t]+)\\t(.*)\\t': 'reads a line of the gate, not of the page',
};

const isAlone = (/** @type {Literal} */ { pattern }) =>
  !Object.keys(NOT_ALONE).some((start) => pattern.startsWith(start));

const all = literals();

test('there are regular expressions, and the exceptions are among them', () => {
  assert.ok(all.length > 50);
  assert.equal(all.length - all.filter(isAlone).length, Object.keys(NOT_ALONE).length);
});

for (const { file, pattern, flags } of all.filter(isAlone))
  test(`${file}: /${pattern}/${flags}`, () => {
    const regex = new RegExp(pattern, flags);
    const words = new Set([...WORDS, ...wordsOf(pattern)]);
    assert.deepEqual([...words].map((word) => problem(regex, word)).filter(Boolean), []);
  });
