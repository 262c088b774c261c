/** @file What the report tells of the benches of the gate's own cost: `inp`, `overhead`, `lookup`, `growth`. */

import { kilo, spread } from './figures.mjs';

/** @typedef {import('./sections.mjs').Section} Section */

/** @type {Section} */
export const inp = {
  name: 'inp',
  bench: 'inp',
  title: 'The Accept click',
  line: ({ medians, tags }) =>
    `The Accept click with ${tags} held tags: next paint within ${medians[0].timed || 'less than 16'} ms; ${medians
      .slice(1)
      .map((/** @type {any} */ it) => `${it.name} ${it.timed || 'under 16'}`)
      .join(', ')}.`,
  text: ({ turns, tags }) =>
    `A real click on each tool's button with ${tags} held tags, ${turns} times in fresh profiles: the interaction's duration by the browser's Event Timing (steps of 8 ms), and the time to a task after the next frame.`,
  charts: ({ medians }) => [
    {
      id: 'accept',
      title: 'Accept click to next paint',
      unit: 'ms, median, Event Timing',
      rows: medians.map((/** @type {any} */ it) => [
        it.name,
        it.timed,
        it.timed ? `${it.timed}` : 'under 16',
      ]),
    },
  ],
  table: ({ medians }) => [
    ['', 'Event Timing, ms', 'to a task after the frame, ms'],
    ...medians.map((/** @type {any} */ it) => [
      it.name,
      String(it.timed || 'under 16'),
      it.painted.toFixed(1),
    ]),
  ],
};

/** @type {Section} */
export const operations = {
  name: 'operations',
  bench: '',
  title: 'Code without third parties',
  line: ({ operations: all }) =>
    `Code without third parties: ${Object.entries(all)
      .map(([name, it]) => `${name} ${/** @type {any} */ (it).quartiles[1].toFixed(2)}×`)
      .join(', ')} of the page without it.`,
  text: ({ turns }) =>
    `Two frames of one page, one with the gate, take turns ${turns} times; the ratio is the median of the turns, quartiles in brackets.`,
  charts: ({ operations: all }) => [
    {
      id: 'operations',
      title: 'Code without third parties',
      unit: 'times the page without it, median',
      rows: Object.entries(all).map(([name, it]) => {
        const [, ratio] = /** @type {any} */ (it).quartiles;
        return [name, ratio, ratio.toFixed(2)];
      }),
    },
  ],
  table: ({ operations: all }) => [
    ['', 'bare, µs', 'with the gate, µs', 'ratio'],
    ...Object.entries(all).map(([name, given]) => {
      const { bare, gated, quartiles } = /** @type {any} */ (given);
      return [name, bare.toFixed(3), gated.toFixed(3), spread(quartiles, 2)];
    }),
  ],
};

/** @param {any} row */
const cellsOf = ({ size, ours, theirs }) =>
  [size, ours.hit, ours['hit again'], ours.miss, ours['miss again'], theirs.hit, theirs.miss].map(
    (it) => it.toFixed(0),
  );

/** @type {Section} */
export const lookup = {
  name: 'lookup',
  bench: '',
  title: 'A verdict',
  line: ({ rows }) => {
    const { ours } = rows[rows.length - 1];
    const growth = (ours.hit / rows[0].ours.hit).toFixed(2);
    return `A new verdict takes ${(ours.hit / 1000).toFixed(2)} µs in a table of ${rows.at(-1).size} hosts, ${growth} times that of ${rows[0].size}; a repeated one ${ours['hit again'].toFixed(0)} ns.`;
  },
  text: () =>
    'Called from JavaScript in Chromium, ns per call, with tables of several sizes: for a host in the table and for another one, new and repeated. `@ghostery/adblocker` with the same hosts is a reference for matching; it does more with a filter than a host needs.',
  charts: ({ rows }) => [
    {
      id: 'verdict',
      title: 'A new verdict for a host of the table',
      unit: 'ns in Chromium',
      rows: ['ours', 'theirs'].flatMap((whose) =>
        rows.map((/** @type {any} */ it) => [
          `${whose === 'ours' ? 'gate' : 'adblocker'}, ${it.size} hosts`,
          it[whose].hit,
          it[whose].hit.toFixed(0),
        ]),
      ),
    },
  ],
  table: ({ rows }) => [
    ['hosts', 'hit', 'again', 'miss', 'again', 'adblocker, hit', 'adblocker, miss'],
    ...rows.map(cellsOf),
  ],
};

/** @type {Section} */
export const growth = {
  name: 'growth',
  bench: 'growth',
  title: 'Many held tags',
  line: ({ scripts, tasks, kept }) =>
    `The release of ${scripts} held scripts: ${tasks['async, gated'] || tasks['ordered, gated'] ? `tasks of at most ${Math.max(tasks['async, gated'], tasks['ordered, gated'])} ms` : 'no task of 50 ms or more'}; memory after ten times as many: ${kilo(kept.gated[10] - kept.gated[2], 0)} more than after two times.`,
  text: ({ scripts, turns }) =>
    `The longest task while ${scripts} scripts are released, median of ${turns}, beside the same scripts on a page without the gate (0 is below 50 ms); and script heap with wasm after each round of ${scripts} insertions and releases.`,
  charts: ({ scripts, kept }) => [
    {
      id: 'growth',
      title: `Memory after rounds of ${scripts} held and released scripts`,
      unit: 'with the gate',
      rows: kept.gated.map((/** @type {number} */ bytes, /** @type {number} */ n) => [
        `after ${n}`,
        bytes,
        kilo(bytes, 0),
      ]),
    },
  ],
  table: ({ tasks, kept }) => [
    ['', 'without the gate', 'with the gate'],
    ...['async', 'ordered'].map((name) => [
      `longest task, ${name}, ms`,
      `${tasks[`${name}, bare`]}`,
      `${tasks[`${name}, gated`]}`,
    ]),
    ...kept.bare.map((/** @type {number} */ bytes, /** @type {number} */ n) => [
      `memory after ${n} rounds`,
      kilo(bytes, 0),
      kilo(kept.gated[n], 0),
    ]),
  ],
};
