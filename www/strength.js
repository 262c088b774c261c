/**
 * @file How static markup is held on this page, as the gate's own tag says (`consent-gate snippet`). A sealed head has
 * a policy behind that tag which shuts third parties out. No script can lift a policy that stands; but the line that
 * is still to come can be turned into a comment, and one that fits the visitor's choice be put in its place.
 * One that trusts a nonce lets in scripts that the gate releases; it shuts neither frames nor images, which the gate holds.
 */

import { ask } from './decide.js';
import { attributeOf, parseData, writeDocument } from './natives.js';
import { isRewritten } from './rewritten.js';
import { isShut, lets, said, shut } from './seal.js';
import { ownTag } from './self.js';
import { trustedHTML } from './trusted.js';

let sealed = lets || isShut();

/** @returns {'one-tag' | 'quiet' | 'sealed' | 'rewritten'} */
export function strength() {
  if (sealed || said === 'quiet') return sealed ? 'sealed' : 'quiet';
  return isRewritten() ? 'rewritten' : 'one-tag';
}

/** Opens the seal as far as the visitor's choice says: the comment ends behind the line that it hides. */
export function unseal() {
  if (!sealed) return;
  const { categories } = parseData(ask('state', '', '', false));
  let policy = 'connect-src * data: blob:;default-src';
  let refused = 0;
  for (const name in categories) {
    if (categories[name])
      policy += ` ${attributeOf(/** @type {any} */ (ownTag), `data-consent-gate-${name}`)}`;
    else refused += 1;
  }
  if (refused === 3) return;
  sealed = refused > 0;
  shut(sealed);
  const own = sealed ? `<meta http-equiv="Content-Security-Policy" content="${policy}">` : '';
  writeDocument(document, trustedHTML(`${own}<!--`));
}
