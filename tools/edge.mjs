/**
 * @file Puts together what rewrites pages on their way: the service worker, with the wasm inside, and the module for edge
 * workers and servers, with the wasm beside it.
 *
 * The wasm is shipped as wasm-bindgen leaves it: binaryen takes two minutes over it, and brotli of its output is
 * 222,953 bytes instead of 224,041. Compiled for speed (`opt-level` 3) it has 244,887 and is not faster.
 */
import { readFileSync } from 'node:fs';
import { HOLES, bundle, fill } from './bundle.mjs';
import { asChars, asText, padded } from './embed.mjs';
import { packed, readParts, version } from './gate.mjs';

const FROM = 'target/edge/glue/consent_gate';

/** Licences that ask to be named where their code goes. */
const NOTICE = `/*! Consent Gate ${version()} (MIT OR Apache-2.0). Contains lol_html, Copyright Cloudflare (BSD-3-Clause);
cssparser, dtoa-short and selectors (MPL-2.0, unchanged; sources at crates.io); encoding_rs (BSD-3-Clause data of the
WHATWG). All notices: NOTICE, in the source of Consent Gate. */
`;

/** The compiled rewriter. */
export const edgeWasm = () => new Uint8Array(readFileSync(`${FROM}_bg.wasm`));

/** The file of the service worker. */
export async function serviceWorker() {
  const wasm = padded(edgeWasm());
  const text = await script(
    'www/service-worker/worker.ts',
    { packed: packed(wasm, 'chars') },
    'iife',
  );
  return NOTICE + fill(text, 'wasm', asChars(wasm));
}

/** The module for edge workers and servers. */
export const edgeModule = async () =>
  NOTICE + (await script('www/service-worker/module.ts', {}, 'esm'));

/**
 * @param {string} entry
 * @param {Record<string, string>} more modules
 * @param {'iife' | 'esm'} format
 */
async function script(entry, more, format) {
  const modules = {
    ...more,
    edge: withoutLoader(readFileSync(`${FROM}.js`, 'utf8')),
    table: `export const table = ${HOLES.table};`,
    build: `export const version = "${version()}";`,
  };
  const text = await bundle({ entry, modules, charset: 'utf8', format });
  return fill(text, 'table', asText(readParts().table));
}

/** What fetches the wasm is not needed: it is inside, or the caller hands it over. */
const LOADERS = [
  /\nasync function __wbg_load\([^]*?\n}\n/,
  /\nasync function __wbg_init\([^]*?\n}\n/,
];
const EXPORTS = 'export { initSync, __wbg_init as default };';

/** @param {string} glue as wasm-bindgen writes it */
export function withoutLoader(glue) {
  let text = glue;
  for (const part of [...LOADERS, EXPORTS]) {
    const rest = text.replace(part, part === EXPORTS ? 'export { initSync };' : '\n');
    if (rest === text) throw new Error(`wasm-bindgen's glue has changed: no ${part} in it`);
    text = rest;
  }
  return text;
}
