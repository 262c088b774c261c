/**
 * @file `test` of node:test for files in which something needs Chromium: what `chromium_only.txt` names is skipped in
 * Firefox, with the reason, and a row that names no test fails its file.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { after, test as run } from 'node:test';
import { IN_FIREFOX } from './chosen.mjs';

const FILE = basename(process.argv[1]);
const rows = readFileSync(new URL('../chromium_only.txt', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => line.split('\t'))
  .filter(([file]) => file === FILE);

/** What this file skips in Firefox: the name of a test, or `*`, and why. */
const skipped = new Map(rows.map(([, name, reason]) => [name, reason]));
const met = new Set();

/**
 * @param {string} name
 * @param {{ skip?: boolean } | (() => Promise<void> | void)} given options, or the test itself
 * @param {() => Promise<void> | void} [body]
 */
export function test(name, given, body) {
  const [options, act] = typeof given === 'function' ? [{}, given] : [given, body];
  for (const key of [name, '*']) if (skipped.has(key)) met.add(key);
  const reason = IN_FIREFOX && (skipped.get(name) ?? skipped.get('*'));
  return run(name, reason ? { skip: reason } : options, act);
}

after(() => {
  const unknown = [...skipped.keys()].filter((name) => !met.has(name));
  if (unknown.length)
    throw new Error(`chromium_only.txt: ${FILE} has no test ${unknown.join(', ')}`);
});
