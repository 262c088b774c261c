/** @file Which URLs a worker may request only after a verdict. */

import type { PageValue } from '../platform/types-core.ts';

/**
 * Returns the absolute URL of a request to another host, or false.
 * @param it a URL, or a `Request`
 * @param host of the site
 */
export function foreign(it: PageValue, host: string): string | false {
  try {
    const { href, protocol, hostname } = new URL(it.url ?? it);
    return /^(?:http|ws)/.test(protocol) && hostname !== host && href;
  } catch {
    return false; // A relative URL, which has no base in a worker of text.
  }
}
