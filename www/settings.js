/**
 * @file The config element's text, and the two settings that the page's side needs before there is an engine
 * to read the rest: where the sibling files are, and what they are called.
 */

import { absolute, textOf } from './natives.js';
import { ownFolder } from './self.js';

const element = document.getElementById('consent-gate-config');

/** The config as the site wrote it; undefined where it wrote none. */
export const configText = element ? /** @type {string} */ (textOf(element)) : undefined;

const { base, files } = located(configText);

/** @param {string | undefined} text */
function located(text) {
  try {
    return { ...JSON.parse(text ?? '{}') };
  } catch {
    return {}; // The engine reports it.
  }
}

export const settings = {
  /**
   * @param {string} name a file of `dist/`
   * @returns {string} its URL on this site
   */
  fileUrl(name) {
    const folder = typeof base === 'string' ? base.replace(/\/?$/, '/') : ownFolder;
    const own = files?.[name];
    return (
      absolute(
        typeof own === 'string' ? own : name,
        absolute(folder, document.baseURI) ?? document.baseURI,
      ) ?? name
    );
  },
};
