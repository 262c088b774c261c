/**
 * @file The protection level of this page, as the gate's tag says (`consent-gate snippet`). A sealed head has a CSP
 * after that tag, which blocks third parties. No script can remove a policy that is in force. But the gate can turn a
 * policy that is not parsed yet into a comment. Instead, it writes a policy that fits the visitor's choice. A policy
 * that trusts a nonce allows scripts that the gate releases. It does not block frames and images, which the gate holds.
 */

import { ask } from '../engine/engine.ts';
import { attributeOf, parseData, writeDocument } from '../platform/primordials.ts';
import { isRewritten } from '../hold/rewritten-markup.ts';
import {
  requiresReload,
  trustsNonce,
  declaredLevel,
  setReloadRequired,
} from '../platform/csp-lock.ts';
import { ownTag } from '../platform/own-script.ts';
import { trustedHTML } from '../platform/trusted-types.ts';

let sealed = trustsNonce || requiresReload();

export function strength(): 'one-tag' | 'quiet' | 'sealed' | 'rewritten' {
  if (sealed || declaredLevel === 'quiet') return sealed ? 'sealed' : 'quiet';
  return isRewritten() ? 'rewritten' : 'one-tag';
}

/**
 * Opens the CSP lock for the categories that the visitor has allowed. The comment ends after the line with the policy.
 */
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
  setReloadRequired(sealed);
  const own = sealed ? `<meta http-equiv="Content-Security-Policy" content="${policy}">` : '';
  writeDocument(document, trustedHTML(`${own}<!--`));
}
