/** @file Adds an inert element to the registry of held elements, under its ticket. */

import { twinOrSelf, waiting } from './held-elements.ts';
import { ask } from '../engine/engine.ts';
import { DEFERRED } from '../platform/constants.ts';
import { attributeOf, baseOf, documentOf, scriptNonce, textOf } from '../platform/primordials.ts';
import { installStub } from './library-stubs.ts';
import { watchRemovals } from './removed-frames.ts';
import { ownUrl, seeLibrary } from './element-request.ts';
import { mirror } from './selector-mirror.ts';
import { ownNonce } from '../platform/own-script.ts';
import { trustsNonce } from '../platform/csp-lock.ts';
import type { Request } from './element-request.ts';

export function holdElement(request: Request, ticket: number, parsed: boolean) {
  const { element, tag, lane, navigate, target } = request;
  const url = ownUrl(request);
  const held = {
    ticket,
    element,
    tag,
    document: documentOf(element),
    url,
    base: baseOf(element),
    type: attributeOf(twinOrSelf(element), 'type'),
    text: tag === 'script' ? textOf(element) : '',
    lane,
    parsed,
    navigate,
    target,
  };
  waiting.set(ticket, held);
  if (tag === 'script' && url !== null) installStub(held);
  if (tag !== 'script') {
    watchRemovals(documentOf(element));
    mirror(element);
  }
  if (parsed && lane <= DEFERRED && url !== null) seeLibrary();
  if (parsed && tag === 'script' && isRefused(element)) ask('refused', ticket);
}

/**
 * Returns whether the page's CSP would block this parser-inserted script.
 *
 * Threat: the policy trusts the gate. With 'strict-dynamic' it would also trust a script that the gate inserts. So such
 * a script is never released, unless the CSP lock allows it.
 */
export function isRefused(script: Element) {
  return (
    ownNonce !== '' && scriptNonce(script) !== ownNonce && !trustsNonce && !ask('trusts_hosts')
  );
}
