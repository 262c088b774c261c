/**
 * @file What a verdict costs in Chromium, called from JavaScript, in tables of 740 to 50,000 hosts, and what it costs
 * to start with them. Growth is what counts, so it prints ratios. Natively: `cargo bench`, with the same tables.
 */
import { chromium } from 'playwright-core';
import { bundle, fill } from '../bundle.mjs';
import { asLetters } from '../embed.mjs';
import { packed, readParts } from '../gate.mjs';

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
  return [...lines, '#end', ''].join('\n');
}

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
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
const page = await browser.newPage();
await page.addScriptTag({ content: script });
const rows = [];
for (const size of SIZES) {
  const given = /** @type {const} */ ([table(size), urls(size)]);
  const times = await page.evaluate(
    ([text, list]) => /** @type {any} */ (window).measure(text, list),
    given,
  );
  rows.push({ size, ...times });
}
await browser.close();

console.log('hosts      hit ns    miss ns   start ms   hit and miss against 740');
for (const { size, hit, miss, start } of rows) {
  const ratios = [hit / rows[0].hit, miss / rows[0].miss].map((ratio) => `${ratio.toFixed(2)}×`);
  const cells = [hit.toFixed(0), miss.toFixed(0), start.toFixed(2)].map((cell) =>
    cell.padStart(10),
  );
  console.log(`${String(size).padEnd(6)}${cells.join(' ')}   ${ratios.join('  ')}`);
}
