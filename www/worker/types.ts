/** @file The types that a worker's prelude (`www/hold/worker-prelude.ts`) and its decider have in common. */

import type { PageValue } from '../platform/types-core.ts';

/** What the page's gate tells a worker. */
export interface GateData {
  /** The host of the site. */
  host: string;
  /** The URL of `consent-gate-worker.js`. */
  file: string;
  config?: string;
  /** The visitor's record; later choices replace it. */
  record?: string;
  /** The random word that the message with the port of the page's gate consists of. */
  token: string;
  gpc: boolean;
  /** The function of `www/hold/worker-prelude.ts`. */
  prelude?: (told: GateData) => void;
  /** What the file leaves. */
  act?: Act;
  /** The visitor's record has changed. */
  reread?: () => void;
}

/** Makes a call, with these arguments. */
export type Go = (args: PageValue[]) => PageValue;

/**
 * Decides about a call that names another host, or makes a worker of text.
 * @param name of the function or class
 * @param go makes the call
 * @param self on which it is called; none for a constructor
 */
export type Act = (name: string, args: PageValue[], go: Go, self?: PageValue) => PageValue;
