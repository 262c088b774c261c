/** @file The attribute by which elements that were made inert in markup are recognised. */

import { attributeOf } from '../platform/primordials.ts';

/**
 * Empty on a tag that `consent-gate rewrite` has changed, and a number on one that a script has written. On the gate's own
 * tag it says that the page was rewritten.
 */
export const MARK = 'data-consent-gate';

/** Returns whether `consent-gate rewrite` has made this element inert. */
export const isMarked = (element: Element) => attributeOf(element, MARK) === '';
