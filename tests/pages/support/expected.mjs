/**
 * @file The list of known failures: a test on it must fail, and one that passes must leave the list.
 * So the list can neither hide a new failure nor outlive its reason.
 */
import { readFileSync } from 'node:fs';

/** Reads a list of `id TAB reason`. @param {URL} file  @returns {Map<string, string>} */
export function readList(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  const rows = lines.filter((line) => line && !line.startsWith('#'));
  return new Map(rows.map((row) => /** @type {[string, string]} */ (row.split('\t'))));
}

/** The tests that fail with the gate, and why. */
export const expectedFailures =
  process.env.GATE === 'none'
    ? new Map()
    : readList(new URL('../expected_failures.txt', import.meta.url));

/**
 * Runs a test; one that is on the list must fail.
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
    throw new Error(`${id} passes: take it off tests/pages/expected_failures.txt`);
  }
}
