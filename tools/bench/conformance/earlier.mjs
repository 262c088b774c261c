/**
 * @file What an earlier run has shown, for the tools that have not changed: an outcome is taken over as long as the tool,
 * the browser and the vector's row are the same. The page without a tool and our own are always tried.
 */
import { createHash } from 'node:crypto';
import { versionsOf } from '../results.mjs';

/** @typedef {import('../../../tests/pages/vectors/load.mjs').Vector} Vector */
/** @typedef {import('../results.mjs').Result} Result */
/** @typedef {import('./entries.mjs').Outcome} Outcome */
/** @typedef {import('./rows.mjs').Conformance} Conformance */

const ALWAYS_TRIED = ['no tool', 'consent-gate'];

/** @type {Record<string, Outcome>} the outcome of each letter that `rows.mjs` writes, apart from the control */
const OUTCOMES = {
  S: { before: 'stopped', after: true },
  s: { before: 'stopped', after: false },
  F: { before: 'fetched', after: true },
  f: { before: 'fetched', after: false },
  L: { before: 'leaked' },
};

/** The outcomes of an earlier run. */
export class Earlier {
  /** @type {Map<string, { place: number, broken: Set<string> }>} the tools that have not changed */
  #tools = new Map();
  /** @type {Conformance | undefined} */
  #data;

  /** @param {Result | undefined} result nothing where there is none, or all is to be tried @param {string} browser its version */
  constructor(result, browser) {
    if (result?.versions.chromium !== browser) return;
    this.#data = result.data;
    const started = this.#data?.tools.filter(({ problem }) => !problem) ?? [];
    for (const [place, { name, broken = [] }] of started.entries()) {
      const same = versionsOf([name])[name] === result.versions[name];
      if (same && !ALWAYS_TRIED.includes(name))
        this.#tools.set(name, { place, broken: new Set(broken) });
    }
  }

  /** What a tool has shown with a vector, if it need not be tried again. @param {string} tool @param {Vector} vector  @returns {Outcome | undefined} */
  outcome(tool, vector) {
    const known = this.#tools.get(tool);
    if (!known || this.#data?.texts?.[vector.id] !== textOf(vector)) return undefined;
    const outcome = OUTCOMES[this.#data.outcomes[vector.id]?.[known.place]];
    return outcome && { ...outcome, brokeControl: known.broken.has(vector.id) || undefined };
  }
}

/** A short name for what a vector's row says: another one where the row has changed. @param {Vector} vector */
export function textOf({ group, options, kind, code }) {
  const row = JSON.stringify([group, options, kind, code]);
  return createHash('sha256').update(row).digest('base64url').slice(0, 10);
}
