/** @file Reads `operations.txt`, the table of the fuzzer's operations. */
import { readFileSync } from 'node:fs';

/**
 * One row of the table.
 * @typedef {object} Operation
 * @property {string} id
 * @property {number} weight how often it is played
 * @property {string} result the type of its result, or `-`
 * @property {string[]} types of its arguments
 * @property {string} code
 */

/** @type {Operation[]} */
export const OPERATIONS = readFileSync(new URL('operations.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => {
    const [id, weight, result, types, ...code] = line.split(' | ');
    const args = types === '-' ? [] : types.split(' ');
    return { id, weight: Number(weight), result, types: args, code: code.join(' | ') };
  });

/** Returns the table as an object literal of functions, for the page. */
export function operationsAsCode() {
  const rows = OPERATIONS.map(({ id, code }) => `${JSON.stringify(id)}: (a, b, c, d) => ${code}`);
  return `({\n${rows.join(',\n')}\n})`;
}
