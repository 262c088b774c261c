/** @file The gate's own tag: what it tells about where the siblings are and what the page's CSP trusts. */

import { attributeOf, absolute, baseOf, currentScriptOf, scriptNonce } from './natives.js';

export const ownTag = /** @type {HTMLScriptElement | null} */ (currentScriptOf(document));

/** The nonce of the gate's own tag, or the empty string. */
export const ownNonce = ownTag ? scriptNonce(ownTag) : '';

const source = ownTag && attributeOf(ownTag, 'src');

/** The gate's own URL; null when its code is inlined. */
export const ownUrl = source ? absolute(source, baseOf(document)) : null;

/** The folder in which the siblings are, when the config does not say. */
export const ownFolder = ownUrl ? ownUrl.replace(/[?#].*$/s, '').replace(/[^/]*$/, '') : '/';
