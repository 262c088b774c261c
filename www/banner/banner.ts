/** @file The entry of `consent-gate-banner.js`: asks if the gate has handed over its powers (`powers.js`). */

import { answerWith, isLent, isWanted } from './capabilities.ts';
import { start } from './surface.ts';

if (isLent()) answerWith(start(isWanted()).open);
