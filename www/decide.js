/**
 * @file The one door to the engine: wasm, its JavaScript twin, or none. Whatever happens behind it, nothing
 * is thrown at the page, and a failure holds third parties and lets the site's own requests go.
 */

import { blindEngine } from './blind.js';
import { apply, warn } from './natives.js';

/** @typedef {import('./engine-types.js').Engine} Engine */

/** @type {Engine} */
let engine = blindEngine();
let name = 'none';

/** Which engine answers: `wasm`, `js`, or `none` while there is none. */
export const engineName = () => name;

/**
 * From now on `next` answers.
 * @param {Engine} next
 * @param {'wasm' | 'js' | 'none'} as
 */
export function useEngine(next, as) {
  engine = next;
  name = as;
}

/**
 * Calls the engine. A failure of ours is reported once and answered by the engine that knows no vendor.
 * @template {keyof Engine} K
 * @param {K} call
 * @param {Parameters<Engine[K]>} args
 * @returns {ReturnType<Engine[K]>}
 */
export function ask(call, ...args) {
  try {
    return apply(/** @type {any} */ (engine[call]), engine, args);
  } catch (error) {
    warn(
      `Consent Gate failed in "${call}" and now holds all third parties; please report this:`,
      error,
    );
    useEngine(blindEngine(), 'none');
    return apply(/** @type {any} */ (engine[call]), engine, args);
  }
}
