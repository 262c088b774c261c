/**
 * @file The DOM fuzzer (`tests/fuzz_dom`): cases of some fixed seeds, and its minimised findings. A page with the gate
 * and one without it return, throw, fire and request the same. Tracked hosts are requested after consent only.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { readCases } from '../fuzz_dom/cases.mjs';
import { check, isSteady } from '../fuzz_dom/check.mjs';
import { generate } from '../fuzz_dom/generate.mjs';
import { startWorld } from './support/browser.mjs';
import { judge } from './support/expected.mjs';
import { test } from './support/test.mjs';

const SKIP = process.env.GATE === 'none';

/** Seeds in which nothing differed. @type {[import('../fuzz_dom/generate.mjs').Mode, number[]][]} */
const SEEDS = [
  ['untracked', [1, 2, 3, 4]],
  ['tracked', [1, 2, 3, 4]],
  ['requests', [1, 2, 3, 4]],
];

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('seeds', () => {
  for (const [mode, seeds] of SEEDS)
    for (const seed of seeds)
      test(`${mode} ${seed}`, { skip: SKIP }, () => sameIn(generate(seed, mode, 60)));
});

describe('cases', () => {
  for (const [name, given] of readCases())
    test(name, { skip: SKIP }, () => judge(`fuzz: ${name}`, () => sameIn(given)));
});

/**
 * Ignores differences that also occur between two pages without the gate.
 * @param {import('../fuzz_dom/generate.mjs').Case} given
 */
async function sameIn(given) {
  const found = [];
  for (const it of await check(world, given))
    if (await isSteady(world, given, it.kind)) found.push(it);
  assert.deepEqual(found, []);
}
