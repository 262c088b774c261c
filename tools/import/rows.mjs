/**
 * @file From entities to the rows of `vendors/imported.tsv`: what a reviewed vendor owns is left out,
 * what many share too, and rows that the host alone cannot classify stay unclassified.
 */
import { categoryOf, UNCLASSIFIED } from './categories.mjs';
import { hasOwnedBelow, isUnder } from './hosts.mjs';
import { SOURCE } from './package.mjs';

/**
 * @typedef {object} Row
 * @property {string} domain
 * @property {string} match `suffix` or `exact`
 * @property {string} name the entity's
 * @property {string} tpw_category
 * @property {string} category
 * @property {string} source
 * @property {string} source_version
 * @property {string} checked
 *
 * @typedef {object} Limits
 * @property {import('./hosts.mjs').Owned} own
 * @property {Set<string>} shared
 */

/** A host name as a URL has it. */
const HOST = /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/;

/**
 * @param {import('./package.mjs').Entity[]} list
 * @param {Limits} limits
 * @param {string} version
 * @param {string} today
 * @returns {Row[]} by domain
 */
export function rowsOf(list, limits, version, today) {
  /** @type {Map<string, Row>} */
  const rows = new Map();
  for (const entity of list)
    for (const domain of entity.domains) {
      const row = rowOf(entity, domain, limits, version, today);
      if (row && !rows.has(row.domain)) rows.set(row.domain, row);
    }
  const all = [...rows.values()].filter((row) => !isRepeated(row, rows));
  return all.sort((a, b) => (a.domain < b.domain ? -1 : 1));
}

/**
 * @param {import('./package.mjs').Entity} entity
 * @param {string} text
 * @param {Limits} limits
 * @param {string} version
 * @param {string} today
 * @returns {Row | undefined}
 */
function rowOf(entity, text, { own, shared }, version, today) {
  const suffix = text.startsWith('*.');
  const domain = text.replace(/^\*\./, '').toLowerCase();
  if (!HOST.test(domain) || isUnder(domain, own.suffixes) || own.hosts.has(domain))
    return undefined;
  if (shared.has(domain)) return undefined;
  // The entity's category cannot hold for all hosts if somebody has sorted some of them.
  const mixed = suffix && hasOwnedBelow(domain, own);
  return {
    domain,
    match: suffix ? 'suffix' : 'exact',
    name: entity.name.replace(/\s+/g, ' ').trim(),
    tpw_category: entity.category,
    category: mixed ? UNCLASSIFIED : categoryOf(entity.category),
    source: SOURCE,
    source_version: version,
    checked: today,
  };
}

/**
 * Whether a suffix of the same entity says the same already.
 *
 * @param {Row} row
 * @param {Map<string, Row>} rows
 */
function isRepeated(row, rows) {
  const above = row.domain.split('.').map((_, at, all) => all.slice(at + 1).join('.'));
  const nearest = above.map((host) => rows.get(host)).find((it) => it?.match === 'suffix');
  return nearest?.name === row.name && nearest.category === row.category;
}
