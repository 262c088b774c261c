/**
 * @file The entry of `consent-gate-fallback.js`: the crate as JavaScript, for pages that refuse wasm.
 * It starts nothing by itself: it hands the engine to the gate that waits for it, once.
 */
import { instantiate } from 'consent-gate:factory';

(window as any)[Symbol.for('consent-gate')]?.(instantiate);
