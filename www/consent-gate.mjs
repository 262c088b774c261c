/**
 * The gate for code that is bundled: `import { consentGate, ready } from 'consent-gate'`. It brings in nothing: a gate
 * that came with a bundle would come after the tags that it has to hold. The classic file stands first in the page's
 * <head>, and without it this module fails with one line. On a server, where there is no page, nothing is exported.
 */

const gate = globalThis.consentGate;

if (!gate && typeof document !== 'undefined')
  throw new Error(
    'Consent Gate: consent-gate.js has not run on this page: put its <script> tag first in <head>, in front of the bundle',
  );

/** `window.consentGate`. */
export const consentGate = gate;
export default gate;

/** The gate, once it gives verdicts: at once, or where the page refuses WebAssembly as soon as the fallback is there. */
export const ready = new Promise((resolve) => {
  if (!gate || gate.state().engine !== 'none' || document.readyState === 'complete') resolve(gate);
  else addEventListener('load', () => resolve(gate));
});
