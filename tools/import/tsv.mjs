/**
 * @file Tables as tab-separated text with a header line, and the differences between two of them.
 */

/** The columns of `vendors/imported.tsv`. */
export const COLUMNS = [
  'domain',
  'match',
  'name',
  'tpw_category',
  'category',
  'source',
  'source_version',
  'checked',
];

/**
 * @param {string[]} columns
 * @param {Record<string, unknown>[]} rows
 */
export function write(columns, rows) {
  const line = (/** @type {Record<string, unknown>} */ row) =>
    columns.map((name) => String(row[name])).join('\t');
  return [columns.join('\t'), ...rows.map(line), ''].join('\n');
}

/**
 * @param {string} text
 * @returns {Record<string, string>[]}
 */
export function read(text) {
  const [header, ...lines] = text.split('\n').filter((line) => line !== '');
  const columns = header?.split('\t') ?? [];
  return lines.map((line) => {
    const fields = line.split('\t');
    return Object.fromEntries(columns.map((name, at) => [name, fields[at] ?? '']));
  });
}

/**
 * A row that says what it said before keeps the date on which it was first said.
 *
 * @param {Record<string, string>[]} old
 * @param {import('./rows.mjs').Row[]} rows
 */
export function keepDates(old, rows) {
  const before = new Map(old.map((row) => [row.domain, row]));
  const same = (/** @type {Record<string, string>} */ a, /** @type {any} */ b) =>
    COLUMNS.every((name) => name === 'checked' || a[name] === b[name]);
  for (const row of rows) {
    const was = before.get(row.domain);
    if (was && same(was, row)) row.checked = was.checked;
  }
}

/**
 * What a person should look at: a category that changes alters what visitors' choices cover.
 *
 * @param {Record<string, string>[]} old
 * @param {import('./rows.mjs').Row[]} rows
 * @returns {string[]}
 */
export function diff(old, rows) {
  const before = new Map(old.map((row) => [row.domain, row]));
  const after = new Map(rows.map((row) => [row.domain, row]));
  const lines = [];
  for (const row of rows) {
    const was = before.get(row.domain);
    if (!was) lines.push(`added    ${row.domain} (${row.name}): ${row.category}`);
    else if (was.category !== row.category)
      lines.push(`changed  ${row.domain} (${row.name}): ${was.category} -> ${row.category}`);
  }
  for (const row of old)
    if (!after.has(row.domain)) lines.push(`removed  ${row.domain} (${row.name}): ${row.category}`);
  return lines;
}
