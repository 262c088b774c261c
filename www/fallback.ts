/**
 * @file The entry of `consent-gate-fallback.js`: the crate as JavaScript, for pages that refuse wasm.
 * It starts nothing by itself: it hands the engine to the gate that waits for it, once.
 */
import { instantiate } from 'consent-gate:factory';
import type { Instantiate } from './engine/engine-interface.ts';

/** The gate that waits for an engine, under a symbol of the window. */
type Waiting = Partial<Record<symbol, (instantiate: Instantiate) => void>>;

(self as object as Waiting)[Symbol.for('consent-gate')]?.(instantiate);
