/**
 * @file The entry of `consent-gate-rewriter.mjs`: the rewriter for servers and edge workers that speak `Request` and
 * `Response`. The wasm beside it is handed over by the caller: every platform has its own way to load one.
 */

import { table } from 'consent-gate:table';
import { makeSite, rewriting, rewritten, startRewriter } from './rewriter.js';

/** So many sites are remembered; a server that is asked by any name does not fill up with them. */
const MOST_SITES = 100;

/**
 * Gives the functions that rewrite.
 * @param {WebAssembly.Module} module `consent-gate-rewriter.wasm`
 * @param {{ config?: object, gateSrc?: string, adopt?: boolean }} [options] the site's config, which pages that have none
 *   get; where pages find the gate; whether pages without the gate get its tags (default) or are left as they are
 */
export function createRewriter(module, { config, gateSrc, adopt = true } = {}) {
  startRewriter(module, table);
  const text = config && JSON.stringify(config);
  /** @type {Map<string, ReturnType<typeof makeSite>>} */
  const sites = new Map();
  /** @param {string} origin */
  const siteOf = (origin) => {
    const known = sites.get(origin);
    if (known) return known;
    const site = makeSite({ origin, config: text, gateSrc, adopt });
    for (const line of site.problems().split('\n')) if (line) console.warn(`Consent Gate: ${line}`);
    if (sites.size < MOST_SITES) sites.set(origin, site);
    return site;
  };
  return {
    /**
     * The same response, rewritten as it streams; as it is where there is no page in it, and where anything fails.
     * @param {Response} response @param {string} url of the page
     */
    rewrite(response, url) {
      try {
        return rewritten(response, siteOf(new URL(url).origin));
      } catch (error) {
        console.warn('Consent Gate: this page is not rewritten:', error);
        return response;
      }
    },
    /**
     * A stream that takes a page and gives it rewritten.
     * @param {string} url of the page
     */
    stream: (url) => rewriting(siteOf(new URL(url).origin)),
  };
}
