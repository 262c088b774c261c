/**
 * @file Finds the phrases of `tools/phrases.txt` in documents, comments, help texts and test names. Documents must have
 * none. Every other file may have as many as `tools/phrases_left.txt` grants it, and no more.
 *
 * `node tools/phrases.mjs` checks; with paths it prints every place in these files; `--write` lowers the counts.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LEFT = 'tools/phrases_left.txt';
const HEAD = `# Phrases of tools/phrases.txt that are left: file, count. Their sum may only fall: node tools/phrases.mjs --write.\n`;
/** Files of others, and lists that quote what they forbid. */
const SKIPPED =
  /^(LICENSE|CODE_OF_CONDUCT|vendors\/.*\.toml|tests\/pages\/packages\/|src\/cli\/templates\/|tools\/phrases)|generated/;

/** @typedef {{ pattern: RegExp, instead: string }} Phrase */
/** @typedef {{ file: string, line: number, found: string, instead: string }} Place */

/** @param {string} list the text of `tools/phrases.txt` @returns {Phrase[]} */
export function phrases(list) {
  const lines = list.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [pattern, instead = ''] = line.split('\t');
    return { pattern: new RegExp(pattern, 'gi'), instead };
  });
}

/** Every place of a phrase in a file. @param {string} file @param {string} text @param {Phrase[]} list @returns {Place[]} */
export function places(file, text, list) {
  const lines = prose(file, text).split('\n');
  return lines.flatMap((line, at) =>
    list.flatMap(({ pattern, instead }) =>
      [...line.matchAll(pattern)].map(([found]) => ({ file, line: at + 1, found, instead })),
    ),
  );
}

/** The prose of a file, each line in its place: without code. @param {string} file @param {string} text */
export function prose(file, text) {
  if (file.endsWith('.md')) return withoutCode(text);
  if (/\.(sh|toml|yml)$/.test(file)) return keep(text, /(?:^|\s)#.*$/gm);
  if (file.endsWith('.rs')) return keep(text, /\/\/.*$|\bfn \w+/gm).replaceAll('_', ' ');
  return keep(text, /\/\/(?<!:\/\/).*$|\/\*[^]*?\*\/|\btest\(\s*(['"`]).*?\1/gm);
}

/** Blanks code blocks and quoted code. @param {string} text */
const withoutCode = (text) =>
  text.replace(/^ *```[^]*?^ *```/gm, blank).replace(/`[^`\n]*`/g, blank);

/** Keeps the parts that a pattern finds, and blanks all others. @param {string} text @param {RegExp} parts */
function keep(text, parts) {
  let kept = '';
  let end = 0;
  for (const part of text.matchAll(parts)) {
    kept += blank(text.slice(end, part.index)) + part[0].replace(/`[^`\n]*`/g, blank);
    end = part.index + part[0].length;
  }
  return kept + blank(text.slice(end));
}

/** @param {string} text */
const blank = (text) => text.replace(/[^\n]/g, ' ');

/** The files that are checked. @returns {string[]} */
function files() {
  const listed = [
    'ls-files',
    '*.md',
    '*.rs',
    '*.ts',
    '*.mts',
    '*.mjs',
    '*.sh',
    '*.css',
    'budgets.toml',
    '*.yml',
  ];
  const names = execFileSync('git', listed, { encoding: 'utf8' }).trim().split('\n');
  return names.filter((name) => !SKIPPED.test(name));
}

/** The counts that are granted, by file. @returns {Map<string, number>} */
function granted() {
  const lines = readFileSync(LEFT, 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.split('\t')[0], Number(line.split('\t')[1])]));
}

/** Prints what exceeds its count. @param {Map<string, Place[]>} found @returns {boolean} whether nothing does */
function check(found) {
  const counts = granted();
  const over = [...found].filter(([file, all]) => all.length > (counts.get(file) ?? 0));
  for (const [file, all] of over) {
    console.error(`${file}: ${all.length} phrases, ${counts.get(file) ?? 0} granted`);
    print(all);
  }
  const stale = [...counts].filter(([file, count]) => (found.get(file)?.length ?? 0) < count);
  for (const [file] of stale)
    console.error(`${file}: fewer phrases than granted: run node tools/phrases.mjs --write`);
  return over.length + stale.length === 0;
}

/** @param {Place[]} all */
function print(all) {
  for (const { file, line, found, instead } of all)
    console.error(`${file}:${line}: "${found}": ${instead}`);
}

/**
 * Writes the counts that are left. A file may get more than it had, as when one is split; all files together may not.
 * @param {Map<string, Place[]>} found @returns {boolean} whether they were written
 */
function write(found) {
  const counts = [...found].map(([file, all]) => ({ file, count: all.length }));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const limit = [...granted().values()].reduce((sum, count) => sum + count, 0);
  if (total > limit)
    console.error(`${total} phrases are left, and ${limit} granted: remove some first`);
  else {
    const lines = counts
      .filter(({ count }) => count > 0)
      .map(({ file, count }) => `${file}\t${count}\n`);
    writeFileSync(LEFT, HEAD + lines.join(''));
  }
  return total <= limit;
}

/** @param {string[]} options */
function main(options) {
  const list = phrases(readFileSync('tools/phrases.txt', 'utf8'));
  const named = options.filter((option) => !option.startsWith('--'));
  const chosen = named.length > 0 ? named : files();
  const found = new Map(
    chosen.map((file) => [file, places(file, readFileSync(file, 'utf8'), list)]),
  );
  if (named.length > 0) print([...found.values()].flat());
  else if (!(options.includes('--write') ? write(found) : check(found))) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
