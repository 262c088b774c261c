/**
 * @file The entry of `consent-gate-rewriter.mjs`: the rewriter for servers and edge workers that speak `Request` and
 * `Response`. The wasm beside it is handed over by the caller: every platform has its own way to load one.
 */

import { table } from 'consent-gate:table';
import { makeSite, rewriting, rewritten, startRewriter } from './rewriter.ts';

/** Number of sites that are remembered, so that requests under made-up host names do not fill the memory. */
const MOST_SITES = 100;

/**
 * Gives the functions that rewrite.
 * @param module `consent-gate-rewriter.wasm`
 * @param options the site's config, which pages that have none
 *   get; where pages find the gate; whether pages without the gate get its tags (default) or are left as they are
 */
export function createRewriter(
  module: WebAssembly.Module,
  { config, gateSrc, adopt = true }: { config?: object; gateSrc?: string; adopt?: boolean } = {},
) {
  startRewriter(module, table);
  const text = config && JSON.stringify(config);
  const sites: Map<string, ReturnType<typeof makeSite>> = new Map();
  const siteOf = (origin: string) => {
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
     * @param url of the page
     */
    rewrite(response: Response, url: string) {
      try {
        return rewritten(response, siteOf(new URL(url).origin));
      } catch (error) {
        console.warn('Consent Gate: this page is not rewritten:', error);
        return response;
      }
    },
    /**
     * A stream that takes a page and gives it rewritten.
     * @param url of the page
     */
    stream: (url: string) => rewriting(siteOf(new URL(url).origin)),
  };
}
