/**
 * @file What the bench keeps, and the table that it prints. It starts no browser: it gets the measurements, and a tool
 * that did not start is a row like the others.
 */

/** @typedef {import('./peers.mjs').Tool} Tool */
/** @typedef {import('./entries.mjs').Outcome} Outcome */
/** @typedef {import('./order.mjs').Order} Order */
/** @typedef {import('./loaders.mjs').Settled} Settled */

/**
 * Entry points of one class, with one tool. `stopped`, `leaked`, `fetched` and `failed` make `of`.
 * @typedef {object} Entries
 * @property {number} of vectors that are alive without a tool
 * @property {number} stopped no request to the tracked host before consent
 * @property {number} loaded of those stopped: how many came after the tool's own consent
 * @property {number} leaked asked for, and run where the kind leaves a mark
 * @property {number} fetched asked for, but not run
 * @property {number} ranLater of those fetched: how many ran after consent
 * @property {number} controls vectors with the same way to an untracked host in the same page
 * @property {number} brokeControl of those: how many did not work with the tool
 * @property {number} failed no answer: the page itself could not be tried
 */

/**
 * One tool.
 * @typedef {object} Row
 * @property {string} name of the package; `no tool` is the unchanged page
 * @property {string} how it was set up
 * @property {string} docs where its documentation says so: a file of the package, or an address
 * @property {string} [edits] what of the markup was edited, as its documentation says, in words
 * @property {boolean} [byMarkup] whether static vectors, unseeable ones, and the markup of scenarios and loaders were edited
 * @property {string} [problem] why there is nothing else: `did not start: …`
 * @property {Record<string, Entries>} [entries] by class: core, extended, hostile, static, and `unseeable` apart
 * @property {Entries} [total] the first four together
 * @property {string[]} [broken] vectors whose control did not work
 * @property {Record<Order, number> & { of: number }} [order] scenarios in their order; in another one or not all; early
 * @property {{ of: number, settled: number, holdable: number, held: number, open: string[] }} [loaders] `holdable` are
 *   those of which something needs consent, `held` those of which nothing was asked for before, `open` those that do
 *   not settle
 * @property {import('./transparency.mjs').Changes} [transparency]
 * @property {import('./static.mjs').Form[]} [static]
 */

/**
 * What `bench/results/conformance.json` has as its data.
 * @typedef {object} Conformance
 * @property {boolean} sampled whether only some of the vectors were tried, spread evenly over every class
 * @property {number} tried vectors, those that are dead without a tool and the unseeable ones included
 * @property {number} all vectors that there are
 * @property {Row[]} tools `no tool` first, then ours, then the others
 * @property {Record<string, string>} outcomes of each living vector, a letter for each tool that started, in the order
 *   of `tools`: `S` stopped and came after consent, `s` stopped and did not come, `F` fetched and ran after consent, `f`
 *   fetched and did not run, `L` leaked, `-` no answer
 * @property {Record<string, string>} [texts] of each living vector, a short name for what its row said
 */

/**
 * Starts every tool; one that does not start costs the others nothing.
 * @template {Tool} T
 * @param {Tool[]} tools @param {(tool: Tool) => Promise<T>} start
 * @returns {Promise<{ started: T[], rows: Row[] }>} a row for each, in their order
 */
export async function startAll(tools, start) {
  /** @type {T[]} */
  const started = [];
  /** @type {Row[]} */
  const rows = [];
  for (const tool of tools) {
    const { name, how, docs, edits, byMarkup } = tool;
    /** @type {Row} */
    const row = { name, how, docs, edits, byMarkup };
    rows.push(row);
    await start(tool).then(
      (it) => started.push(it),
      (error) => (row.problem = `did not start: ${String(error.message).split('\n')[0]}`),
    );
  }
  return { started, rows };
}

/** The letter of an outcome. @param {Outcome | undefined} outcome */
export function letter(outcome) {
  if (!outcome) return '-';
  const { before, after } = outcome;
  if (before === 'leaked') return 'L';
  const first = before === 'stopped' ? 's' : 'f';
  return after ? first.toUpperCase() : first;
}

/** Sums outcomes up. @param {(Outcome & { control: boolean } | undefined)[]} outcomes  @returns {Entries} */
export function sum(outcomes) {
  const count = (/** @type {(letter: string) => boolean} */ test) =>
    outcomes.filter((it) => test(letter(it))).length;
  return {
    of: outcomes.length,
    stopped: count((it) => 'Ss'.includes(it)),
    loaded: count((it) => it === 'S'),
    leaked: count((it) => it === 'L'),
    fetched: count((it) => 'Ff'.includes(it)),
    ranLater: count((it) => it === 'F'),
    controls: outcomes.filter((it) => it?.control).length,
    brokeControl: outcomes.filter((it) => it?.control && it.brokeControl).length,
    failed: count((it) => it === '-'),
  };
}

/** @param {Settled & { name: string } | undefined} it @param {'settled' | 'held'} key */
const is = (it, key) => it?.[key] === true;

/** @param {(Settled & { name: string })[]} loaders  @returns {NonNullable<Row['loaders']>} */
export const sumLoaders = (loaders) => ({
  of: loaders.length,
  settled: loaders.filter((it) => is(it, 'settled')).length,
  holdable: loaders.filter(({ held }) => held !== undefined).length,
  held: loaders.filter((it) => is(it, 'held')).length,
  open: loaders.filter((it) => !is(it, 'settled')).map(({ name }) => name),
});

/** @param {Order[]} orders  @returns {NonNullable<Row['order']>} */
export function sumOrders(orders) {
  const count = (/** @type {Order} */ order) => orders.filter((it) => it === order).length;
  return { of: orders.length, kept: count('kept'), other: count('other'), early: count('early') };
}

/** The columns: a heading, and what a row has in it. @type {[string, (row: Row) => string][]} */
const COLUMNS = [
  ['stopped', ({ total }) => number(total?.stopped)],
  ['leaked', ({ total }) => number(total?.leaked)],
  ['fetched, not run', ({ total }) => number(total?.fetched)],
  ['loaded after consent', ({ total }) => part(total?.loaded, total?.stopped)],
  ['control broken', ({ total }) => part(total?.brokeControl, total?.controls)],
  ['order kept', ({ order }) => part(order?.kept, order?.of)],
  ['loaders settle (held)', ({ loaders }) => settled(loaders)],
  ['changes noticed', ({ transparency }) => noticed(transparency)],
  ['static tags stopped', ({ static: forms }) => stoppedForms(forms)],
];

/** The table, with what it counts in front. @param {Conformance} data  @returns {string} */
export function table({ sampled, tried, all, tools }) {
  const of = tools.find(({ total }) => total)?.total?.of ?? 0;
  const which = sampled
    ? `a sample of ${tried} of the ${all} vectors, spread evenly`
    : `all ${all} vectors`;
  return [
    `Entry points: ${which}; ${of} of them are alive without a tool, besides those that no script can see.`,
    `Static vectors, scenarios and loaders are tried with edited markup for: ${named(tools)}.`,
    '',
    ...lines(cells(tools)),
  ].join('\n');
}

/** Headings, and what each tool has in each column. @param {Row[]} tools  @returns {string[][]} */
export const cells = (tools) => [
  ['', ...COLUMNS.map(([name]) => name)],
  ...tools.map((row) => [row.name, ...cellsOf(row)]),
];

/** @param {Row} row */
const cellsOf = (row) =>
  row.problem
    ? [row.problem, ...COLUMNS.slice(1).map(() => '')]
    : COLUMNS.map(([, read]) => read(row));

/** @param {Row[]} tools */
const named = (tools) =>
  tools
    .filter(({ byMarkup }) => byMarkup)
    .map(({ name }) => name)
    .join(', ') || 'none';

/** @param {string[][]} given  the headings first */
function lines([heading, ...others]) {
  const rows = [heading, heading.map(() => '---'), ...others];
  const widths = rows[0].map((_, column) =>
    Math.max(
      ...rows.filter((row) => !row[1].startsWith('did not')).map((row) => row[column].length),
    ),
  );
  return rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`,
  );
}

const number = (/** @type {number | undefined} */ value) => String(value ?? '');

/** @param {number | undefined} value @param {number | undefined} of */
const part = (value, of) => (value === undefined ? '' : `${value} of ${of}`);

/** @param {Row['loaders']} loaders */
const settled = (loaders) =>
  loaders ? `${part(loaders.settled, loaders.of)} (${part(loaders.held, loaders.holdable)})` : '';

/** @param {Row['transparency']} seen */
const noticed = (seen) =>
  seen ? `${part(seen.cases.length, seen.of)} cases, ${seen.shape} properties` : '';

/** @param {Row['static']} forms */
const stoppedForms = (forms = []) =>
  forms
    .map(
      ({ form, stopped, of }) => `${form === 'as it is' ? 'unchanged' : form} ${part(stopped, of)}`,
    )
    .join('; ');
