/**
 * @file Checks that every relative link of the documents leads somewhere: to a file that is in the repository, and to a
 * heading of it where the link has a fragment. Addresses of the web are not asked for.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const LINK = /\]\(([^()\s]+(?:\([^()]*\))?[^()\s]*)\)|\b(?:src|href)="([^"]+)"/g;

/** The text of a document without its code. @param {string} text */
const prose = (text) => text.replace(/^ *```[^]*?^ *```/gm, '').replace(/`[^`\n]*`/g, '');

/** The fragments of a document's headings, as GitHub makes them. @param {string} text */
export function anchors(text) {
  const headings = [...text.replace(/^ *```[^]*?^ *```/gm, '').matchAll(/^#+ (.*)$/gm)];
  return new Set(headings.map(([, heading]) => anchor(heading)));
}

/** @param {string} heading */
const anchor = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/**
 * Returns a line for each broken link of a document.
 * @param {string} file its path
 * @param {string} text
 * @param {(path: string) => string | null} read gives the text of a file, empty for a folder; null where there is none
 * @returns {string[]}
 */
export function broken(file, text, read) {
  const links = [...prose(text).matchAll(LINK)].map(([, markdown, html]) => markdown ?? html);
  return links.flatMap((link) => {
    if (/^[a-z]+:/i.test(link)) return [];
    const [path, fragment] = link.split('#');
    const target = path ? normalize(join(dirname(file), path)) : file;
    const found = target === file ? text : read(target);
    if (found === null) return [`${file}: ${link} leads to no file`];
    if (!fragment || !target.endsWith('.md') || anchors(found).has(fragment)) return [];
    return [`${file}: ${target} has no heading #${fragment}`];
  });
}

/** @param {string} path */
function readFile(path) {
  if (!existsSync(path)) return null;
  return statSync(path).isDirectory() ? '' : readFileSync(path, 'utf8');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' }).trim().split('\n');
  const lines = files.flatMap((file) => broken(file, readFileSync(file, 'utf8'), readFile));
  for (const line of lines) console.error(line);
  process.exitCode = lines.length > 0 ? 1 : 0;
}
