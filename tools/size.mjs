/**
 * @file Prints the bytes of everything in `dist/`, holds them against `budgets.toml`, and with
 * `--parts` says what each part of the gate costs, measured by leaving it out.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { gate, readParts } from './gate.mjs';

const over = printFiles(readBudgets());
if (process.argv.includes('--parts')) await printParts();
for (const line of over) console.error(line);
process.exitCode = over.length ? 1 : 0;

/**
 * @param {Map<string, number>} budgets
 * @returns {string[]} a line for each file above its budget
 */
function printFiles(budgets) {
  row('dist/', 'raw', 'gzip', 'brotli', 'budget');
  const lines = readdirSync('dist').map((name) => printFile(name, budgets.get(name)));
  return lines.filter((line) => line !== '');
}

/**
 * @param {string} name
 * @param {number | undefined} budget
 */
function printFile(name, budget) {
  const bytes = readFileSync(`dist/${name}`);
  const small = brotli(bytes);
  row(name, bytes.length, gzipSync(bytes, { level: 9 }).length, small, budget ?? 'none');
  if (budget === undefined) return `${name} has no budget: add one to budgets.toml`;
  return small > budget
    ? `${name} is ${small - budget} bytes above its budget: see budgets.toml`
    : '';
}

async function printParts() {
  const { wasm, glue, table } = readParts();
  const [stub, empty] = ['export const attach = () => ({});', new Uint8Array()];
  const noTable = '#consent-gate-table 0\n#end\n';
  const whole = await measure(wasm, glue, table);
  const withoutTable = await measure(wasm, glue, noTable);
  const withoutWasm = await measure(empty, glue, noTable);
  const hooks = await measure(empty, stub, noTable);
  row('consent-gate.js holds', '', '', 'brotli');
  row('the crate as wasm', '', '', withoutTable - withoutWasm);
  row('the vendor table', '', '', whole - withoutTable);
  row("wasm-bindgen's glue", '', '', withoutWasm - hooks);
  row('hooks and the rest', '', '', hooks);
}

/**
 * @param {Uint8Array} wasm
 * @param {string} glue
 * @param {string} table
 */
async function measure(wasm, glue, table) {
  return brotli(await gate({ wasm, glue, table, form: 'chars' }));
}

/** @param {string | Buffer} text */
function brotli(text) {
  const bytes = Buffer.from(text);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params }).length;
}

/** @param {unknown[]} cells */
function row(...cells) {
  const [name, ...numbers] = cells;
  console.log(String(name).padEnd(30) + numbers.map((cell) => String(cell).padStart(10)).join(''));
}

/** Reads the lines `"name" = bytes` of the one table that the file has. */
function readBudgets() {
  const lines = readFileSync('budgets.toml', 'utf8').matchAll(/^"(.+)" = (\d+)$/gm);
  return new Map(Array.from(lines, ([, name, bytes]) => [name, Number(bytes)]));
}
