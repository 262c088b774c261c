/**
 * @file Measures every part for every tool that has started, several pages at once. A part that fails for one tool is
 * counted as no answer, and the rest is still measured.
 */
import { ENGINE } from '../../../tests/pages/support/chosen.mjs';
import { readList, rows as rowsOf } from '../../../tests/pages/support/expected.mjs';
import { loadUnseeable, loadVectors } from '../../../tests/pages/vectors/load.mjs';
import { textOf } from './earlier.mjs';
import { tryVector } from './entries.mjs';
import { LOADERS, tryLoader } from './loaders.mjs';
import { SCENARIOS, tryScenario } from './order.mjs';
import { undisturbed } from './pulse.mjs';
import { letter, sum, sumLoaders, sumOrders } from './rows.mjs';
import { sampleOf, spread } from './sample.mjs';
import { tryStatic } from './static.mjs';
import { changes, look } from './transparency.mjs';
import { together, within } from './visit.mjs';

/** @typedef {import('../../../tests/pages/vectors/load.mjs').Vector} Vector */
/** @typedef {import('./visit.mjs').World} World */
/** @typedef {import('./visit.mjs').Started} Started */
/** @typedef {import('./rows.mjs').Row} Row */
/** @typedef {import('./entries.mjs').Outcome} Outcome */
/** @typedef {Outcome & { control: boolean }} Answer */

/** How long one page may take, whatever happens in it. */
const PAGE = 60_000;

/** A browser with its tools, and how far the pages are. */
export class Bench {
  /** @param {World} world @param {Started[]} tools `no tool` first @param {Row[]} rows of all tools */
  constructor(world, tools, rows) {
    this.world = world;
    this.tools = tools;
    this.rows = rows;
    this.atOnce = Number(process.env.AT_ONCE ?? (ENGINE === 'webkit' ? 2 : 4));
  }

  /** @param {Started} tool */
  row({ name }) {
    return /** @type {Row} */ (this.rows.find((row) => row.name === name));
  }

  /**
   * Tries each item with each tool.
   * @template I, T
   * @param {string} what @param {I[]} items @param {(tool: Started, item: I) => Promise<T>} attempt
   * @param {{ atOnce?: number, until?: number }} [limits]
   * @returns {Promise<Map<I, (T | undefined)[]>>} what each tool showed, in their order; nothing where a page failed
   */
  async each(what, items, attempt, { atOnce = this.atOnce, until = Infinity } = {}) {
    /** @type {Map<I, (T | undefined)[]>} */
    const seen = new Map();
    await together(items, atOnce, async (item) => {
      if (Date.now() > until) return;
      /** @type {(T | undefined)[]} */
      const answers = [];
      for (const tool of this.tools)
        answers.push(await undisturbed(() => within(attempt(tool, item), PAGE)));
      seen.set(item, answers);
      if (seen.size % 25 === 0) console.error(`${what}: ${seen.size} of ${items.length}`);
    });
    return seen;
  }
}

/** Order, loaders, transparency and static strengths. @param {Bench} bench */
export async function measureParts(bench) {
  const { world, tools } = bench;
  const orders = await bench.each('order', SCENARIOS, (tool, [, it]) =>
    tryScenario(world, tool, it),
  );
  const one = { atOnce: 1 };
  const loaders = await bench.each(
    'loaders',
    LOADERS,
    (tool, [, it]) => tryLoader(world, tool, it),
    one,
  );
  for (const [n, tool] of tools.entries()) {
    const row = bench.row(tool);
    row.order = sumOrders([...orders.values()].map((it) => it[n] ?? 'other'));
    const settled = [...loaders].map(([[name], it]) => ({ settled: false, ...it[n], name }));
    row.loaders = sumLoaders(settled);
    row.static = await undisturbed(() => within(tryStatic(world, tool), 10 * PAGE));
    console.error(`static: ${tool.name}`);
  }
  await measureTransparency(bench);
}

/** @param {Bench} bench */
async function measureTransparency({ world, tools, rows }) {
  const bare = await undisturbed(() => look(world, tools[0]));
  for (const tool of tools) {
    const seen = await undisturbed(() => within(look(world, tool), 3 * PAGE));
    const row = rows.find(({ name }) => name === tool.name);
    if (seen && row) row.transparency = changes(seen, bare);
    console.error(`transparency: ${tool.name}`);
  }
}

/**
 * Entry points: every vector, or those that a pattern selects, or a sample; vector by vector with all tools, so that
 * all tools have the same vectors when the time is over.
 * @param {Bench} bench
 * @param {{ pattern: string, earlier: import('./earlier.mjs').Earlier, perClass?: number, minutes?: number }} wanted
 */
export async function measureEntries(bench, { pattern, earlier, perClass, minutes = Infinity }) {
  const dead = readList('vectors/natively_dead');
  const unplayed = ENGINE === 'chromium' ? [] : rowsOf(`vectors/not_in_${ENGINE}`);
  for (const [id, reason] of unplayed) dead.set(id, reason);
  const living = [...loadVectors(), ...loadUnseeable()].filter(({ id }) => !dead.has(id));
  const chosen = spread(sampleOf(living, perClass)).filter(({ id }) => RegExp(pattern).test(id));
  const until = Date.now() + minutes * 60_000;
  const attempt = async (/** @type {Started} */ tool, /** @type {Vector} */ vector) => ({
    ...(earlier.outcome(tool.name, vector) ??
      (await tryVector(bench.world, tool, asStatic(vector)))),
    control: hasControl(vector),
  });
  const seen = await bench.each('entry points', chosen, attempt, { until });
  const alive = [...seen].filter(([, answers]) => answers[0] && answers[0].before !== 'stopped');
  for (const [n, tool] of bench.tools.entries()) fillIn(bench.row(tool), alive, n);
  const letters = alive.map(([{ id }, answers]) => [id, answers.map(letter).join('')]).sort();
  const texts = Object.fromEntries(alive.map(([vector]) => [vector.id, textOf(vector)]).sort());
  return { tried: seen.size, all: living.length, outcomes: Object.fromEntries(letters), texts };
}

/** @param {Row} row @param {[Vector, (Answer | undefined)[]][]} alive @param {number} n the tool's place */
function fillIn(row, alive, n) {
  const of = (/** @type {(vector: Vector) => boolean} */ test) =>
    sum(alive.filter(([vector]) => test(vector)).map(([, answers]) => answers[n]));
  const groups = [...new Set(alive.map(([{ group }]) => group))].sort();
  row.entries = Object.fromEntries(groups.map((group) => [group, of((it) => it.group === group)]));
  row.total = of(({ group }) => group !== 'unseeable');
  row.broken = alive.filter(([, it]) => it[n]?.control && it[n].brokeControl).map(([{ id }]) => id);
}

/** What no script can see is static markup, too, and cannot be done twice. @param {Vector} vector @returns {Vector} */
const asStatic = (vector) =>
  vector.group === 'unseeable' ? { ...vector, group: 'static', options: ['plain'] } : vector;

/** @param {Vector} vector */
const hasControl = (vector) => !asStatic(vector).options.includes('plain');
