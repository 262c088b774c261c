/** @file Starts the crate: from the wasm inside this file, or from the fallback file. */
import { attach } from 'consent-gate:glue';
import { checksum, key, text, unpack } from 'consent-gate:packed';
import { opened } from './embedded-wasm.ts';
import type { Engine, Instantiate } from './engine-interface.ts';

export const DAMAGED = 'consent-gate.js was changed on its way: serve it unmodified, as UTF-8';

/**
 * Compiles and starts the wasm before it returns.
 * @throws if the page's policy or the browser blocks wasm, and if this file is damaged
 */
export function startWasm(): Engine {
  const { bytes, sum } = opened(unpack(text), key);
  // Threat: a server or a proxy that changes the encoding of the text would change the code.
  if (sum !== checksum) throw new Error(DAMAGED);
  const module = new WebAssembly.Module(bytes);
  return attach((imports) => new WebAssembly.Instance(module, imports).exports);
}

/** Returns whether `startWasm` failed because this file is damaged, and not because wasm is blocked here. */
export const isDamage = (error: unknown) => error instanceof Error && error.message === DAMAGED;

/** Starts the same crate as JavaScript. @param instantiate from `consent-gate-fallback.js` */
export const startTranslated = (instantiate: Instantiate): Engine => attach(instantiate);
