/** @file The check of licences: SPDX expressions, exceptions and sources. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAllowed, violations } from '../licences.mjs';

/** @type {[string, boolean][]} */
const ROWS = [
  ['MIT', true],
  ['MPL-2.0', false],
  ['', false],
  ['MIT OR GPL-3.0', true],
  ['GPL-3.0/MIT', true],
  ['MIT AND GPL-3.0', false],
  ['GPL-3.0 OR MIT AND Zlib', true],
  ['(MIT OR GPL-3.0) AND Zlib', true],
  ['(MIT OR Zlib) AND GPL-3.0', false],
];

for (const [expression, wanted] of ROWS)
  test(JSON.stringify(expression), () =>
    assert.equal(isAllowed(expression, new Set(['MIT', 'Zlib'])), wanted),
  );

test('a crate may have the licence of its exception, and must come from a known registry', () => {
  const registry = 'https://index.example';
  const rules = {
    licenses: { allow: ['MIT'], exceptions: [{ crate: 'css', allow: ['MPL-2.0'] }] },
    sources: { 'allow-registry': [registry] },
  };
  /** @param {string} name @param {string} license @param {string | null} source */
  const crate = (name, license, source) => ({ name, version: '1.0.0', license, source });
  const fine = [crate('css', 'MPL-2.0', `registry+${registry}`), crate('own', 'MIT', null)];
  assert.deepEqual(violations(fine, rules), []);
  const wrong = [
    crate('other', 'MPL-2.0', `registry+${registry}`),
    crate('x', 'MIT', 'git+https://x'),
  ];
  assert.deepEqual(violations(wrong, rules), [
    'other 1.0.0: deny.toml does not allow the licence MPL-2.0',
    'x 1.0.0: deny.toml does not allow the source git+https://x',
  ]);
});
