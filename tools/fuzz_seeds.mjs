/** @file Fills `fuzz/corpus/` with inputs for each fuzz target, taken from the test cases and from the vendor files. */

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {string} path Below the repository's root.
 * @returns {string} The file's text.
 */
const text = (path) => readFileSync(join(ROOT, path), 'utf8');

/**
 * @param {string} path A table with a header.
 * @returns {string[][]} The fields of each row.
 */
const rows = (path) =>
  text(path)
    .split('\n')
    .slice(1)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));

/** @returns {string[]} The documents of the audit's and the rewriter's cases, without the expected rows. */
function documents() {
  const audit = text('tests/cases/audit/snippets.txt').split(/^## .*$/m);
  const rewrite = text('tests/cases/rewrite/snippets.txt').split(/^## .*$/m);
  const before = rewrite.map((block) =>
    block
      .split('\n')
      .filter((line) => /^[-=] /.test(line))
      .map((line) => line.slice(2))
      .join('\n'),
  );
  const plain = audit.map((block) =>
    block
      .split('\n')
      .filter((line) => !/^[=@#] /.test(line))
      .join('\n'),
  );
  return [...before, ...plain].filter((document) => document.trim() !== '');
}

/** @returns {string[]} Each vendor's file. */
const vendors = () =>
  readdirSync(join(ROOT, 'vendors'))
    .filter((name) => name.endsWith('.toml'))
    .map((name) => text(`vendors/${name}`));

/**
 * @param {RegExp} pattern With one group.
 * @param {string[]} texts
 * @returns {string[]} What the group matches.
 */
const all = (pattern, texts) =>
  texts.flatMap((it) => [...it.matchAll(pattern)].map((match) => match[1] ?? ''));

/** @returns {Record<string, string[]>} The inputs of each target. */
function inputs() {
  const urls = rows('tests/cases/verdicts.tsv').map((row) => row[0] ?? '');
  const pages = documents();
  const files = vendors();
  const table = text('src/gate/table.txt').split('\n');
  const pieces = table.flatMap((_, at) =>
    at % 40 === 0 ? [`${table.slice(at, at + 40).join('\n')}\n`] : [],
  );
  const configs = all(/'(\{.*\})'/g, [text('tests/gate_input.rs'), text('tests/gate_policy.rs')]);
  const json = all(/r#"(\{[^#]*\})"#/g, [text('tests/gate_input.rs'), text('tests/gate_store.rs')]);
  return {
    audit: pages.map((page) => `ab${page}`),
    config: [...configs, ...json],
    css: [...all(/style="([^"]*)"/g, pages), ...all(/<style[^>]*>([^]*?)<\/style>/g, pages)],
    har: [text('tests/cases/audit/shop.har')],
    inline: all(/<script[^>]*>([^]+?)<\/script>/g, pages),
    json: urls.slice(0, 20),
    link: all(/content="([^"]*)"/g, pages).map((content) => `preload\n${content}`),
    pattern: all(/^ {0,2}"?([=*a-z0-9][^\s",]+)"?,?$/gm, files).map(
      (it) => `${it}\nhttps://${it.replace('=', '')}`,
    ),
    record: json,
    rewrite: pages.map((page) => `ab${page}`),
    srcset: all(/srcset=["']([^"']*)/g, pages),
    storage: all(/^name = "(.*)"$/gm, files).map((name) => `https://a.example/\n${name}`),
    table: pieces,
    url: urls,
    vendor: files,
  };
}

for (const [target, texts] of Object.entries(inputs())) {
  const folder = join(ROOT, 'fuzz/corpus', target);
  mkdirSync(folder, { recursive: true });
  for (const input of new Set(texts)) {
    const name = createHash('sha256').update(input).digest('hex').slice(0, 16);
    writeFileSync(join(folder, name), input);
  }
  console.log(`${target}: ${new Set(texts).size} inputs`);
}
