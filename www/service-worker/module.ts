/**
 * @file The entry of `consent-gate-rewriter.mjs`: the rewriter for servers and edge workers that use `Request` and
 * `Response`. The caller passes the wasm module, since every platform loads wasm in another way.
 */

import { table } from 'consent-gate:table';
import { makeSite, rewriting, rewritten, startRewriter } from './rewriter.ts';

/** Greatest number of cached sites, so that requests with random host names do not fill the memory. */
const MOST_SITES = 100;

/**
 * Returns the functions that rewrite.
 * @param module `consent-gate-rewriter.wasm`
 * @param options `config`: the config for pages that have none; `gateSrc`: the URL of the gate; `adopt`: whether pages
 * without the gate get its tags (default) or stay unchanged
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
     * Returns the response, rewritten as it streams. It is unchanged if it has no page, and if an error occurs.
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
    /** Returns a stream that rewrites a page. @param url of the page */
    stream: (url: string) => rewriting(siteOf(new URL(url).origin)),
  };
}
