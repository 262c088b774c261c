/** @file Reads the text of a `data:` or `blob:` URL, which needs no network request. It judges nothing. */

import { documentInData } from './data-url.ts';
import { exec, found, getter, method } from './primordials.ts';

const Request = XMLHttpRequest;
const { prototype } = Request;
const open = method(prototype, 'open');
const send = method(prototype, 'send');
const headerOf = method(prototype, 'getResponseHeader');
const overrideType = method(prototype, 'overrideMimeType');
const responseOf = getter(prototype, 'responseText');

/**
 * Returns the text at a URL and its MIME type; null for a URL of the network, and for one that cannot be read.
 * @param url canonical
 */
export function textAt(url: string): { text: string; type: string } | null {
  const head = exec(/^data:([^,]*)/, url);
  const text = head && documentInData(url, /^/);
  if (text !== null) return { text, type: head![1] };
  return found(/^blob:/, url) ? inBlob(url) : null;
}

/** Returns null for a blob URL that is revoked, or blocked by the site's `connect-src`. */
function inBlob(url: string) {
  try {
    const request = new Request();
    open(request, 'GET', url, false);
    overrideType(request, 'text/plain'); // Without it, Firefox parses XML and reports its errors.
    send(request);
    return { text: responseOf(request), type: headerOf(request, 'content-type') ?? '' };
  } catch {
    return null;
  }
}
