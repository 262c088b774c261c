/** @file What the report tells of `bench apps`: applications on which the gate holds nothing. */

/** @typedef {import('./sections.mjs').Section} Section */
/** @typedef {{ all: number, script: number }} Times of processor, in ms */
/** @typedef {{ name: string, bare: Times, gated: Times }} Row */
/** @typedef {{ turns: number, rows: Row[], means: Times }} Apps */

/** @param {Row} row @param {'all' | 'script'} what */
const ratio = ({ bare, gated }, what) => gated[what] / bare[what];

/** @param {number} value */
const times = (value) => `× ${value.toFixed(2)}`;

/** @type {Section} */
export const section = {
  name: 'apps',
  bench: 'apps',
  title: 'Applications on which nothing is held',
  line: (/** @type {Apps} */ { rows, means }) =>
    `${rows.length} applications on which nothing is held: ${times(means.all)} the processor time of all tasks, ${times(means.script)} that of scripts.`,
  text: (/** @type {Apps} */ { turns }) =>
    `A list of a hundred tasks in several frameworks, an editor, charts and a router, each with and without the gate, ${turns} times by turns: processor time of the page's thread, first quartiles. The last row is the geometric mean.`,
  charts: (/** @type {Apps} */ { rows }) => [
    {
      id: 'apps',
      title: 'Processor time of all tasks with the gate',
      unit: 'times that without it',
      rows: rows.map((row) => [row.name, ratio(row, 'all'), times(ratio(row, 'all'))]),
    },
  ],
  table: (/** @type {Apps} */ { rows, means }) => [
    ['', 'all tasks, ms', 'with the gate', '', 'scripts, ms', 'with the gate', ''],
    ...rows.map((row) => [
      row.name,
      row.bare.all.toFixed(0),
      row.gated.all.toFixed(0),
      times(ratio(row, 'all')),
      row.bare.script.toFixed(0),
      row.gated.script.toFixed(0),
      times(ratio(row, 'script')),
    ]),
    ['all', '', '', times(means.all), '', '', times(means.script)],
  ],
};
