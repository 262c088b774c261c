/**
 * @file The one door to the engine: wasm, its JavaScript twin, or none. Whatever happens behind it, nothing
 * is thrown at the page, and a failure holds third parties and lets the site's own requests go.
 */

import { blindEngine } from './blind.js';
import { apply, nothing, own, warn } from './natives.js';

/** @typedef {import('./engine-types.js').Engine} Engine */

/** @type {Engine} */
let engine = blindEngine();
let name = 'none';
let lost = nothing;

/**
 * Calls `handler` when the engine has failed.
 * @param {() => void} handler
 */
export const whenLost = (handler) => void (lost = handler);

/** Which engine answers: `wasm`, `js`, or `none` while there is none. */
export const engineName = () => name;

/**
 * From now on `next` answers.
 * @param {Engine} next
 * @param {'wasm' | 'js' | 'none'} as
 */
export function useEngine(next, as) {
  forget();
  engine = next;
  name = as;
}

/** How many answers are kept, and of which length at most: pages that make URLs without end are not to fill the memory. */
const MOST = 2_000;
const LONGEST = 1_000;

/** Answers of `peek` until the next choice: `kind * 2`, and 1 for a request that would be held. @type {Map<string, number>} */
let answers;
let count = 0;

function forget() {
  answers = own(new Map());
  count = 0;
}
forget();

/**
 * Whether a request would be held now; leaves no trace. Pages ask for few URLs many times, and what has been answered
 * costs no way into the engine.
 * @param {string} url absolute
 * @param {number} kind
 * @returns {boolean}
 */
export function peek(url, kind) {
  const known = answers.get(url);
  if (known !== undefined && known >> 1 === kind) return known % 2 === 1;
  const held = ask('peek', url, kind);
  if (url.length > LONGEST) return held;
  if ((count += 1) > MOST) forget();
  answers.set(url, kind * 2 + (held ? 1 : 0));
  return held;
}

/** Calls after which verdicts may differ. */
const CHANGES = own(new Set(['choose', 'reread']));

/**
 * Calls the engine. A failure of ours is reported once and answered by the engine that knows no vendor.
 * @template {keyof Engine} K
 * @param {K} call
 * @param {Parameters<Engine[K]>} args
 * @returns {ReturnType<Engine[K]>}
 */
export function ask(call, ...args) {
  if (CHANGES.has(call)) forget();
  try {
    return apply(/** @type {any} */ (engine[call]), engine, args);
  } catch (error) {
    warn(
      `Consent Gate failed in "${call}" and now holds all third parties; please report this:`,
      error,
    );
    useEngine(blindEngine(), 'none');
    lost();
    return apply(/** @type {any} */ (engine[call]), engine, args);
  }
}
