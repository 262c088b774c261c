/**
 * The gate for bundled code: `import { consentGate, ready } from 'consent-gate'`. It does not include the gate: in a
 * bundle, the gate would run after the tags that it has to hold. The page needs `consent-gate.js` first in <head>, and
 * this module throws without it. On a server, where there is no page, it exports `undefined`.
 */

const gate = globalThis.consentGate;

if (!gate && typeof document !== 'undefined')
  throw new Error(
    'Consent Gate: consent-gate.js has not run on this page: put its <script> tag first in <head>, in front of the bundle',
  );

/** `window.consentGate`. */
export const consentGate = gate;
export default gate;

/** Resolves to the gate when it gives verdicts: at once, or after the fallback has loaded if the page blocks wasm. */
export const ready = new Promise((resolve) => {
  if (!gate || gate.state().engine !== 'none' || document.readyState === 'complete') resolve(gate);
  else addEventListener('load', () => resolve(gate));
});
