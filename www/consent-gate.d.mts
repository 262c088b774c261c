/** Types of `consent-gate.mjs`, the gate for code that is bundled. */
import type { ConsentGate } from './consent-gate.js';

export type * from './consent-gate.js';

/** `window.consentGate`, which the classic file has put there; the import fails in a page without it. */
export declare const consentGate: ConsentGate;
export default consentGate;

/** The gate, once it gives verdicts. */
export declare const ready: Promise<ConsentGate>;
