/** Types of `consent-gate.mjs`, the gate for bundled code. */
import type { ConsentGate } from './consent-gate.js';

export type * from './consent-gate.js';

/** `window.consentGate`, which `consent-gate.js` defines. The import throws in a page without it. */
export declare const consentGate: ConsentGate;
export default consentGate;

/** Resolves to the gate when it gives verdicts. */
export declare const ready: Promise<ConsentGate>;
