/** @file Links of documents: which ones are found, and which of them are broken. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anchors, broken } from '../links.mjs';

/** @type {Record<string, string>} */
const FILES = { 'docs/a.md': '# One\n\n## Two words, `code`\n', 'docs/folder': '' };
/** @param {string} path */
const read = (path) => FILES[path] ?? null;

/** @type {[string, number][]} */
const ROWS = [
  ['[a](docs/a.md)', 0],
  ['[a](docs/a.md#two-words-code)', 0],
  ['[a](docs/a.md#three)', 1],
  ['[a](docs/b.md)', 1],
  ['[a](docs/folder)', 0],
  ['[a](https://example.com/b.md)', 0],
  ['[a](#here)\n\n# Here', 0],
  ['[a](#there)\n\n# Here', 1],
  ['<img src="docs/b.png">', 1],
  ['`[a](docs/b.md)`', 0],
  ['```\n[a](docs/b.md)\n```', 0],
];

for (const [text, count] of ROWS)
  test(JSON.stringify(text), () => assert.equal(broken('README.md', text, read).length, count));

test('headings in code do not count', () =>
  assert.deepEqual([...anchors('# A\n```\n# b\n```\n')], ['a']));
