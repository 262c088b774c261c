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
  const { wasm, glue } = readParts();
  const stub = 'export const attach = () => ({});';
  const empty = new Uint8Array();
  const whole = brotli(await gate({ wasm, glue, form: 'chars' }));
  const withoutWasm = brotli(await gate({ wasm: empty, glue, form: 'chars' }));
  const hooks = brotli(await gate({ wasm: empty, glue: stub, form: 'chars' }));
  row('consent-gate.js holds', 'raw', '', 'brotli');
  row('wasm with the table', wasm.length, '', whole - withoutWasm);
  row('glue', '', '', withoutWasm - hooks);
  row('hooks and the rest', '', '', hooks);
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
