/** @file The table that the demo prints, with a row and its reason for each tag. It judges nothing. */
import { STATES } from './expected.mjs';
import { SILENT } from './cast.mjs';

/** @typedef {import('./outcome.mjs').Outcome} Outcome */

/** The heading and the cell of every column. */
const COLUMNS = [
  { title: 'ran', cell: place, right: true },
  { title: 'tag', cell: (/** @type {Outcome} */ { tag }) => tag.name },
  { title: 'loaded by', cell: (/** @type {Outcome} */ { tag }) => tag.way },
  { title: 'vendor/feature', cell: (/** @type {Outcome} */ { owner }) => owner },
  { title: 'verdict', cell: (/** @type {Outcome} */ { verdict }) => verdict },
  ...STATES.map((state) => ({
    title: state,
    cell: (/** @type {Outcome} */ outcome) => requests(outcome, state),
    right: true,
  })),
  { title: 'scanner', cell: scanned },
];

const LEGEND = `ran: the order in which it ran before the withdrawal. verdict: the first verdict, with its reason below the row.
before, analytics, all, withdrawn: requests that reached its host since the page was opened, "+n" requests that its code
then made, ✓ its code ran; "withdrawn" is the page after withdrawal and reload. scanner: the browser may fetch a held
static tag before any script can act, and nothing of it runs. Nothing is cached here, so it is requested again on release.`;

/** Returns the table as text. @param {Outcome[]} outcomes */
export function tableText(outcomes) {
  const cells = outcomes.map((outcome) => COLUMNS.map(({ cell }) => cell(outcome)));
  const widths = COLUMNS.map(({ title }, i) =>
    Math.max(title.length, ...cells.map((row) => row[i].length)),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  const head = line(
    COLUMNS.map(({ title }) => title),
    widths,
  );
  const body = cells.map(
    (row, i) => `${line(row, widths)}\n${' '.repeat(widths[0])}  ${dim(outcomes[i].reason)}`,
  );
  return [head, rule, ...body, rule, LEGEND].join('\n');
}

/** @param {string} text */
const dim = (text) => (process.stdout.isTTY ? `\x1b[2m${text}\x1b[22m` : text);

/** @param {Outcome} outcome */
function place({ tag, places }) {
  return String(places[tag.id] ?? '');
}

/** @param {Outcome} outcome @param {string} state */
function requests({ tag, counts }, state) {
  const { asked, followed, ran } = counts[state];
  const number = tag.url === null ? '' : String(waits(tag, counts[state]) ? 0 : asked);
  const more = followed > 0 ? ` +${followed}` : '';
  return `${number}${more} ${ran > 0 ? '✓' : ' '}`;
}

/** @param {Outcome} outcome */
function scanned({ tag, counts }) {
  if (tag.url === null || !waits(tag, counts.before)) return '';
  const { asked } = counts.before;
  return asked > 0 ? `${asked} fetched, not run` : 'not fetched';
}

/**
 * Returns whether the tag is in the markup and did not run, so that a request for it is the preload scanner's.
 * @param {import('./cast.mjs').Tag} tag @param {import('./outcome.mjs').Count} count
 */
const waits = (tag, { ran }) => tag.parsed && ran === 0 && !SILENT.has(tag.id);

/** @param {string[]} cells @param {number[]} widths */
function line(cells, widths) {
  const padded = cells.map((cell, i) =>
    COLUMNS[i].right ? cell.padStart(widths[i]) : cell.padEnd(widths[i]),
  );
  return padded.join('  ').trimEnd();
}
