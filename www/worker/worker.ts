/**
 * @file The entry of `consent-gate-worker.js`: hands a decider to the prelude of a worker that is made of text
 * (`www/hold/worker-prelude.ts`). It starts nothing where no prelude waits for it.
 */

import { decideFor } from './decider.ts';
import type { GateData } from './types.ts';

/** What the prelude tells, under a symbol of the worker's global. */
const told = (self as unknown as Partial<Record<symbol, GateData>>)[Symbol.for('consent-gate')];

if (told) decideFor(told);
