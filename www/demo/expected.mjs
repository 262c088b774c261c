/**
 * @file Reads `expected.txt` and reports, in one line each, where a visit differed from it. That file explains the
 * words of its cells.
 */
import { readFileSync } from 'node:fs';
import { CAST, SILENT, SITE, asksFor, followsFrom } from './cast.mjs';

/** @typedef {import('./visits.mjs').Snapshot} Snapshot */
/** @typedef {import('./outcome.mjs').Outcome} Outcome */
/** @typedef {import('./outcome.mjs').Count} Count */

/**
 * One line of `expected.txt`.
 * @typedef {object} Expected
 * @property {string} id
 * @property {string} owner   `vendor/feature`, or "-"
 * @property {string} verdict allow, hold, or "-" if the gate is not asked
 * @property {Record<string, string>} cells  no, held or once by state
 * @property {string[]} behind
 */

/** The states, in the order of the columns. */
export const STATES = ['before', 'analytics', 'all', 'withdrawn'];

/** @returns {Expected[]} */
export function readExpected() {
  const lines = readFileSync(new URL('expected.txt', import.meta.url), 'utf8').split('\n');
  return lines.filter((line) => line && !line.startsWith('#')).map(readLine);
}

/** @param {string} line  @returns {Expected} */
function readLine(line) {
  const [id, owner, verdict, ...rest] = line.split('|').map((cell) => cell.trim());
  const cells = Object.fromEntries(STATES.map((state, i) => [state, rest[i]]));
  return {
    id,
    owner,
    verdict,
    cells,
    behind: (rest[STATES.length] ?? '').split(/\s+/).filter(Boolean),
  };
}

/**
 * @param {Expected[]} expected @param {Outcome[]} outcomes @param {Snapshot[]} snapshots
 * @returns {string[]} one line for each difference
 */
export function differences(expected, outcomes, snapshots) {
  const rows = expected.flatMap((row) => {
    const outcome = outcomes.find(({ tag }) => tag.id === row.id);
    return outcome
      ? rowDifferences(row, outcome)
      : [`${row.id}: expected.txt names it, and it is not on the page`];
  });
  return [...rows, ...undescribed(expected), ...snapshots.flatMap(pageDifferences)];
}

/** @param {Expected} row @param {Outcome} outcome */
function rowDifferences(row, outcome) {
  const { id, owner, verdict, cells, behind } = row;
  const found = [];
  if (outcome.owner !== owner) found.push(`${id}: belongs to ${outcome.owner}, must be ${owner}`);
  if (outcome.verdict !== verdict)
    found.push(`${id}: first verdict is ${outcome.verdict}, must be ${verdict}`);
  for (const state of STATES) {
    const reason = broken(cells[state], outcome.counts[state], outcome.tag);
    if (reason) found.push(`${id}: ${state}: ${reason}, must be "${cells[state]}"`);
  }
  for (const earlier of behind) {
    if (!(outcome.places[earlier] < outcome.places[id]))
      found.push(`${id}: did not run behind ${earlier}`);
  }
  return found;
}

/**
 * Returns how a cell differs from its expected word, or null.
 * @param {string} word @param {Count} count @param {import('./cast.mjs').Tag} tag
 */
function broken(word, { asked, followed, ran }, tag) {
  const once = SILENT.has(tag.id) ? 0 : 1;
  const seen = `requested ${asked}×, ran ${ran}×, its code asked for ${followed} more`;
  if (word === 'no') return asked + followed + ran === 0 ? null : seen;
  if (word === 'held') return followed + ran === 0 ? null : seen;
  const most = tag.parsed ? 2 : 1;
  const asExpected = tag.url === null ? asked === 0 : asked >= 1 && asked <= most;
  return word === 'once' && asExpected && ran === once ? null : seen;
}

/** @param {Expected[]} expected */
function undescribed(expected) {
  const known = new Set(expected.map(({ id }) => id));
  return CAST.filter(({ id }) => !known.has(id)).map(
    ({ id }) => `${id}: expected.txt does not say what must happen`,
  );
}

/**
 * Returns differences of the whole page: requests of no tag, cookies before consent or after withdrawal, errors.
 * @param {Snapshot} snapshot
 */
function pageDifferences({ state, urls, cookies, errors }) {
  const own = `https://${SITE}/`;
  const strangers = urls.filter((url) => {
    return !url.startsWith(own) && !CAST.some((tag) => asksFor(tag, url) || followsFrom(tag, url));
  });
  const mayStore = state === 'analytics' || state === 'all';
  return [
    ...strangers.map((url) => `${state}: a request that no tag answers for: ${url}`),
    ...(mayStore ? [] : cookies).map((name) => `${state}: the cookie ${name} is there`),
    ...errors.map((text) => `${state}: an error on the page: ${text}`),
  ];
}
