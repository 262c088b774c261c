/**
 * @file Whether a policy stands on this page that no script can lift, so that what is released needs a reload. How the
 * seal is opened is the affair of `page/protection-level.ts`.
 */

import { attributeOf } from './primordials.ts';
import { ownTag } from './own-script.ts';

/** What the gate's own tag says about the page's strength. */
export const said = ownTag && attributeOf(ownTag, 'data-consent-gate');

/** Whether the seal lets in what the gate releases: it trusts a nonce, and what a trusted script brings in. */
export const lets = said === 'sealed-nonce';

let isClosed = said === 'sealed';

/** Whether only a reload can change the policy. */
export const isShut = () => isClosed;

export const shut = (closed: boolean) => void (isClosed = closed);

/** What lets something load at last, or the reload by which alone it can. */
export const orReload = (act: () => void) => () => (isClosed ? location.reload() : act());
