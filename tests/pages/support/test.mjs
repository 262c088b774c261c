/**
 * @file `test` of node:test for files in which something needs Chromium. Tests in `chromium_only.txt` are skipped in
 * every other browser, those in `chromium_only.ENGINE.txt` in one. A row without a test of this name fails its file.
 */
import { basename } from 'node:path';
import { after, test as run } from 'node:test';
import { ENGINE } from './chosen.mjs';
import { rows } from './expected.mjs';

const FILE = basename(process.argv[1]);
const LISTS = ENGINE === 'chromium' ? [] : ['chromium_only', `chromium_only.${ENGINE}`];

/**
 * The tests of this file that are skipped here: the name of a test, or `*`, and the reason. @type {Map<string, string>}
 */
const skipped = new Map(
  LISTS.flatMap(rows)
    .filter(([file]) => file === FILE)
    .map(([, name, reason]) => [name, reason]),
);
const met = new Set();

/**
 * @param {string} name
 * @param {{ skip?: boolean } | (() => Promise<void> | void)} given options, or the test itself
 * @param {() => Promise<void> | void} [body]
 */
export function test(name, given, body) {
  const [options, act] = typeof given === 'function' ? [{}, given] : [given, body];
  for (const key of [name, '*']) if (skipped.has(key)) met.add(key);
  const reason = skipped.get(name) ?? skipped.get('*');
  return run(name, reason ? { skip: reason } : options, act);
}

after(() => {
  const unknown = [...skipped.keys()].filter((name) => !met.has(name));
  if (unknown.length)
    throw new Error(`chromium_only*.txt: ${FILE} has no test ${unknown.join(', ')}`);
});
