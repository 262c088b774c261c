/**
 * @file Prints the bytes of every file in `dist/` (`vendors/` holds pages, which no site ships), holds
 * them against `budgets.toml`, and with `--parts` says what each part of the gate costs, measured by
 * leaving it out.
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
  const names = readdirSync('dist', { recursive: true }).map(String).sort();
  const files = names.filter((name) => name.includes('.') && !name.startsWith('vendors/'));
  const lines = files.map((name) => printFile(name, budgetOf(name, budgets)));
  return lines.filter((line) => line !== '');
}

/**
 * The file's own budget, or that of its folder for each file.
 * @param {string} name
 * @param {Map<string, number>} budgets
 */
function budgetOf(name, budgets) {
  return budgets.get(name) ?? budgets.get(name.replace(/[^/]+$/, ''));
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
  const noTable = '#consent-gate-table 0\n#end 0\n';
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
 * @param {Uint8Array<ArrayBuffer>} wasm
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
