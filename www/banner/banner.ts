/**
 * @file The entry of `consent-gate-banner.js`: shows the banner if the gate has given it its functions
 * (`capabilities.ts`).
 */

import { answerWith, isLent, isWanted } from './capabilities.ts';
import { start } from './surface.ts';

if (isLent()) answerWith(start(isWanted()).open);
