/** @file What the report tells of the native benches. The shape of the data: `tools/bench/native.mjs`. */

import { micro } from './figures.mjs';

/** @typedef {import('./sections.mjs').Section} Section */

/** @param {any[]} rows @param {string} name */
const row = (rows, name) => rows.find((it) => it.name === name);

/** @type {Section} */
export const native = {
  name: 'native',
  bench: '',
  title: 'The crate natively',
  line: ({ matching, rewriting }) => {
    const { size, ours, theirs } = matching.at(-1);
    const { speed, ratio } = row(rewriting, 'rewrite');
    return `Natively, a verdict takes ${micro(ours.hit)} in a table of ${size} hosts (the adblock crate: ${micro(theirs.hit)} for the same ones); \`rewrite\` reads ${speed.toFixed(0)} MB/s, ${ratio.toFixed(2)} times as long as a pass of lol_html that does nothing.`;
  },
  text: () =>
    "Medians with 95 % intervals by criterion; start is the reading of a table. Beside the `adblock` crate with the same hosts, which does more with a filter than a host needs, the best of five rounds. Rewriting: 1,000 pages of 100 KB, one part in fifty of them a third party's, beside passes of lol_html that see nothing and every element; medians of eleven rounds by turns.",
  charts: ({ rewriting }) => [
    {
      id: 'rewriting',
      title: 'Time for a page, beside a pass of lol_html that does nothing',
      unit: 'times',
      rows: rewriting
        .toReversed()
        .map((/** @type {any} */ it) => [it.name, it.ratio, it.ratio.toFixed(2)]),
    },
  ],
  table: ({ times, matching, rewriting }) => [
    ['', 'time', 'interval, or the adblock crate'],
    ...times.map((/** @type {any} */ it) => [
      it.name,
      micro(it.ns),
      `${micro(it.low)} to ${micro(it.high)}`,
    ]),
    ...matching.flatMap((/** @type {any} */ it) =>
      ['hit', 'miss'].map((name) => [
        `beside adblock, ${name}/${it.size}`,
        micro(it.ours[name]),
        micro(it.theirs[name]),
      ]),
    ),
    ...rewriting.map((/** @type {any} */ it) => [
      `rewriting, ${it.name}`,
      `${it.speed.toFixed(0)} MB/s`,
      `${it.ratio.toFixed(2)} times`,
    ]),
  ],
};
