/** @file What the report tells of `speed.mjs`, which has the shape of the data. */

import { kilo, spread } from './figures.mjs';

/** @typedef {import('../speed.mjs').Row} Row */
/** @typedef {{ turns: number, tags: number, rows: Row[] }} Data */

/** @param {Data} data @param {string} name */
const rowOf = ({ rows }, name) => /** @type {Row} */ (rows.find((row) => row.name === name));
/** @param {Data} data */
const tools = ({ rows }) => rows.filter(({ name, failed }) => !failed && !name.startsWith('none'));
/** @param {Data} data */
function line(data) {
  const ours = rowOf(data, 'consent-gate');
  const paints = Object.entries(ours.networks).map(([network, { paint }]) => {
    const ratio = (name = 'none') =>
      (paint[1] / rowOf(data, name).networks[network].paint[1]).toFixed(2);
    return `${ratio()} times that of the page without a tool on ${network} (${ratio('none, without tags')} times with all third-party tags taken out)`;
  });
  return `With its banner the gate is ${kilo(ours.bytes[2])} of brotli, starts in ${ours.start?.[1]} ms, and adds ${kilo(ours.memory[1])} of memory. The first contentful paint of a realistic page is ${paints.join(' and ')}.`;
}

/** @param {Data} data @returns {import('./chart.mjs').Chart[]} */
function charts(data) {
  const rows = tools(data);
  const networks = Object.keys(rows[0].networks);
  return [
    {
      id: 'bytes',
      title: 'Bytes that a page loads until the banner is there',
      unit: 'brotli',
      rows: rows.map(({ name, bytes }) => [name, bytes[2], kilo(bytes[2])]),
    },
    ...networks.map((network) => ({
      id: `paint-${network.replace(' ', '-').toLowerCase()}`,
      title: `First contentful paint, ${network}, processor slowed down four times`,
      unit: 'ms, median',
      rows: [...rows, ...data.rows.filter(({ name }) => name.startsWith('none'))].map(
        ({ name, networks: of }) =>
          /** @type {[string, number]} */ ([name, Math.round(of[network].paint[1])]),
      ),
    })),
  ];
}

/** @param {Data} data */
function table({ rows }) {
  const networks = Object.keys(rows[0].networks);
  const heads = networks.flatMap((network) => [`first paint, ${network}, ms`, 'blocked, ms']);
  return [
    ['', 'raw', 'gzip', 'brotli', 'start, ms', 'memory', ...heads],
    ...rows.map((row) => {
      if (row.failed)
        return [row.name, `did not start: ${row.failed}`, ...Array(4 + heads.length).fill('')];
      const paints = networks.flatMap((network) => {
        const { paint, blocked } = row.networks[network];
        return [spread(paint), spread(blocked)];
      });
      const start = row.start ? spread(row.start, 1) : '';
      const name = row.bare ? `${row.name} (${row.bare})` : row.name;
      return [name, ...row.bytes.map((it) => kilo(it)), start, kilo(row.memory[1]), ...paints];
    }),
  ];
}

/** @type {import('./sections.mjs').Section} */
export const section = {
  name: 'speed',
  bench: 'speed',
  title: 'Cost for a page',
  line,
  text: ({ turns, tags }) =>
    `The same page with each tool by turns, ${turns} visits each, in fresh profiles; medians, and the quartiles in brackets. It has first-party style sheets, scripts and pictures, and ${tags} third-party tags, which each tool holds in its way; without a tool they run at once. The start is measured without a debugger, for tools that are a script in the head. Memory is script heap after a collection and wasm.`,
  charts,
  table,
};
