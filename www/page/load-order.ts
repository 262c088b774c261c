/** @file Detects whether the gate was late: whether tags before it, or before its deferred execution, were not held. */

import { started } from '../requests/held-elements.ts';
import { isThirdParty } from '../engine/null-engine.ts';
import { ask } from '../engine/engine.ts';
import { IFRAME, SCRIPT } from '../platform/constants.ts';
import { absolute, baseOf, hasAttribute, isAsync, query, warn } from '../platform/primordials.ts';
import { runs, sourceOf, tagOf } from '../requests/element-request.ts';
import { interceptRewrittenBefore } from '../hold/rewritten-markup.ts';
import { ownTag } from '../platform/own-script.ts';

let late = false;

export const isLate = () => late;

/** Reports, once at start, the requests that were made before the gate and cannot be held. */
export function lookBack() {
  const elements = query(document, 'script,iframe,frame');
  let first: string | null = null;
  for (let i = 0; i < elements.length; i += 1) {
    started.add(elements[i]);
    if (elements[i] === ownTag) continue;
    const tag = tagOf(elements[i]);
    const inert = tag === 'script' && !runs(elements[i]);
    const source = tag && !inert && sourceOf(elements[i], tag);
    const url = source && absolute(source, baseOf(elements[i]));
    if (!url || !isThirdParty(url)) continue;
    first ??= url;
    ask('note_late', url, tag === 'script' ? SCRIPT : IFRAME);
  }
  interceptRewrittenBefore(document);
  const blocking = ownTag && !isAsync(ownTag) && !hasAttribute(ownTag, 'defer');
  late = first !== null || !blocking;
  if (first)
    warn(
      `Consent Gate: this tag comes before the gate and was not held: ${first}. Put the gate first in <head>.`,
    );
  else if (late)
    warn(
      'Consent Gate: the gate was deferred or inserted by a script, so tags before it were not held. Make its own tag the first in <head>, without async, defer or type=module.',
    );
}
