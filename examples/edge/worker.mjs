/**
 * @file An edge worker (Cloudflare's shape: `export default { fetch }`) in front of a site: every HTML page streams through
 * the rewriter on its way out. The two files of `dist/` beside this one are all that it needs.
 */
import module from '../../dist/consent-gate-rewriter.wasm';
import { createRewriter } from '../../dist/consent-gate-rewriter.mjs';

/** @type {ReturnType<typeof createRewriter> | undefined} */
let rewriter;

export default {
  /**
   * @param {Request} request
   * @param {{ ORIGIN?: { fetch: typeof fetch }, CONFIG?: string }} env `ORIGIN` is a service binding, where there is one;
   *   `CONFIG` is the site's config, as JSON
   * @param {{ passThroughOnException?: () => void }} [context]
   */
  async fetch(request, env, context) {
    context?.passThroughOnException?.();
    const response = await (env.ORIGIN ? env.ORIGIN.fetch(request) : fetch(request));
    try {
      rewriter ??= createRewriter(module, { config: env.CONFIG && JSON.parse(env.CONFIG) });
      return rewriter.rewrite(response, request.url);
    } catch (error) {
      console.warn('Consent Gate: pages are not rewritten:', error);
      return response;
    }
  },
};
