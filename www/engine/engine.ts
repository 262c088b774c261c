/**
 * @file The only entry point to the engine: the wasm, its JavaScript build, or the null engine. No error reaches the
 * page. After an error, third parties are held and the site's requests are allowed.
 */

import { nullEngine } from './null-engine.ts';
import { apply, nothing, frozenMethods, warn } from '../platform/primordials.ts';
import type { Engine } from './engine-interface.ts';

let engine: Engine = nullEngine();
let name = 'none';
let lost = nothing;

/** Calls `handler` when the engine has failed. */
export const whenLost = (handler: () => void) => void (lost = handler);

/** Returns the kind of the engine: `wasm`, `js`, or `none` for the null engine. */
export const engineName = () => name;

/** Uses `next` from now on. */
export function useEngine(next: Engine, as: 'wasm' | 'js' | 'none') {
  forget();
  engine = next;
  name = as;
}

/**
 * Greatest number of cached answers, and greatest length of a cached URL. Pages that make ever new URLs must not fill
 * the memory.
 */
const MOST = 2_000;
const LONGEST = 1_000;

/** Answers of `peek` until the next choice: `kind * 2`, and 1 for a request that would be held. */
let answers: Map<string, number>;
let count = 0;

function forget() {
  answers = frozenMethods(new Map());
  count = 0;
}
forget();

/**
 * Returns whether a request would be held now, without side effects. Pages often request the same few URLs, so answers
 * are cached.
 * @param url absolute
 */
export function peek(url: string, kind: number): boolean {
  const known = answers.get(url);
  if (known !== undefined && known >> 1 === kind) return known % 2 === 1;
  const held = ask('peek', url, kind);
  if (url.length > LONGEST) return held;
  if ((count += 1) > MOST) forget();
  answers.set(url, kind * 2 + (held ? 1 : 0));
  return held;
}

/** Calls after which verdicts may differ. */
const CHANGES = frozenMethods(new Set(['choose', 'reread']));

/** A function of the engine, with its engine as the receiver. */
type Answer<K extends keyof Engine> = (
  this: Engine,
  ...args: Parameters<Engine[K]>
) => ReturnType<Engine[K]>;

/** Calls the engine. An internal error is reported once, and the null engine answers. */
export function ask<K extends keyof Engine>(
  call: K,
  ...args: Parameters<Engine[K]>
): ReturnType<Engine[K]> {
  if (CHANGES.has(call)) forget();
  try {
    return apply(engine[call] as Answer<K>, engine, args);
  } catch (error) {
    warn(
      `Consent Gate failed in "${call}" and now holds all third parties; please report this:`,
      error,
    );
    useEngine(nullEngine(), 'none');
    lost();
    return apply(engine[call] as Answer<K>, engine, args);
  }
}
