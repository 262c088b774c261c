/**
 * @file The config element's text, and what the page's side reads of it itself: where the sibling files are, what they
 * are called, how long a held call waits, and how the visitor is asked. The engine reads the rest and reports what is wrong.
 */

import { absolute, textOf } from './natives.js';
import { inside, ownFolder } from './self.js';

const element = document.getElementById('consent-gate-config');

/** The config as the site wrote it; undefined where it wrote none. */
export const configText = inside
  ? inside.config
  : element
    ? /** @type {string} */ (textOf(element))
    : undefined;

const config = read(configText);
const { base, files, fetch_timeout: timeout } = config;

/** @param {string | undefined} text @returns {Record<string, any>} */
function read(text) {
  try {
    return { ...JSON.parse(text ?? '{}') };
  } catch {
    return {}; // The engine reports it.
  }
}

export const settings = {
  /** After how many ms a held call that owes an answer ends as a network error. The engine reports a wrong value. */
  fetchTimeout: timeout >= 1 && timeout <= 600_000 ? Number(timeout) : 10_000,

  config,
  /** How the visitor is asked; false where the site asks in its own way. */
  banner: config.banner,
  /**
   * @param {string} name a file of `dist/`
   * @returns {string} its URL on this site
   */
  fileUrl(name) {
    const folder = typeof base === 'string' && !inside ? base.replace(/\/?$/, '/') : ownFolder;
    const own = files?.[name];
    return (
      absolute(
        typeof own === 'string' ? own : name,
        absolute(folder, document.baseURI) ?? document.baseURI,
      ) ?? name
    );
  },
};
