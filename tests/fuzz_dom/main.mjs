/**
 * @file The command: plays cases until the time is over, minimises what differs, and keeps it as case files.
 * README.md has the options.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startWorld } from '../pages/support/browser.mjs';
import { differences, isDocumented } from './compare.mjs';
import { generate } from './generate.mjs';
import { minimise } from './minimise.mjs';
import { playOnce } from './play.mjs';

/** @typedef {import('./compare.mjs').Difference} Difference */
/** @typedef {import('./generate.mjs').Case} Case */

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1e9) },
    seconds: { type: 'string', default: '300' },
    mode: { type: 'string' },
    length: { type: 'string', default: '40' },
    out: { type: 'string', default: '/tmp/fuzz' },
  },
});
const MODES = /** @type {const} */ (['untracked', 'tracked', 'requests']);
const world = await startWorld();

/** @param {Case} given  @returns {Promise<Difference[]>} */
async function play(given) {
  const [bare, gated] = await Promise.all([playOnce(world, given, false), playOnce(world, given, true)]);
  return differences(given, bare, gated).filter((it) => !isDocumented(it));
}

/** Whether two pages without the gate differ as well. @param {Case} given @param {string} kind */
async function isNative(given, kind) {
  const [one, two] = await Promise.all([playOnce(world, given, false), playOnce(world, given, false)]);
  return differences(given, one, two).some((it) => it.kind === kind);
}

const end = performance.now() + Number(values.seconds) * 1000;
let seed = Number(values.seed);
let played = 0;
/** @type {Map<string, number>} */
const seen = new Map();
for (; performance.now() < end; seed += 1) {
  const mode = /** @type {any} */ (values.mode) ?? MODES[seed % 3];
  const given = generate(seed, mode, Number(values.length));
  try {
    const found = await play(given);
    played += 1;
    for (const kind of new Set(found.map((it) => it.kind))) {
      const times = (seen.get(kind) ?? 0) + 1;
      if (/^(look|tree|released|requests|ran|later)/.test(kind) && found[0].kind !== kind) continue;
      seen.set(kind, times);
      if (times > 2 && !['leak', 'doubled'].includes(kind)) continue;
      const fails = async (/** @type {Case} */ it) => (await play(it)).some((one) => one.kind === kind);
      if (!(await fails(given)) || (await isNative(given, kind))) { console.log(seed, mode, kind, 'unsteady'); continue; }
      const small = await minimise(given, fails, found.find((it) => it.kind === kind)?.step);
      if (await isNative(small, kind)) { console.log(seed, mode, kind, 'native'); continue; }
      const shown = (await play(small)).find((it) => it.kind === kind);
      console.log(`\n${seed} ${mode} ${kind}\n   ${JSON.stringify(small.steps)}\n   - ${shown?.without.slice(0, 600)}\n   + ${shown?.with.slice(0, 600)}`);
      writeFileSync(`${values.out}/${seed}-${kind.replace(/\W+/g, '_')}.json`, JSON.stringify({ ...small, kind, shown }, null, 1));
    }
  } catch (error) { console.log(seed, mode, 'FAILED', String(error).slice(0, 500)); }
}
console.log(`played ${played}; kinds: ${JSON.stringify([...seen])}`);
await world.close();
