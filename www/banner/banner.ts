/**
 * @file The entry of `consent-gate-banner.js`: shows the banner if the gate has given it its functions
 * (`capabilities.ts`).
 */

import { answerWith, hasCapabilities, isWanted } from './capabilities.ts';
import { start } from './surface.ts';

if (hasCapabilities()) answerWith(start(isWanted()).open);
