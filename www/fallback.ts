/**
 * @file The entry of `consent-gate-fallback.js`: the crate as JavaScript, for pages that block wasm. It starts nothing.
 * It gives the engine to the waiting gate, once.
 */
import { instantiate } from 'consent-gate:factory';
import type { Instantiate } from './engine/engine-interface.ts';

/** The gate that waits for an engine, under a symbol of the window. */
type Waiting = Partial<Record<symbol, (instantiate: Instantiate) => void>>;

(window as object as Waiting)[Symbol.for('consent-gate')]?.(instantiate);
