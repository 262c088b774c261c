/**
 * @file Tests every vector: first that it works without the gate, then with the gate before consent and after.
 * `VECTORS=part-of-id` selects vectors, `GATE=none` tests only without the gate. Two test files run a part of the
 * vectors each, so that two cores are used evenly.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ENGINE, IN_SHELL, IN_WEBKIT, gateIsBuilt, startWorld } from '../support/browser.mjs';
import { expectedFailures, judge, readList, rows } from '../support/expected.mjs';
import { loadUnseeable, loadVectors } from './load.mjs';
import { expectNothingLater, tryWithGate, tryWithoutGate } from './trial.mjs';

/** @typedef {import("./load.mjs").Vector} Vector */

/** Each window of WebKitGTK is a separate browser. */
const PAGES_AT_ONCE = IN_WEBKIT ? 2 : 4;
const wanted = process.env.VECTORS ?? '';
const gateWanted = process.env.GATE !== 'none';
const dead = readList('vectors/natively_dead');
/** The vectors that are not for this browser. */
const elsewhere = new Set(unplayed().map(([id]) => id));

/** @type {import("../support/browser.mjs").World} */
let world;
/** @type {{ vector: Vector, passed: boolean, checks: (() => void)[] }[]} */
const results = [];

/** Returns the rows of the vectors that are not for this browser. */
function unplayed() {
  if (ENGINE !== 'chromium') return rows(`vectors/not_in_${ENGINE}`);
  return IN_SHELL ? rows('vectors/whole_browser') : [];
}

/** Declares the tests of the vectors that are `mine`. @param {(vector: Vector) => boolean} mine */
export function runVectors(mine) {
  const here = (/** @type {Vector} */ { id }) => RegExp(wanted).test(id) && !elsewhere.has(id);
  const vectors = loadVectors().filter((vector) => mine(vector) && here(vector));

  before(async () => {
    world = await startWorld();
  });

  after(async () => {
    await world.close();
    console.log(summary());
  });

  test('the gate has been built', { skip: !gateWanted }, () => {
    assert.ok(gateIsBuilt(), 'dist/consent-gate.js is missing: run ./build.sh build');
  });

  describe('vectors', { concurrency: PAGES_AT_ONCE }, () => {
    for (const vector of vectors) test(vector.id, () => judged(vector));
  });

  test('nothing came later than the vectors looked', () => {
    const late = results.flatMap(({ vector, checks }) =>
      checks.flatMap((check) => failure(vector, check)),
    );
    assert.deepEqual(late, []);
  });

  test('every dead vector is a vector', () => {
    const ids = new Set(loadVectors().map(({ id }) => id));
    assert.deepEqual(
      [...dead.keys(), ...elsewhere.keys()].filter((id) => !ids.has(id)),
      [],
    );
  });
}

/** Tests a vector. One that is expected to fail must fail. @param {Vector} vector */
async function judged(vector) {
  const result = { vector, passed: false, checks: [] };
  results.push(result);
  await judge(vector.id, () => trial(vector, result.checks));
  result.passed = true;
}

/** @param {Vector} vector @param {(() => void)[]} checks */
async function trial(vector, checks) {
  const isDead = dead.has(vector.id);
  const bare = await tryWithoutGate(world, vector, isDead);
  checks.push(() => expectNothingLater(world, vector, bare, isDead, false));
  if (!gateWanted) return;
  const gated = await tryWithGate(world, vector, isDead);
  if (!expectedFailures.has(vector.id)) {
    checks.push(() => expectNothingLater(world, vector, gated, isDead, true));
  }
  const added = gated.errors.filter((error) => !bare.errors.includes(error));
  assert.deepEqual(added, [], 'errors that the page has only with the gate');
}

/** @param {Vector} vector @param {() => void} check @returns {string[]} */
function failure(vector, check) {
  try {
    check();
    return [];
  } catch (error) {
    return [`${vector.id}: ${/** @type {Error} */ (error).message}`];
  }
}

/** Prints one line per class: the number of vectors, and the number that are held. */
function summary() {
  const lines = ['class     script  iframe   other  passed  expected failures'];
  for (const group of ['core', 'extended', 'hostile', 'static']) {
    const all = results.filter(({ vector }) => vector.group === group);
    const counts = ['script', 'iframe'].map(
      (kind) => all.filter(({ vector }) => vector.kind === kind).length,
    );
    const others = all.length - counts[0] - counts[1];
    const passed = all.filter((result) => result.passed).length;
    const failing = all.filter(({ vector }) => expectedFailures.has(vector.id)).length;
    const cells = [...counts, others, passed, failing].map((cell) => String(cell).padStart(6));
    lines.push(`${group.padEnd(10)}${cells.join('  ')}`);
  }
  lines.push(`unseeable ${loadUnseeable().length}, each in unseeable.test.mjs`);
  return lines.join('\n');
}
