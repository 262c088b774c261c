/**
 * @file `document.write` of TrustedHTML if the gate may not have a policy. Then markup can be neither changed nor
 * written in parts. Markup without held requests is written unchanged. Other markup is parsed into nodes, which are
 * inserted after the writing script, and held as usual.
 */

import { trackedInText } from '../requests/scan-code.ts';
import { parseInert } from '../platform/inert-document.ts';
import { loadOf } from '../requests/subresources.ts';
import {
  adoptNode,
  baseOf,
  currentScriptOf,
  found,
  fragmentBeside,
  insertBefore,
  isConnected,
  nextSiblingOf,
  frozenMethods,
  parentOf,
  readyStateOf,
  soon,
  warn,
} from '../platform/primordials.ts';
import { candidates, requestOf, tagOf, wouldHold } from '../requests/element-request.ts';
import { insertion } from '../hold/around-insertion.ts';
import { LOAD } from '../requests/resource-attributes.ts';
import type { SinkText } from '../platform/types-core.ts';

/** Markup whose last tag may not be complete, and the calls that wrote it. */
type Unfinished = { text: string; acts: (() => void)[] };

/** Matches a possible first part of a tag. */
const UNFINISHED = /<\/?(?:[a-z][^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*(?:"[^"]*|'[^']*)?)?$/i;

const unfinished: WeakMap<Document, Unfinished> = frozenMethods(new WeakMap());

/**
 * @param given TrustedHTML
 * @param text the same as one string
 * @param act calls the native function
 */
export function writeGiven(
  document: Document,
  given: ArrayLike<SinkText>,
  text: string,
  act: () => void,
) {
  const before = unfinished.get(document);
  const whole = (before?.text ?? '') + text;
  const acts = [...(before?.acts ?? []), act];
  if (found(UNFINISHED, whole)) {
    unfinished.set(document, { text: whole, acts });
    return soon(() => finishGiven(document));
  }
  unfinished.delete(document);
  if (before || given.length > 1) return writeWhole(document, { text: whole, acts });
  const script = currentScriptOf(document);
  if (readyStateOf(document) === 'loading' && !holdsAny(document, given)) return act();
  if (script && isConnected(script)) insertBehind(script, given);
  else lose(text);
}

/** Handles a tag that no later call has completed. */
export function finishGiven(document: Document) {
  const calls = unfinished.get(document);
  unfinished.delete(document);
  if (calls && readyStateOf(document) === 'loading') writeWhole(document, calls);
}

/** Judges a tag that was written in several calls. Only its text can be judged. */
function writeWhole(document: Document, { text, acts }: Unfinished) {
  if (trackedInText(text, baseOf(document)) !== null) return lose(text);
  for (let i = 0; i < acts.length; i += 1) acts[i]();
}

const lose = (text: string) =>
  warn(
    `Consent Gate: written markup (${text.slice(0, 80)}) is held and cannot be released. If the site's CSP has "trusted-types", add "consent-gate" to it.`,
  );

function holdsAny(document: Document, given: ArrayLike<SinkText>) {
  for (let i = 0; i < given.length; i += 1) {
    const elements = candidates(parseInert(given[i])) ?? [];
    for (let j = 0; j < elements.length; j += 1) {
      const request =
        tagOf(elements[j]) === LOAD
          ? loadOf(elements[j], baseOf(document))
          : requestOf(adoptNode(document, elements[j]) as Element, true);
      if (request && wouldHold(request)) return true;
    }
  }
  return false;
}

function insertBehind(script: Element, given: ArrayLike<SinkText>) {
  const parent = parentOf(script)!;
  const next = nextSiblingOf(script);
  for (let i = 0; i < given.length; i += 1) {
    const fragment = fragmentBeside(script, given[i]);
    insertion(parent, [fragment], () => insertBefore(parent, fragment, next));
  }
}
