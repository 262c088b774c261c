/**
 * @file third-party-web's category of an entity, as a category of ours. Only where hand labels of the
 * busiest hosts agreed with the rule; the rest stays unclassified until somebody has looked.
 */

const CATEGORIES = new Map([
  ['ad', 'marketing'],
  ['analytics', 'analytics'],
  ['consent-provider', 'necessary'],
  ['customer-success', 'functional'],
  ['hosting', 'necessary'],
  ['marketing', 'marketing'],
  ['video', 'functional'],
]);

/** The category that is not compiled. */
export const UNCLASSIFIED = 'unclassified';

/**
 * @param {string} category third-party-web's
 * @returns {string} ours, or `unclassified`
 */
export const categoryOf = (category) => CATEGORIES.get(category) ?? UNCLASSIFIED;
