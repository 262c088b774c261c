/**
 * @file Makes values for sinks that require Trusted Types. The gate only restores values that the page has set, so its
 * policy adds no power. If the site's CSP does not list `consent-gate`, the plain value is used and the browser
 * decides.
 */

import {
  createElementNS,
  getPrototypeOf,
  getter,
  HTML,
  localNameOf,
  method,
  optional,
  frozenMethods,
  setScriptText,
} from './primordials.ts';
import type { SinkText, TrustedType, TrustedTypePolicy } from './types-core.ts';

const factory = optional('trustedTypes');
const createPolicy = factory && method(factory, 'createPolicy');
const typeOfAttribute = factory && method(factory, 'getAttributeType');

const defaultPolicy = factory && getter(getPrototypeOf(factory), 'defaultPolicy');

/** Returns whether the page has a default policy, which may convert a plain string to any value. */
export const convertsStrings = () => Boolean(factory && defaultPolicy!(factory));

/** Null if the site's CSP does not allow the gate's policy. */
let policy: TrustedTypePolicy | null | undefined;

/** Returns the policy. It is made when it is first needed, since the site's CSP reports show that it was made. */
function ours() {
  if (policy !== undefined) return policy;
  const same = (value: string) => value;
  try {
    policy = createPolicy!(factory!, 'consent-gate', {
      createHTML: same,
      createScriptURL: same,
      createScript: same,
    });
  } catch {
    policy = null;
  }
  return policy;
}

let refused: boolean | undefined;

/**
 * Returns whether sinks reject strings and the gate may not have a policy. Then only Trusted Types of the page are
 * accepted.
 */
export function isWithoutPolicy() {
  if (refused === undefined) refused = Boolean(factory) && !ours() && refusesStrings();
  return refused;
}

function refusesStrings() {
  try {
    setScriptText(createElementNS(document, HTML, 'script'), ' ');
    return false;
  } catch {
    return true;
  }
}

/** The TrustedHTML that the page set as the `srcdoc` of a frame. */
const given: WeakMap<Element, TrustedType> = frozenMethods(new WeakMap());

/** Remembers the `srcdoc` that the page set, if it is TrustedHTML. Setting it again needs no policy. */
export function keepGiven(frame: Element, value: unknown) {
  if (typeof value === 'object' && value) given.set(frame, value as TrustedType);
  else given.delete(frame);
}

/** Returns `value` as the Trusted Type that the attribute `name` of `element` takes. */
export function trusted(element: Element, name: string, value: string): SinkText {
  const kept = name === 'srcdoc' && given.get(element);
  if (kept && `${kept}` === value) return kept;
  const type = factory && typeOfAttribute!(factory, localNameOf(element), name);
  return type && ours()
    ? policy![type.replace('Trusted', 'create') as keyof TrustedTypePolicy](value)
    : value;
}

/** Returns `html` as TrustedHTML, or unchanged without Trusted Types or without a policy. */
export const trustedHTML = (html: string): SinkText =>
  factory && ours() ? policy!.createHTML(html) : html;

/** Returns `code` as TrustedScript under the same conditions. */
export const trustedScript = (code: string): SinkText =>
  factory && ours() ? policy!.createScript(code) : code;

/** Returns `url` as TrustedScriptURL under the same conditions. */
export const trustedScriptURL = (url: string): SinkText =>
  factory && ours() ? policy!.createScriptURL(url) : url;
