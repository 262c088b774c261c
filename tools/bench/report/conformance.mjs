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
  return `Of ${of} ways in that are alive without a tool (${sample(data)}) the gate stops ${stopped} with its one tag alone, the next best tool, ${peer?.name}, ${peer?.total?.stopped}.`;
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
  title: 'What is stopped, kept and broken',
  line,
  text: (data) =>
    `Each way in is first shown alive without a tool, then tried with each tool, set up as its own documentation says, by what the server saw; ${sample(data)}, ${rowOf(data, 'consent-gate')?.total?.of} of them alive besides those that no script can see. The markup of pages is as it came; where a tool's documentation asks for edited markup, static rows were edited so. Tools that hold nothing settle every loader.`,
  charts,
  table: ({ tools: rows }) => cells(rows),
};
