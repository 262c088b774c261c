/** @file The config's `banner`, as far as the question acts on it. What is wrong in it is one line on the console. */

import { complain, config } from './powers.js';

/**
 * @typedef {object} Options
 * @property {string} controller who asks: the site's name, or else its host
 * @property {string | undefined} policyUrl where the site's privacy policy is
 * @property {'bottom-left' | 'bottom-right' | false} control where the button that reopens the question stands
 * @property {string[]} vendors ids that the site uses, whether this page asks for them or not
 */

const PLACES = ['bottom-left', 'bottom-right', false];
const text = (/** @type {unknown} */ value) => typeof value === 'string' && value !== '';

/** Every option: whether a value is one, and what it should have been. @type {any} */
const KNOWN = {
  __proto__: null,
  controller: [text, 'a string'],
  policy_url: [isWebAddress, 'an address of the web'],
  control: [
    (/** @type {any} */ value) => PLACES.includes(value),
    '"bottom-left", "bottom-right" or false',
  ],
  vendors: [
    (/** @type {any} */ value) => Array.isArray(value) && value.every(text),
    'a list of vendor ids',
  ],
};

/** @returns {Options} */
export function readOptions() {
  const given = Object(config().banner);
  /** @type {Record<string, any>} */
  const good = Object.fromEntries(Object.entries(given).filter(isGood));
  return {
    controller: good.controller ?? location.hostname,
    policyUrl: good.policy_url,
    control: good.control ?? 'bottom-left',
    vendors: good.vendors ?? [],
  };
}

/** @param {[string, unknown]} entry */
function isGood([name, value]) {
  const known = KNOWN[name];
  if (!known) complain(`config "banner.${name}": there is no such key; it is ignored`);
  else if (!known[0](value))
    complain(`config "banner.${name}" must be ${known[1]}; the default is used`);
  return known && known[0](value);
}

/** @param {string} address */
function absolute(address) {
  try {
    return new URL(address, document.baseURI).href;
  } catch {
    return '';
  }
}

/** A `javascript:` address would be code of whoever wrote the config. @param {unknown} value */
function isWebAddress(value) {
  return text(value) && /^https?:/.test(absolute(String(value)));
}
