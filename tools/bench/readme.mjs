/** @file Figures in the README: they stand between two markers and are written by the bench, never by hand. */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../../README.md', import.meta.url);

/**
 * Puts text between the two markers of this name.
 * @param {string} marker @param {string} text
 */
export function insert(marker, text) {
  const [begin, end] = [`<!-- ${marker}: begin -->`, `<!-- ${marker}: end -->`];
  const [before, rest] = readFileSync(FILE, 'utf8').split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`README.md: ${begin} and ${end} are missing`);
  writeFileSync(FILE, `${before}${begin}\n${text}\n${end}${after}`);
}
