/** @file What a worker reads of the config: where the fallback is, and how long a held call waits. */

import type { GateData } from './types.ts';

const FALLBACK = 'consent-gate-fallback.js';

/** The members of the config that are read here. A site may have written a value of another type. */
interface Config {
  base?: unknown;
  files?: Record<string, unknown> | null;
  fetch_timeout?: unknown;
}

export function settingsOf({ config, file }: GateData) {
  const { base, files, fetch_timeout: timeout } = read(config);
  const name = files?.[FALLBACK];
  // A base that is relative to the page is in the file's URL.
  const folder = /^(?:\/|https?:)/.test(`${base}`) ? `${base}`.replace(/\/?$/, '/') : '.';
  return {
    fallback: new URL(typeof name === 'string' ? name : FALLBACK, new URL(folder, file)).href,
    /** In ms. */
    timeout: Number(timeout) >= 1 && Number(timeout) <= 600_000 ? Number(timeout) : 10_000,
  };
}

function read(config = '{}'): Config {
  try {
    return { ...JSON.parse(config) };
  } catch {
    return {}; // The page prints the mistake.
  }
}
