/**
 * @file How static markup is held on this page, as the gate's own tag says (`consent-gate snippet`). A sealed head has
 * a policy behind that tag which shuts third parties out. No script can lift a policy that stands; but the line that
 * is still to come can be turned into a comment, and one that fits the visitor's choice be put in its place.
 * One that trusts a nonce lets in scripts that the gate releases; it shuts neither frames nor images, which the gate holds.
 */

import { ask } from './decide.js';
import { attributeOf, parseJSON, writeDocument } from './natives.js';
import { isRewritten } from './rewritten.js';
import { ownTag } from './self.js';
import { trustedHTML } from './trusted.js';

const said = ownTag && attributeOf(ownTag, 'data-consent-gate');

/** Whether the seal lets in what the gate releases: it trusts a nonce, and what a trusted script brings in. */
export const lets = said === 'sealed-nonce';

let sealed = lets || said === 'sealed';
let shut = !lets && sealed;

/** Whether a policy stands that only a reload can change. */
export const isShut = () => shut;

/**
 * What lets something load at last, or the reload by which alone it can.
 * @param {() => void} act
 */
export const orReload = (act) => () => (shut ? location.reload() : act());

/** @returns {'one-tag' | 'quiet' | 'sealed' | 'rewritten'} */
export function strength() {
  if (sealed || said === 'quiet') return sealed ? 'sealed' : 'quiet';
  return isRewritten() ? 'rewritten' : 'one-tag';
}

/** Opens the seal as far as the visitor's choice says: the comment ends behind the line that it hides. */
export function unseal() {
  if (!sealed) return;
  const { categories } = parseJSON(ask('state', '', '', false));
  let policy = 'connect-src * data: blob:;default-src';
  let refused = 0;
  for (const name in categories) {
    if (categories[name])
      policy += ` ${attributeOf(/** @type {any} */ (ownTag), `data-consent-gate-${name}`)}`;
    else refused += 1;
  }
  if (refused === 3) return;
  sealed = shut = refused > 0;
  const own = sealed ? `<meta http-equiv="Content-Security-Policy" content="${policy}">` : '';
  writeDocument(document, trustedHTML(`${own}<!--`));
}
