/** @file The manual: which files are its pages, where their links lead, and which links of HTML files are dead. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { deadLinks } from '../book/dead_links.mjs';
import { chapters, withBookLinks } from '../book/pages.mjs';

test('the summary lists pages of docs/ and files beside it', () =>
  assert.deepEqual(chapters('- [A](start/a.md)\n- [Architecture](../ARCHITECTURE.md)\n'), [
    { title: 'A', source: 'docs/start/a.md' },
    { title: 'Architecture', source: 'ARCHITECTURE.md' },
  ]));

const KNOWN = new Set([
  'docs/README.md',
  'docs/limits.md',
  'docs/start/html.md',
  'ARCHITECTURE.md',
]);

/** The page, its link, and the link in the book. @type {[string, string, string][]} */
const ROWS = [
  ['docs/start/html.md', '[a](../limits.md#frames)', '[a](../limits.md#frames)'],
  ['docs/limits.md', '[`a`](../ARCHITECTURE.md)', '[`a`](architecture.md)'],
  ['ARCHITECTURE.md', '[a](docs/limits.md)', '[a](limits.md)'],
  ['ARCHITECTURE.md', '[a](docs/README.md)', '[a](index.md)'],
  ['ARCHITECTURE.md', '[a](build.sh)', '[a](copy/build.sh)'],
  ['docs/limits.md', '![a](banner.png)', '![a](banner.png)'],
  ['docs/limits.md', '[a folder](../tools)', 'a folder'],
  ['docs/limits.md', '[a](https://example.com/a.md)', '[a](https://example.com/a.md)'],
  ['docs/limits.md', '```\n[a](../build.sh)\n```', '```\n[a](../build.sh)\n```'],
];

for (const [source, link, wanted] of ROWS)
  test(`${source}: ${JSON.stringify(link)}`, () =>
    assert.equal(
      withBookLinks(source, link, KNOWN, (path) => `copy/${path}`),
      wanted,
    ));

test('dead links are links to a missing file or a missing id', () => {
  const folder = mkdtempSync(join(tmpdir(), 'book-'));
  writeFileSync(
    join(folder, 'a.html'),
    '<p id="x"><a href="#x"><a href="b.html#y"><a href="c.html"><a href="#z">',
  );
  writeFileSync(
    join(folder, 'b.html'),
    '<code><a href="d.html"></code><a href="https://example.com/">',
  );
  const lines = deadLinks(folder).map((line) => line.slice(folder.length + 1));
  rmSync(folder, { recursive: true });
  assert.deepEqual(lines, [
    'a.html: b.html#y is dead',
    'a.html: c.html is dead',
    'a.html: #z is dead',
  ]);
});
