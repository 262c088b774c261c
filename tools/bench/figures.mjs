/** @file Figures in the manual: they stand between two markers and are written by the bench, never by hand. */
import { readFileSync, writeFileSync } from 'node:fs';

/** The file that each marker is in, from the root of the repository. */
const FILES = { 'bench static': 'docs/static-markup.md', 'bench report': 'docs/README.md' };

/**
 * Puts text between the two markers of this name.
 * @param {keyof typeof FILES} marker @param {string} text
 */
export function insert(marker, text) {
  const file = FILES[marker];
  const url = new URL(`../../${file}`, import.meta.url);
  const [begin, end] = [`<!-- ${marker}: begin -->`, `<!-- ${marker}: end -->`];
  const [before, rest] = readFileSync(url, 'utf8').split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${file}: ${begin} and ${end} are missing`);
  writeFileSync(url, `${before}${begin}\n${text}\n${end}${after}`);
}
