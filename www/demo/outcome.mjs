/**
 * @file Computes the outcome of each tag: its first verdict, its requests and runs in every state, and its place in the
 * order.
 */
import { execFileSync } from 'node:child_process';
import { CAST, SITE, asksFor, followsFrom } from './cast.mjs';

/** @typedef {import('./visits.mjs').Snapshot} Snapshot */
/** @typedef {import('./visits.mjs').Row} Row */
/** @typedef {import('./cast.mjs').Tag} Tag */

/**
 * @typedef {object} Count
 * @property {number} asked    requests of the tag itself
 * @property {number} followed requests of its code
 * @property {number} ran      runs of its code
 */

/**
 * @typedef {object} Outcome
 * @property {Tag} tag
 * @property {string} owner    `vendor/feature`, or "-" for none
 * @property {string} verdict  the first one: allow or hold; "-" if the gate is not asked
 * @property {string} reason
 * @property {Record<string, Count>} counts  by state
 * @property {Record<string, number>} places the order in which tags ran before the withdrawal, from 1, by id
 */

/** @param {Snapshot[]} snapshots  @returns {Outcome[]} */
export function outcomes(snapshots) {
  const places = placesOf(snapshots.find(({ state }) => state === 'all')?.ran ?? []);
  return CAST.map((tag) => {
    const counts = Object.fromEntries(
      snapshots.map((snapshot) => [snapshot.state, count(tag, snapshot)]),
    );
    return { tag, ...verdictOn(tag, snapshots), counts, places };
  });
}

/** @param {string[]} ran */
function placesOf(ran) {
  const ids = [...new Set(ran)];
  return Object.fromEntries(ids.map((id, index) => [id, index + 1]));
}

/** @param {Tag} tag @param {Snapshot} snapshot  @returns {Count} */
function count(tag, { urls, ran }) {
  return {
    asked: urls.filter((url) => asksFor(tag, url)).length,
    followed: urls.filter((url) => followsFrom(tag, url)).length,
    ran: ran.filter((id) => id === tag.id).length,
  };
}

/**
 * Returns the first verdict on the tag. If the page's gate was not asked, the command line is, which is the same crate.
 * @param {Tag} tag @param {Snapshot[]} snapshots
 */
function verdictOn(tag, snapshots) {
  if (tag.url === null)
    return {
      owner: '-',
      verdict: '-',
      reason: 'the site’s own code; it stands behind its library',
    };
  const rows = snapshots.map(({ report }) => report.find((row) => asksFor(tag, row.url)));
  const row = rows.find(Boolean);
  if (row) return described(row);
  if (tag.url.startsWith(`https://${SITE}/`))
    return { owner: '-', verdict: '-', reason: 'the site’s own' };
  return described(explained(tag));
}

/** @param {Row} row */
function described({ vendor, feature, verdict, reason }) {
  const owner = vendor ? [vendor, feature].filter(Boolean).join('/') : '-';
  return { owner, verdict, reason };
}

/** Answers of the command line, by URL. @type {Map<string, Row>} */
const asked = new Map();

/** @param {Tag} tag  @returns {Row} */
function explained({ url, kind }) {
  const words = ['run', '--quiet', '--locked', '--', 'explain', '--json', '--kind', kind];
  const known = asked.get(String(url));
  if (known) return known;
  const row = JSON.parse(execFileSync('cargo', [...words, String(url)], { encoding: 'utf8' }));
  asked.set(String(url), row);
  return row;
}
