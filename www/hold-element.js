/** @file Puts an element that is inert into the registry of what is held, under its ticket. */

import { seen, waiting } from './book.js';
import { ask } from './decide.js';
import { DEFERRED } from './kinds.js';
import { attributeOf, baseOf, documentOf, scriptNonce, textOf } from './natives.js';
import { lendStub } from './stubs.js';
import { watchRemovals } from './removals.js';
import { ownUrl, seeLibrary } from './request.js';
import { mirror } from './selectors.js';
import { ownNonce } from './self.js';
import { lets } from './seal.js';

/** @typedef {import('./request.js').Request} Request */

/**
 * @param {Request} request
 * @param {number} ticket
 * @param {boolean} parsed
 */
export function holdElement(request, ticket, parsed) {
  const { element, tag, lane, navigate, target } = request;
  const url = ownUrl(request);
  const held = {
    ticket,
    element,
    tag,
    document: documentOf(element),
    url,
    base: baseOf(element),
    type: attributeOf(seen(element), 'type'),
    text: tag === 'script' ? textOf(element) : '',
    lane,
    parsed,
    navigate,
    target,
  };
  waiting.set(ticket, held);
  if (tag === 'script' && url !== null) lendStub(held);
  if (tag !== 'script') {
    watchRemovals(documentOf(element));
    mirror(element);
  }
  if (parsed && lane <= DEFERRED && url !== null) seeLibrary();
  if (parsed && tag === 'script' && isRefused(element)) ask('refused', ticket);
}

/**
 * Whether the page's CSP would refuse this script of the parser. Released by the gate, which the policy
 * trusts, it would be trusted in its turn ('strict-dynamic'), so it is never released; but for a seal that is for that.
 * @param {Element} script
 */
export function isRefused(script) {
  return ownNonce !== '' && scriptNonce(script) !== ownNonce && !lets && !ask('trusts_hosts');
}
