/** @file The phrase check: which parts of a file are prose, and which phrases are found there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { phrases, places } from '../phrases.mjs';

const LIST = phrases('# A comment\n\\bnobody\\b\tno one\n');

/** A file, its text, and the lines with a phrase. @type {[string, string, number[]][]} */
const ROWS = [
  ['a.md', 'Nobody\n\nknows nobody.\n', [1, 3]],
  ['a.md', '`nobody`\n```\nnobody\n```\n', []],
  ['a.rs', 'let nobody = "nobody"; // nobody\n', [1]],
  ['a.rs', 'fn nobody_is_asked() {}\n', [1]],
  ['a.ts', "const nobody = 'nobody';\n/**\n * nobody\n */\n", [3]],
  ['a.ts', "const url = 'https://nobody.example';\n", []],
  ['a.test.mjs', "test('nobody asks', () => nobody());\n", [1]],
  ['a.sh', 'nobody # nobody\necho "a#nobody"\n', [1]],
];

for (const [file, text, lines] of ROWS)
  test(`${file}: ${JSON.stringify(text)}`, () =>
    assert.deepEqual(
      places(file, text, LIST).map(({ line }) => line),
      lines,
    ));
