/**
 * @file The command: plays random cases until the time is over, minimises those with a difference, and writes them as
 * case files. `README.md` has the options. Exit code 1 means that something new has been found.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startWorld } from '../pages/support/browser.mjs';
import { CASES, readCases } from './cases.mjs';
import { check, isNative, isSteady } from './check.mjs';
import { generate } from './generate.mjs';
import { minimise } from './minimise.mjs';

/** @typedef {import('../pages/support/browser.mjs').World} World */
/** @typedef {import('./compare.mjs').Difference} Difference */
/** @typedef {import('./generate.mjs').Case} Case */
/** @typedef {import('./generate.mjs').Mode} Mode */

/** @type {Mode[]} */
const MODES = ['untracked', 'tracked', 'requests'];

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    seconds: { type: 'string', default: '300' },
    mode: { type: 'string' },
    length: { type: 'string', default: '60' },
    replay: { type: 'string' },
  },
});

const modes = MODES.filter((mode) => (values.mode ?? mode) === mode);
if (modes.length === 0) throw new RangeError(`--mode takes ${MODES.join(', ')}`);
const world = await startWorld();
process.exitCode = await (values.replay === undefined ? fuzz() : replay(values.replay)).finally(
  () => world.close(),
);

/** Plays cases until the time is over. @returns {Promise<number>} the exit code */
async function fuzz() {
  const known = new Set(readCases().map(([, it]) => fingerprint(it)));
  const end = performance.now() + Number(values.seconds) * 1000;
  let seed = Number(values.seed);
  let written = 0;
  let played = 0;
  for (; performance.now() < end; seed += 1, played += 1) {
    const given = generate(seed, modes[seed % modes.length], Number(values.length));
    for (const small of await findings(given, known)) {
      written += 1;
      write(small);
    }
  }
  console.log(`played ${played} cases up to seed ${seed - 1}: ${written} new findings`);
  return written > 0 ? 1 : 0;
}

/**
 * Returns the new differences of a case, minimised.
 * @param {Case} given @param {Set<string>} known fingerprints; those of this case are added
 * @returns {Promise<Case[]>}
 */
async function findings(given, known) {
  const found = [];
  for (const { kind, step } of firsts(await check(world, given))) {
    if (known.has(kind)) continue;
    if (!(await isSteady(world, given, kind))) continue;
    const fails = async (/** @type {Case} */ it) =>
      (await check(world, it)).some((one) => one.kind === kind);
    const small = { ...(await minimise(given, fails, step)), kind };
    if (known.has(fingerprint(small)) || (await isNative(world, small, kind))) continue;
    known.add(fingerprint(small));
    found.push(small);
  }
  return found;
}

/**
 * Returns the differences to examine: one of each kind that code can see, and the first of those that follow from it.
 * @param {Difference[]} all
 */
function firsts(all) {
  const isCause = ({ kind }) => /^(leak|doubled|value of|events in)/.test(kind);
  const kinds = new Set();
  return all.filter(
    (it, i) => (i === 0 || isCause(it)) && !kinds.has(it.kind) && kinds.add(it.kind),
  );
}

/**
 * Two minimised cases with the same fingerprint count as the same fault. The results and events of one operation are
 * one fault.
 * @param {Case} given
 */
function fingerprint({ kind = '', steps }) {
  if (/^(value of|events in)/.test(kind)) return kind;
  return `${kind}: ${steps.map(([, id]) => id).sort()}`;
}

/** Writes a case file and prints its name. @param {Case} given */
function write(given) {
  const name = `${given.kind?.replaceAll(/\W+/g, '-').replaceAll(/^-|-$/g, '')}-${given.seed}.json`;
  mkdirSync(CASES, { recursive: true });
  writeFileSync(new URL(name, CASES), `${JSON.stringify(given, null, 2)}\n`);
  console.log(`new: ${name}\n  ${JSON.stringify(given.steps)}`);
}

/** Plays one case file and shows every difference. @param {string} name  @returns {Promise<number>} the exit code */
async function replay(name) {
  const [, given] = readCases().find(([it]) => it === name) ?? [];
  if (!given) throw new RangeError(`there is no case ${name}`);
  const found = await check(world, given);
  for (const it of found) console.log(`${it.kind}\n  - ${it.without}\n  + ${it.with}`);
  return found.length > 0 ? 1 : 0;
}
