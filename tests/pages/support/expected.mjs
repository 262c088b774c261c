/**
 * @file The list of known failures: a test on it must fail, and one that passes must be removed from the list. So the
 * list can neither hide a new failure nor keep an obsolete entry.
 */
import { readFileSync } from 'node:fs';
import { ENGINE } from './chosen.mjs';

const FOLDER = new URL('../', import.meta.url);

/**
 * Reads a list of `id TAB reason`: the entries for every browser, and those for this one.
 * @param {string} name in the folder of the tests, without `.txt`
 * @returns {Map<string, string>}
 */
export function readList(name) {
  const all = [...rows(name), ...rows(`${name}.${ENGINE}`)];
  return new Map(all.map(([id, reason]) => [id, reason]));
}

/** Returns the rows of one such list. @param {string} name */
export function rows(name) {
  const lines = readFileSync(new URL(`${name}.txt`, FOLDER), 'utf8').split('\n');
  const given = lines.filter((line) => line && !line.startsWith('#'));
  return given.map((row) => /** @type {[string, string, string]} */ (row.split('\t')));
}

/** The tests that fail with the gate, with reasons. */
export const expectedFailures =
  process.env.GATE === 'none' ? new Map() : readList('expected_failures');

/**
 * Runs a test. A test on the list must fail.
 * @param {string} id @param {() => Promise<unknown>} test
 * @returns {Promise<void>}
 */
export async function judge(id, test) {
  const reason = expectedFailures.get(id);
  const problem = await test().then(
    () => undefined,
    (/** @type {unknown} */ error) => error,
  );
  if (reason === undefined && problem) throw problem;
  if (reason !== undefined && !problem) {
    throw new Error(`${id} passes: take it off tests/pages/expected_failures*.txt`);
  }
}
