/**
 * @file Values for sinks that demand Trusted Types. The gate only ever puts back what the page itself had
 * put there, so its policy adds no power; where the site's CSP does not list `consent-gate`, the plain value
 * is used and the browser decides.
 */

import {
  createElementNS,
  getPrototypeOf,
  getter,
  HTML,
  localNameOf,
  method,
  optional,
  own,
  setScriptText,
} from './primordials.ts';

const factory = optional('trustedTypes');
const createPolicy = factory && method(factory, 'createPolicy');
const typeOfAttribute = factory && method(factory, 'getAttributeType');

const defaultPolicy = factory && getter(getPrototypeOf(factory), 'defaultPolicy');

/** Whether the page has a policy that may make anything of a plain string. */
export const convertsStrings = () => Boolean(factory && defaultPolicy(factory));

let policy: any;

/** The policy, made when it is first needed: making it is visible to the site's CSP reports. */
function ours() {
  if (policy !== undefined) return policy;
  const same = (value: string) => value;
  try {
    policy = createPolicy(factory, 'consent-gate', {
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

/** Whether the page takes no plain strings and the gate may have no policy: only what the page vouched for passes. */
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

/** What the page itself gave as TrustedHTML for the `srcdoc` of a frame. */
const given: WeakMap<Element, object> = own(new WeakMap());

/**
 * Remembers what the page vouched for: no policy is needed to put that back.
 * @param value of its `srcdoc`
 */
export function keepGiven(frame: Element, value: any) {
  if (typeof value === 'object' && value) given.set(frame, value);
  else given.delete(frame);
}

/** `value` as the type that attribute `name` of `element` asks for. */
export function trusted(element: Element, name: string, value: string): any {
  const kept = name === 'srcdoc' && given.get(element);
  if (kept && `${kept}` === value) return kept;
  const type = factory && typeOfAttribute(factory, localNameOf(element), name);
  return type && ours() ? policy[type.replace('Trusted', 'create')](value) : value;
}

/** `html` as TrustedHTML where the browser knows the type and the site lets the gate have a policy. */
export const trustedHTML = (html: string): any =>
  factory && ours() ? policy.createHTML(html) : html;

/** `code` as TrustedScript, likewise. */
export const trustedScript = (code: string): any =>
  factory && ours() ? policy.createScript(code) : code;

/** `url` as TrustedScriptURL, likewise. */
export const trustedScriptURL = (url: string): any =>
  factory && ours() ? policy.createScriptURL(url) : url;
