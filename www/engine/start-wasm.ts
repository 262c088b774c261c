/**
 * @file Starts the crate: from the wasm inside this file, or from what the fallback file brings.
 * It knows nothing of what the engine answers.
 */
import { attach } from 'consent-gate:glue';
import { checksum, key, text, unpack } from 'consent-gate:packed';
import { opened } from './embedded-wasm.ts';
import type { Engine, Instantiate } from './engine-interface.ts';

export const DAMAGED = 'consent-gate.js was changed on its way: serve it unmodified, as UTF-8';

/**
 * Compiles and starts the wasm before it returns.
 * @throws where the page's policy or the browser refuses wasm, and where this file is damaged
 */
export function startWasm(): Engine {
  const { bytes, sum } = opened(unpack(text), key);
  // Threat: a server or a proxy that changes the text's encoding would make other code of it.
  if (sum !== checksum) throw new Error(DAMAGED);
  const module = new WebAssembly.Module(bytes);
  return attach((imports) => new WebAssembly.Instance(module, imports).exports);
}

/** Whether `startWasm` failed because of this file, and not because wasm is refused here. */
export const isDamage = (error: unknown) => error instanceof Error && error.message === DAMAGED;

/**
 * Starts the same crate as JavaScript.
 * @param instantiate what `consent-gate-fallback.js` hands over
 */
export const startTranslated = (instantiate: Instantiate): Engine => attach(instantiate);
