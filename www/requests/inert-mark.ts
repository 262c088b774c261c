/** @file The attribute that marks elements which were made inert in markup. */

import { attributeOf } from '../platform/primordials.ts';

/**
 * Empty on a tag that `consent-gate rewrite` has changed, and a number on one that a script has written. On the tag of
 * the gate it says that the page was rewritten.
 */
export const MARK = 'data-consent-gate';

/** Returns whether `consent-gate rewrite` has made this element inert. */
export const isMarked = (element: Element) => attributeOf(element, MARK) === '';
