/** @file The entry of `consent-gate-banner.js`: takes what the gate hands over, and asks. Without a gate it does nothing. */

import { gate, take } from './powers.js';
import { start } from './surface.js';

gate?.['consent-gate-banner']?.((/** @type {any} */ powers, /** @type {boolean} */ open) => {
  take(powers);
  return start(open);
});
