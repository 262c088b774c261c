/**
 * @file Builds the manual into `target/docs`: prepares the Markdown files that `docs/SUMMARY.md` lists, runs mdBook, and
 * adds a Markdown twin of each page and `llms.txt`. Fails if a link of the result is dead. The program is `mdbook`, or
 * the value of MDBOOK.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chapters, pagePath, withBookLinks } from './book/pages.mjs';
import { deadLinks } from './book/dead_links.mjs';

const STAGE = 'target/book';
const OUT = 'target/docs';

/** @typedef {import('./book/pages.mjs').Chapter} Chapter */

/** Builds everything. @returns {string[]} the dead links */
function build() {
  for (const folder of [STAGE, OUT]) rmSync(folder, { recursive: true, force: true });
  const summary = readFileSync('docs/SUMMARY.md', 'utf8');
  const pages = chapters(summary);
  const texts = stage(summary, pages);
  execFileSync(process.env.MDBOOK ?? 'mdbook', ['build', STAGE, '--dest-dir', resolve(OUT)], {
    stdio: 'inherit',
  });
  for (const [path, text] of texts) addTwin(path, text);
  writeFileSync(`${OUT}/llms.txt`, llms(pages, texts));
  return deadLinks(OUT);
}

/**
 * Writes what mdBook reads.
 * @param {string} summary @param {Chapter[]} pages
 * @returns {Map<string, string>} the text of each page, by its path in the book
 */
function stage(summary, pages) {
  const known = new Set(pages.map((page) => page.source));
  const texts = new Map();
  put('../book.toml', readFileSync('book.toml', 'utf8'));
  put('SUMMARY.md', withBookLinks('docs/SUMMARY.md', summary, known, copySource));
  for (const { source } of pages) {
    const text = withBookLinks(source, readFileSync(source, 'utf8'), known, copySource);
    texts.set(pagePath(source), text);
    put(pagePath(source), text);
  }
  for (const name of readdirSync('docs').filter(
    (name) => !name.endsWith('.md') && name !== 'start',
  ))
    cpSync(`docs/${name}`, `${STAGE}/src/${name}`, { recursive: true });
  return texts;
}

/** @param {string} path in the book's sources @param {string} text */
function put(path, text) {
  const file = join(STAGE, 'src', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Copies a file that a page links to, as text that a browser shows. @param {string} path @returns {string} its path */
function copySource(path) {
  const copy = `source/${path.replace(/\.md$/, '')}.txt`; // mdBook turns every `.md` of a link into `.html`.
  put(copy, readFileSync(path, 'utf8'));
  return copy;
}

/** Puts the Markdown twin beside a page, and a link to it into the page. @param {string} path @param {string} text */
function addTwin(path, text) {
  const html = join(OUT, path.replace(/\.md$/, '.html'));
  const root = '../'.repeat(path.split('/').length - 1);
  const links = `<p><a href="${path.split('/').at(-1)}">This page as Markdown</a>, <a href="${root}llms.txt">all pages</a></p>`;
  writeFileSync(join(OUT, path), text);
  writeFileSync(html, readFileSync(html, 'utf8').replace('</main>', `${links}</main>`));
}

/** The list of all pages for language models. @param {Chapter[]} pages @param {Map<string, string>} texts */
function llms(pages, texts) {
  const lines = pages.map(({ title, source }) => {
    const path = pagePath(source);
    return `- [${title}](${path}): ${firstSentence(texts.get(path) ?? '')}`;
  });
  const readme = readFileSync('README.md', 'utf8');
  return `# Consent Gate\n\n> ${firstSentence(readme)}\n\n## Manual\n\n${lines.join('\n')}\n`;
}

/** The first sentence below the title of a page. @param {string} text */
function firstSentence(text) {
  const lines = text.replace(/^ *```[^]*?^ *```/gm, '').split('\n');
  const line = lines.find((each) => /^(\* )?[A-Za-z`[]/.test(each)) ?? '';
  const plain = line
    .replace(/^\* /, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/:$/, '.');
  return plain.match(/^.*?\.(?=\s|$)/)?.[0] ?? plain;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dead = build();
  for (const line of dead) console.error(line);
  process.exitCode = dead.length > 0 ? 1 : 0;
}
