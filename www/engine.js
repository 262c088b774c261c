/**
 * @file Starts the crate: from the wasm inside this file, or from what the fallback file brings.
 * It knows nothing of what the engine answers.
 */
import { attach } from 'consent-gate:glue';
import { checksum, key, text, unpack } from 'consent-gate:packed';

/** @typedef {import('./engine-types').Engine} Engine */

export const DAMAGED = 'consent-gate.js was changed on its way: serve it unmodified, as UTF-8';

/**
 * Compiles and starts the wasm before it returns.
 * @returns {Engine}
 * @throws where the page's policy or the browser refuses wasm, and where this file is damaged
 */
export function startWasm() {
  const module = new WebAssembly.Module(unpack(verified(text), key));
  return attach((imports) => new WebAssembly.Instance(module, imports).exports);
}

/**
 * Whether `startWasm` failed because of this file, and not because wasm is refused here.
 * @param {unknown} error
 */
export const isDamage = (error) => error instanceof Error && error.message === DAMAGED;

/**
 * Starts the same crate as JavaScript.
 * @param {(imports: any) => any} instantiate what `consent-gate-fallback.js` hands over
 * @returns {Engine}
 */
export const startTranslated = (instantiate) => attach(instantiate);

/**
 * Threat: a server or a proxy that changes the text's encoding would make other code of it. What is looked at is the
 * text as it has arrived: the checksum is FNV-1a over its characters, as `tools/embed.mjs` computes it.
 * @param {string} packed
 */
function verified(packed) {
  if (sumOf(packed) !== checksum) throw new Error(DAMAGED);
  return packed;
}

/**
 * Threat: a table that has lost a part would let in whom it no longer names. Its last line is the sum of those before.
 * @param {string} table
 */
export function isWhole(table) {
  const end = table.lastIndexOf('#end ');
  return table.slice(end + 5) === `${(sumOf(table, end) >>> 0).toString(16)}\n`;
}

/**
 * A plain loop: it runs before anything is compiled, where a call for each character would take several milliseconds.
 * @param {string} text
 * @param {number} [end] how many of its characters count
 */
export function sumOf(text, end = text.length) {
  let sum = 0x811c9dc5;
  for (let at = 0; at < end; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x1000193);
  return sum;
}
