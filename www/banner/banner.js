/** @file The entry of `consent-gate-banner.js`: asks if the gate has handed over its powers (`powers.js`). */

import { answerWith, isLent, isWanted } from './powers.js';
import { start } from './surface.js';

if (isLent()) answerWith(start(isWanted()).open);
