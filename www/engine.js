/**
 * @file Starts the crate: from the wasm inside this file, or from what the fallback file brings.
 * It knows nothing of what the engine answers.
 */
import { attach } from 'consent-gate:glue';
import { checksum, key, length, text, unpack } from 'consent-gate:packed';

/** @typedef {import('./engine-types').Engine} Engine */

export const DAMAGED = 'consent-gate.js was changed on its way: serve it unmodified, as UTF-8';

/**
 * Compiles and starts the wasm before it returns.
 * @returns {Engine}
 * @throws where the page's policy or the browser refuses wasm, and where this file is damaged
 */
export function startWasm() {
  const module = new WebAssembly.Module(verified(unpack(text, key)));
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
 * Threat: a server or a proxy that changes the text's encoding would make other code of it.
 * FNV-1a, as `tools/embed.mjs` computes it.
 * @param {Uint8Array<ArrayBuffer>} bytes
 */
function verified(bytes) {
  const sum = sumOf(bytes.length, (at) => bytes[at]);
  if (bytes.length !== length || sum !== checksum) throw new Error(DAMAGED);
  return bytes;
}

/**
 * Threat: a table that has lost a part would let in whom it no longer names. Its last line is the sum of those before.
 * @param {string} table
 */
export function isWhole(table) {
  const end = table.lastIndexOf('#end ');
  const sum = sumOf(end, (at) => table.charCodeAt(at)) >>> 0;
  return table.slice(end + 5) === `${sum.toString(16)}\n`;
}

/**
 * @param {number} count
 * @param {(at: number) => number} codeAt
 */
export function sumOf(count, codeAt) {
  let sum = 0x811c9dc5;
  for (let at = 0; at < count; at += 1) sum = Math.imul(sum ^ codeAt(at), 0x1000193);
  return sum;
}
