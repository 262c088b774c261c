/** @file The mark of tags that `consent-gate rewrite` has made inert. */

import { attributeOf } from '../platform/primordials.ts';

/** The attribute of a changed tag, without a value; the gate's own tag says with it that the page was rewritten. */
export const MARK = 'data-consent-gate';

export const isMarked = (element: Element) => attributeOf(element, MARK) === '';
