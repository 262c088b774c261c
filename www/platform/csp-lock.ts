/**
 * @file The CSP lock: a policy on this page that no script can remove, so that a release needs a reload.
 * `page/protection-level.ts` decides when the lock opens.
 */

import { attributeOf } from './primordials.ts';
import { ownTag } from './own-script.ts';

/** The page's protection level in the attribute of the gate's tag. */
export const declaredLevel = ownTag && attributeOf(ownTag, 'data-consent-gate');

/**
 * Whether the lock allows scripts that the gate releases: it trusts a nonce, and scripts that a trusted script inserts.
 */
export const trustsNonce = declaredLevel === 'sealed-nonce';

let isClosed = declaredLevel === 'sealed';

/** Returns whether only a reload can change the policy. */
export const requiresReload = () => isClosed;

export const setReloadRequired = (closed: boolean) => void (isClosed = closed);

/** Wraps the release of a request: on a locked page, it reloads the page instead. */
export const orReload = (act: () => void) => () => (isClosed ? location.reload() : act());
