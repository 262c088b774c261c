/** @file Which files are pages of the manual, and where their links lead in the book. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

/** @typedef {{ title: string, source: string }} Chapter a page's title, and its path in the repository */

const CHAPTER = /\[([^\]]+)\]\(([^)]+\.md)\)/g;
const LINK = /(!?)\[([^\][]*)\]\(([^()\s]+)\)/g;
const CODE_BLOCK = /^ *```[^]*?^ *```/gm;

/** The pages that the summary lists, in its order. @param {string} summary @returns {Chapter[]} */
export const chapters = (summary) =>
  [...summary.matchAll(CHAPTER)].map(([, title, path]) => ({
    title,
    source: normalize(join('docs', path)),
  }));

/** The path of a page in the book: files of `docs/` keep their names, others are beside them. @param {string} source */
export function pagePath(source) {
  if (source === 'docs/README.md') return 'index.md';
  return source.startsWith('docs/') ? source.slice('docs/'.length) : source.toLowerCase();
}

/**
 * The text of a page with links that hold in the book. A link to a file that is not a page leads to a copy of it; of a
 * link to a folder only the text stays.
 * @param {string} source the page's path in the repository
 * @param {string} text
 * @param {Set<string>} known the paths of all pages
 * @param {(path: string) => string} copy copies a file of the repository into the book, and returns its path there
 */
export function withBookLinks(source, text, known, copy) {
  const from = dirname(pagePath(source));
  return outsideBlocks(text, (part) =>
    part.replace(LINK, (whole, image, label, link) => {
      if (/^([a-z]+:|#)/i.test(link)) return whole;
      const [path, fragment] = link.split('#');
      const target = normalize(join(dirname(source), path));
      if (!known.has(target) && existsSync(target) && statSync(target).isDirectory()) return label;
      const place = known.has(target) || isAsset(target) ? pagePath(target) : copy(target);
      const anchor = fragment && known.has(target) ? `#${fragment}` : '';
      return `${image}[${label}](${relative(from, place)}${anchor})`;
    }),
  );
}

/** Pictures and charts are copied with their folder. @param {string} path */
const isAsset = (path) => path.startsWith('docs/') && !path.endsWith('.md');

/** Changes the parts of a text that are not in a code block. @param {string} text @param {(part: string) => string} change */
function outsideBlocks(text, change) {
  let changed = '';
  let end = 0;
  for (const code of text.matchAll(CODE_BLOCK)) {
    changed += change(text.slice(end, code.index)) + code[0];
    end = code.index + code[0].length;
  }
  return changed + change(text.slice(end));
}
