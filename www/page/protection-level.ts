/**
 * @file How static markup is held on this page, as the gate's own tag says (`consent-gate snippet`). A sealed head has
 * a policy behind that tag which shuts third parties out. No script can lift a policy that stands; but the line that
 * is still to come can be turned into a comment, and one that fits the visitor's choice be put in its place.
 * One that trusts a nonce lets in scripts that the gate releases; it shuts neither frames nor images, which the gate holds.
 */

import { ask } from '../engine/engine.ts';
import { attributeOf, parseData, writeDocument } from '../platform/primordials.ts';
import { isRewritten } from '../hold/rewritten-markup.ts';
import { isShut, lets, said, shut } from '../platform/csp-lock.ts';
import { ownTag } from '../platform/own-script.ts';
import { trustedHTML } from '../platform/trusted-types.ts';

let sealed = lets || isShut();

export function strength(): 'one-tag' | 'quiet' | 'sealed' | 'rewritten' {
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
    if (categories[name]) policy += ` ${attributeOf(ownTag!, `data-consent-gate-${name}`)}`;
    else refused += 1;
  }
  if (refused === 3) return;
  sealed = refused > 0;
  shut(sealed);
  const own = sealed ? `<meta http-equiv="Content-Security-Policy" content="${policy}">` : '';
  writeDocument(document, trustedHTML(`${own}<!--`));
}
