/**
 * @file What a verdict costs in Chromium, called from JavaScript, in tables of 740 to 50,000 hosts: a new one, and one that
 * has been given before; and what it costs to start with them. Growth is what counts, so it prints ratios, and fails
 * where one is above its bound. `@ghostery/adblocker` with the same hosts is a point of reference. Natively: `cargo
 * bench`, with the same tables.
 */
import { build } from 'esbuild';
import { bundle, fill } from '../bundle.mjs';
import { asLetters } from '../embed.mjs';
import { packed, readParts } from '../gate.mjs';
import { boundsOf, check } from './bounds.mjs';
import { keep, versionsOf } from './results.mjs';
import { startBrowser } from './site.mjs';

const SIZES = [740, 3_300, 10_000, 50_000];
const PROBES = 64;

/** A host of the table, spread over the alphabet by a multiplicative hash. @param {number} n */
const host = (n) =>
  `${(Math.imul(n, 2_654_435_761) >>> 0).toString(16)}-tracker.example${n % 7}.test`;

/** @param {number} size */
function table(size) {
  const lines = ['#consent-gate-table 1 2026-11-22', '%de co.uk', '&mr'];
  for (let n = 0; n < size; n += 1) {
    if (n % 3 === 0) lines.push(`@vendor-${n}`);
    lines.push(host(n));
  }
  const rows = `${lines.join('\n')}\n`;
  return `${rows}#end ${checksum(rows).toString(16)}\n`;
}

/** FNV-1a, 32 bits, which a whole table ends with. @param {string} text */
const checksum = (text) =>
  Buffer.from(text).reduce((sum, byte) => Math.imul(sum ^ byte, 0x1000193), 0x811c9dc5) >>> 0;

/** @param {number} size */
const urls = (size) => ({
  hit: probes((n) => `https://cdn.${host(Math.floor((n * size) / PROBES))}/x/y.js?z=1`),
  miss: probes((n) => `https://cdn.assets${n}.shop.example.org/x/y.js`),
});

/** @param {(n: number) => string} make */
const probes = (make) => Array.from({ length: PROBES }, (_, n) => make(n));

const { wasm, glue } = readParts();
const modules = { glue, packed: packed(wasm, 'letters') };
const script = fill(
  await bundle({ entry: 'www/bench/lookup.js', modules }),
  'wasm',
  asLetters(wasm),
);
const reference = await build({
  entryPoints: ['www/bench/reference.js'],
  bundle: true,
  write: false,
  format: 'iife',
});
const browser = await startBrowser();
const page = await browser.newPage();
await page.addScriptTag({ content: script });
await page.addScriptTag({ content: reference.outputFiles[0].text });
const rows = [];
for (const size of SIZES) {
  const given = /** @type {const} */ ([table(size), urls(size)]);
  const ours = await page.evaluate(
    ([text, list]) => /** @type {any} */ (window).measure(text, list),
    given,
  );
  const hosts = Array.from({ length: size }, (_, n) => host(n));
  const theirs = await page.evaluate(
    ([names, list]) => /** @type {any} */ (window).measureReference(names, list),
    /** @type {const} */ ([hosts, given[1]]),
  );
  rows.push({ size, ours, theirs });
}
const version = browser.version();
await browser.close();

console.log(
  'hosts        hit ns   again    miss ns   again   start ms   against 740   adblocker: hit ns   miss ns   start ms',
);
for (const { size, ours, theirs } of rows) {
  const cells = [ours.hit, ours['hit again'], ours.miss, ours['miss again']].map((ns) =>
    ns.toFixed(0).padStart(9),
  );
  const growth = ['hit', 'miss']
    .map((name) => `${(ours[name] / rows[0].ours[name]).toFixed(2)}×`)
    .join(' ');
  const other = [theirs.hit, theirs.miss, theirs.start].map((it) => it.toFixed(0).padStart(11));
  console.log(
    `${String(size).padEnd(8)}${cells.join('')}${ours.start.toFixed(1).padStart(10)}   ${growth}${other.join('')}`,
  );
}
keep(
  'lookup',
  { chromium: version, ...versionsOf(['consent-gate', '@ghostery/adblocker']) },
  { rows },
);
const bounds = boundsOf('verdict');
const [{ ours: first }, { ours: last }] = [rows[0], rows[rows.length - 1]];
check(
  ['hit', 'miss'].flatMap((name) => [
    [`${name}, 50,000 hosts against 740`, last[name] / first[name], bounds.growth],
    [`${name}, ns for a new verdict`, last[name], bounds.new],
    [`${name}, ns for one given before`, last[`${name} again`], bounds.again],
  ]),
);
