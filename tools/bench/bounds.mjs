/**
 * @file The bounds of `budgets.toml` that need a quiet machine. Bytes are checked by `tools/size.mjs`, in every test.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';

/**
 * One section.
 * @param {'operations' | 'verdict' | 'held' | 'apps'} section
 * @returns {Record<string, number>}
 */
export const boundsOf = (section) =>
  /** @type {any} */ (parse(readFileSync('budgets.toml', 'utf8')))[section];

/**
 * Prints each value above its bound, and lets the bench fail.
 * @param {[what: string, value: number, most: number][]} measured
 */
export function check(measured) {
  for (const [what, value, most] of measured) {
    if (value <= most) continue;
    console.error(
      `${what}: ${Number(value.toFixed(2))}, above its bound of ${most} (budgets.toml)`,
    );
    process.exitCode = 1;
  }
}
