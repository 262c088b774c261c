/**
 * @file Puts the gate's script together from its parts: `www/gate.ts`, the glue and the packed wasm.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { HOLES, bundle, fill } from './bundle.mjs';
import { load } from './typescript.mjs';
import { KEY, asChars, asLetters, asText, keyed, padded } from './embed.mjs';

const { opened } = await load('www/engine/embedded-wasm.ts');

/** Prefix of the files between the compiler and `dist/`. */
export const WORK = 'target/shipped/gate';

/** The compiled tables: of the reviewed vendors that pages embed, and of everything. */
export const TABLES = { everyday: 'src/gate/table.txt', full: 'src/gate/full.txt' };

/**
 * What `gate` takes: the wasm that is shipped, its glue, and a vendor table.
 * @param {keyof typeof TABLES} [table]
 */
export const readParts = (table = 'everyday') => ({
  table: readFileSync(TABLES[table], 'utf8'),
  wasm: padded(readFileSync(`${WORK}.wasm`)),
  glue: readFileSync(`${WORK}.glue.js`, 'utf8'),
});

/** The consent signals, by the first letters of the names. */
function signals() {
  const rows = Object.entries(parse(readFileSync('src/gate/signals.toml', 'utf8')));
  return Object.fromEntries(rows.map(([name, row]) => [name[0], { name, ...Object(row) }]));
}

/**
 * @param {{ wasm: Uint8Array<ArrayBuffer>, glue: string, table: string, form: 'chars' | 'letters' }} parts
 * @returns {Promise<string>} the gate as one script
 */
export async function gate({ wasm, glue, table, form }) {
  const letters = form === 'letters';
  const modules = {
    glue,
    packed: packed(wasm, form),
    table: `export const table = ${HOLES.table};`,
    // Threat: a page that adds to `Object.prototype` adds a field to every object that has it.
    signals: `export const signals = ${JSON.stringify(signals()).replaceAll('{', '{"__proto__":null,')};`,
    source: 'export const source = consentGateSource;',
    build: `export const version = "${version()}";`,
  };
  const script = await bundle({
    entry: 'www/gate.ts',
    modules,
    charset: letters ? 'ascii' : 'utf8',
    twice: true,
  });
  const guarded = lockedUnlessStarted(script);
  const filled = fill(guarded, 'wasm', letters ? asLetters(wasm) : asChars(wasm));
  // By its name the gate finds its code, which it puts into documents that hooks cannot enter.
  return `!function consentGateSource(){${fill(filled, 'table', asText(table)).trim()}}();\n`;
}

/**
 * @param {ReturnType<typeof readParts>} parts
 * @returns {Promise<string>} the file that workers load
 */
export async function worker({ wasm, glue, table }) {
  const modules = {
    glue,
    packed: packed(wasm, 'chars'),
    table: `export const table = ${HOLES.table};`,
  };
  const script = await bundle({ entry: 'www/worker/worker.ts', modules, charset: 'utf8' });
  return fill(fill(script, 'wasm', asChars(wasm)), 'table', asText(table));
}

/**
 * Where the gate cannot start, since the browser lacks something that a hook needs, the browser itself holds all third
 * parties, by a policy. One line on the console says so; nothing is thrown into the page.
 * @param {string} script
 */
const lockedUnlessStarted = (script) => `"use strict";try{${script.trim()}}catch(error){
const own=location.hostname.replace(/^www\\./,''),meta=document.createElement('meta');
meta.httpEquiv='Content-Security-Policy';
meta.content="default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: "+own+' *.'+own;
(document.getElementsByTagName('head')[0]||document.documentElement).appendChild(meta);
console.error('Consent Gate: this browser or page lacks what the gate needs, so all third parties are held by a policy; use a browser of the last three years:',error)}
`;

/**
 * The module by which the script finds its wasm.
 * @param {Uint8Array<ArrayBuffer>} wasm
 * @param {'chars' | 'letters'} form
 */
export const packed = (wasm, form) => `
export { unpack } from "./www/engine/unpack-${form}.ts";
export const text = ${HOLES.wasm};
export const checksum = ${opened(form === 'letters' ? wasm : keyed(wasm), 0).sum};
export const key = ${form === 'letters' ? 0 : KEY};
`;

/** The crate's version is the product's. */
export const version = () => /^version = "(.+)"$/m.exec(readFileSync('Cargo.toml', 'utf8'))?.[1];
