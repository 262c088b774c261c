/** @file What an adapter of Astro adds to the router's requests: nothing. */
export const internalFetchHeaders = {};
