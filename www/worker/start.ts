/** @file Starts the engine in a worker: the wasm inside this file, or `consent-gate-fallback.js` where wasm is refused. */

import { startTranslated, startWasm } from '../engine/start-wasm.ts';
import type { Engine, Instantiate } from '../engine/engine-interface.ts';

/** Under this name the fallback file finds the gate that waits for it. */
const DOOR = Symbol.for('consent-gate');

interface Importing {
  importScripts(url: string): void;
}

/**
 * @param fallback URL of `consent-gate-fallback.js`
 * @throws where there is no engine
 */
export function startEngine(fallback: string): Engine {
  try {
    return startWasm();
  } catch {
    return startTranslated(loadFallback(fallback));
  }
}

function loadFallback(url: string): Instantiate {
  const global = self as unknown as { [DOOR]?: unknown };
  let brought: Instantiate | undefined;
  const before = global[DOOR];
  global[DOOR] = (instantiate: Instantiate) => (brought = instantiate);
  try {
    (self as unknown as Importing).importScripts(url);
  } finally {
    global[DOOR] = before;
  }
  if (!brought) throw new Error(`${url} brings no engine`);
  return brought;
}
