/**
 * @file Reads the text behind a `data:` or `blob:` URL, which never crosses the network. It judges nothing.
 */

import { documentInData } from './data-url.js';
import { exec, found, getter, method } from './natives.js';

const Request = XMLHttpRequest;
const { prototype } = Request;
const open = method(prototype, 'open');
const send = method(prototype, 'send');
const headerOf = method(prototype, 'getResponseHeader');
const overrideType = method(prototype, 'overrideMimeType');
const responseOf = getter(prototype, 'responseText');

/**
 * Returns the text at a URL and its MIME type; null for a URL of the network, and for one that cannot be read.
 * @param {string} url canonical
 * @returns {{ text: string, type: string } | null}
 */
export function textAt(url) {
  const head = exec(/^data:([^,]*)/, url);
  const text = head && documentInData(url, /^/);
  if (text !== null) return { text, type: /** @type {any} */ (head)[1] };
  return found(/^blob:/, url) ? inBlob(url) : null;
}

/**
 * Returns null for a blob URL that is revoked, or refused by the site's own connect-src.
 * @param {string} url
 */
function inBlob(url) {
  try {
    const request = new Request();
    open(request, 'GET', url, false);
    overrideType(request, 'text/plain'); // Firefox would parse XML, and report what is none.
    send(request);
    return { text: responseOf(request), type: headerOf(request, 'content-type') ?? '' };
  } catch {
    return null;
  }
}
