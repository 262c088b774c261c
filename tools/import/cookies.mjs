/**
 * @file Compares a copy of the Open Cookie Database (Apache-2.0, a CSV file) with the storage rows of
 * `vendors/` and proposes names and lifetimes. A report for people: writes nothing, and leaves the
 * database's descriptions where they are.
 */

/**
 * @typedef {object} Known
 * @property {string} platform
 * @property {string} name
 * @property {string} retention
 * @property {boolean} wildcard
 */

/**
 * @param {string} text
 * @returns {Known[]}
 */
export function readCookies(text) {
  const [header, ...rows] = csv(text);
  const at = (/** @type {string} */ name) => {
    const found = header.findIndex((it) => it.toLowerCase().includes(name));
    if (found < 0) throw new Error(`the file has no column "${name}": is it the database's CSV?`);
    return found;
  };
  const [platform, name, retention, wildcard] = [
    at('platform'),
    at('cookie'),
    at('retention'),
    at('wildcard'),
  ];
  return rows
    .filter((row) => /^[^<*]/.test(row[name] ?? ''))
    .map((row) => ({
      platform: row[platform].trim(),
      ...plainName(row[name].trim(), row[wildcard]?.trim() === '1'),
      retention: (row[retention] ?? '').trim(),
    }));
}

/**
 * `CookieConsent [x4]` is a name that is listed for four hosts, `SR<RotatorID>` a name with a tail.
 *
 * @param {string} text
 * @param {boolean} wildcard
 */
function plainName(text, wildcard) {
  const [name] = text.replace(/ \[x\d+\]$/, '').split(/[<*]/);
  return { name, wildcard: wildcard || /[<*]/.test(text) };
}

/**
 * The proposals, one line each, by vendor. A database row belongs to a vendor if its platform is one
 * of the vendor's names.
 *
 * @param {Known[]} known
 * @param {import('./hosts.mjs').Vendor[]} vendors
 * @returns {string[]}
 */
export function proposals(known, vendors) {
  return vendors.flatMap((vendor) => {
    const names = [vendor.name, ...(vendor.also_known_as ?? [])].map(plain);
    const rows = known.filter((row) => names.includes(plain(row.platform)));
    const lines = rows.map((row) => proposal(row, vendor.storage ?? []));
    return [...new Set(lines)].filter(Boolean).map((line) => `vendors/${vendor.id}.toml: ${line}`);
  });
}

/**
 * @param {Known} row
 * @param {import('./hosts.mjs').Storage[]} storage
 */
function proposal({ name, wildcard, retention, platform }, storage) {
  const match = wildcard ? 'prefix' : 'exact';
  const ours = storage.find((it) => it.name === name || covers(it, name));
  if (!ours) return `lacks ${name} (${match}, ${retention}; ${platform})`;
  const longer = seconds(retention) > 1.1 * seconds(ours.max_age);
  return longer ? `${ours.name} has ${ours.max_age}, the database ${retention} (${platform})` : '';
}

/**
 * @param {import('./hosts.mjs').Storage} row
 * @param {string} name
 */
const covers = (row, name) => row.match === 'prefix' && name.startsWith(row.name);

/** @param {string} name */
const plain = (name) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** @type {Record<string, number>} */
const UNITS = { s: 1, m: 60, h: 3600, d: 86400, w: 604800, mo: 2629800, y: 31557600 };

/**
 * The longest time in `13mo`, `1 year` or `60 days till 3650 days`. A session counts as a day.
 *
 * @param {string} text
 */
export function seconds(text) {
  if (/persist|forever/i.test(text)) return Infinity;
  const times = [...text.matchAll(/(\d+)\s*([a-z]+)/gi)].map(([, count, word]) => {
    const unit = /^mo/i.test(word) ? 'mo' : word[0].toLowerCase();
    return Number(count) * (UNITS[unit] ?? 0);
  });
  return Math.max(/session/i.test(text) ? UNITS.d : 0, ...times);
}

/**
 * Comma-separated values with quotes (RFC 4180).
 *
 * @param {string} text
 * @returns {string[][]}
 */
export function csv(text) {
  /** @type {string[][]} */
  const rows = [[]];
  const field = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/y;
  for (let found = field.exec(text); found; found = field.exec(text)) {
    const [, value, end] = found;
    rows.at(-1)?.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (field.lastIndex >= text.length && end !== ',') break;
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.some((value) => value !== ''));
}
