/** @file The mark of tags that `consent-gate rewrite` has made inert. */

import { attributeOf } from './natives.js';

/** The attribute of a changed tag, without a value; the gate's own tag says with it that the page was rewritten. */
export const MARK = 'data-consent-gate';

/** @param {Element} element */
export const isMarked = (element) => attributeOf(element, MARK) === '';
