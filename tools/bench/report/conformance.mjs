/** @file What the report tells of `conformance.mjs`, whose `rows.mjs` has the shape of the data. */

import { cells } from '../conformance/rows.mjs';

/** @typedef {import('../conformance/rows.mjs').Conformance} Data */

/** @param {Data} data @param {string} name */
const rowOf = ({ tools }, name) => tools.find((row) => row.name === name);

/** Tools that started, ours first, the page without one left out. @param {Data} data */
const tools = (data) => data.tools.filter(({ name, total }) => name !== 'no tool' && total);

/** The peer that stops most. @param {Data} data */
const bestPeer = (data) =>
  tools(data)
    .filter(({ name }) => name !== 'consent-gate')
    .toSorted((a, b) => Number(b.total?.stopped) - Number(a.total?.stopped))[0];

/** @param {Data} data */
const sample = ({ sampled, tried, all }) =>
  sampled
    ? `a sample of ${tried} of ${all} vectors, spread evenly over their classes`
    : `all ${all} vectors`;

/** @param {Data} data */
function line(data) {
  const { stopped = 0, of = 0 } = rowOf(data, 'consent-gate')?.total ?? {};
  const peer = bestPeer(data);
  return `Of ${of} entry points that work without a tool (${sample(data)}) the gate stops ${stopped} with its one tag, the next best tool, ${peer?.name}, ${peer?.total?.stopped}.`;
}

/** @param {Data} data */
const charts = (data) => [
  {
    id: 'conformance',
    title: 'Entry points stopped before consent',
    unit: `of ${rowOf(data, 'consent-gate')?.total?.of}, ${data.sampled ? 'a sample' : 'all'}`,
    rows: tools(data).map(
      ({ name, total }) => /** @type {[string, number]} */ ([name, total?.stopped ?? 0]),
    ),
  },
];

/** @type {import('./sections.mjs').Section} */
export const section = {
  name: 'conformance',
  bench: 'conformance',
  title: 'Entry points, order and breakage',
  line,
  text: (data) =>
    `Each entry point is first shown to work without a tool, then tried with each tool, set up as its documentation says. The server's log decides. These are ${sample(data)}, of which ${rowOf(data, 'consent-gate')?.total?.of} work, without those that no script can see. Pages have their original markup; where a tool's documentation asks for edited markup, static rows were edited so. Tools that hold nothing settle every loader.`,
  charts,
  table: ({ tools: rows }) => cells(rows),
};

/**
 * The entry points in another engine.
 * @param {string} engine in the name of the result @param {string} title
 * @returns {import('./sections.mjs').Section}
 */
export function sectionOf(engine, title) {
  const count = (/** @type {Data} */ data) => rowOf(data, 'consent-gate')?.total;
  return {
    name: `conformance-${engine}`,
    bench: `conformance, with CONSENT_GATE_BROWSER=${engine}`,
    title: `Entry points in ${title}`,
    line: (data) =>
      `In ${title} the gate stops ${count(data)?.stopped} of ${count(data)?.of} entry points that are alive without it (${sample(data)}).`,
    text: (data) =>
      `The same entry points, each without a tool and with the gate (${sample(data)}). Without a tool ${count(data)?.of} of them work; entry points that no script can see are counted apart.`,
    charts: () => [],
    table: ({ tools: rows }) => cells(rows).map((row) => row.slice(0, 6)),
  };
}
