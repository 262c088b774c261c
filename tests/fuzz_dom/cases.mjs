/** @file The case files: minimised findings, each of which an ordinary test replays. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** @typedef {import('./generate.mjs').Case} Case */

/** The folder of the case files. */
export const CASES = new URL('../pages/fuzz_cases/', import.meta.url);

/** Reads all case files. @returns {[string, Case][]} by name, without `.json` */
export function readCases() {
  const names = existsSync(CASES) ? readdirSync(CASES).filter((it) => it.endsWith('.json')) : [];
  return names
    .sort()
    .map((name) => [name.slice(0, -5), JSON.parse(readFileSync(new URL(name, CASES), 'utf8'))]);
}
