/** @file Reads the config's `banner`. Each mistake in it is one line on the console. */

import { reportProblem, config } from './capabilities.ts';
import type { BannerOptions } from '../consent-gate.d.ts';

export interface Options {
  /** The name of the site that asks, or else its host */
  controller: string;
  /** The URL of the site's privacy policy */
  policyUrl: string | undefined;
  /** The corner of the settings button; false for none */
  control: 'bottom-left' | 'bottom-right' | false;
  /** Ids that the site uses, even if this page does not request them */
  vendors: string[];
}

const PLACES: unknown[] = ['bottom-left', 'bottom-right', false];
const text = (value: unknown) => typeof value === 'string' && value !== '';

/** A function that returns whether a value is valid, and the expected value for the console. */
type Rule = readonly [accepts: (value: unknown) => boolean, expected: string];

/** The rule of each key. It has no prototype, because the site chooses the names that are looked up. */
const KNOWN: Record<string, Rule | null | undefined> = {
  __proto__: null,
  controller: [text, 'a string'],
  policy_url: [isWebAddress, 'an address of the web'],
  control: [(value) => PLACES.includes(value), '"bottom-left", "bottom-right" or false'],
  vendors: [(value) => Array.isArray(value) && value.every(text), 'a list of vendor ids'],
};

export function readOptions(): Options {
  const given: Record<string, unknown> = Object(config().banner);
  const good: BannerOptions = Object.fromEntries(Object.entries(given).filter(isGood));
  return {
    controller: good.controller ?? location.hostname,
    policyUrl: good.policy_url,
    control: good.control ?? 'bottom-left',
    vendors: good.vendors ?? [],
  };
}

/** Returns whether an entry of the config is valid, and reports it otherwise. */
function isGood([name, value]: [string, unknown]) {
  const known = KNOWN[name];
  if (!known) reportProblem(`config "banner.${name}": unknown key; it is ignored`);
  else if (!known[0](value))
    reportProblem(`config "banner.${name}" must be ${known[1]}; the default is used`);
  return known && known[0](value);
}

function absolute(address: string) {
  try {
    return new URL(address, document.baseURI).href;
  } catch {
    return '';
  }
}

/**
 * Returns whether a value is an http or https URL.
 *
 * Threat: a `javascript:` address would be code of the author of the config.
 */
function isWebAddress(value: unknown) {
  return text(value) && /^https?:/.test(absolute(String(value)));
}
