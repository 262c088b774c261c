/**
 * @file `./build.sh vendors --import`: writes `vendors/imported.tsv` and `vendors/top-hosts.tsv` from
 * the pinned third-party-web and shows the changes. `--cookies FILE` prints what a copy of
 * open-cookie-database.csv knows beyond `vendors/`. Touches no reviewed file.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { proposals, readCookies } from './cookies.mjs';
import { owned, readList, readVendors } from './hosts.mjs';
import { SOURCE, busiest, entities, version } from './package.mjs';
import { rowsOf } from './rows.mjs';
import { COLUMNS, diff, keepDates, read, write } from './tsv.mjs';

const IMPORTED = 'vendors/imported.tsv';
const TOP = 'vendors/top-hosts.tsv';

/** How many of the busiest hosts the coverage is measured on. */
const BUSIEST = 1000;

const { values } = parseArgs({ options: { cookies: { type: 'string' } } });
try {
  if (values.cookies) propose(values.cookies);
  else importEntities(new Date().toISOString().slice(0, 10));
} catch (error) {
  console.error(`vendors --import: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}

/** @param {string} today */
function importEntities(today) {
  const from = version('.');
  const own = owned(readVendors('vendors'), readList('vendors/google-domains.txt'));
  const shared = new Set(readList('vendors/shared-hosts.txt'));
  const rows = rowsOf(entities('.'), { own, shared }, from, today);
  const old = existsSync(IMPORTED) ? read(readFileSync(IMPORTED, 'utf8')) : [];
  keepDates(old, rows);
  for (const line of diff(old, rows)) console.log(line);
  writeFileSync(IMPORTED, write(COLUMNS, rows));
  writeFileSync(TOP, topHosts(from));
  const compiled = rows.filter((row) => row.category !== 'unclassified').length;
  console.log(
    `${IMPORTED}: ${rows.length} hosts of ${SOURCE} ${from}, ${compiled} of them compiled`,
  );
}

/** @param {string} from */
function topHosts(from) {
  const rows = busiest('.', BUSIEST).map(({ host, category }, at) => ({
    rank: at + 1,
    host,
    tpw_category: category,
    source: SOURCE,
    source_version: from,
  }));
  return write(['rank', 'host', 'tpw_category', 'source', 'source_version'], rows);
}

/** @param {string} file */
function propose(file) {
  const lines = proposals(readCookies(readFileSync(file, 'utf8')), readVendors('vendors'));
  for (const line of lines) console.log(line);
  console.log(`${lines.length} proposals; a person decides, nothing was written`);
}
