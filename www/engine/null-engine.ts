/**
 * @file The null engine, used before another engine arrives, and after an internal error. It has no vendor table and no
 * record: third parties are held, the site's requests are allowed. When an engine arrives, all requests that are held
 * here are judged again, and every choice made meanwhile is repeated (`page/replay-after-start.ts`). If none will
 * arrive, each held request ends as failed (`page/without-engine.ts`).
 */

import { absolute, exec, nothing, slice, toJSON } from '../platform/primordials.ts';
import { ownHost } from '../platform/own-script.ts';
import type { Engine } from './engine-interface.ts';
import type { PrivacyNavigator } from '../platform/types-core.ts';

/** First ticket of this engine, so that its tickets differ from those of the next engine. */
export const FIRST_TICKET = 2 ** 30;

const ownSuffix = `.${ownHost.replace(/^www\./, '')}`;
let next = FIRST_TICKET;

/** Ends a request for the page. Does nothing while an engine may still arrive. */
let end: (ticket: number) => void = nothing;

/** Calls `ending` from now on with every request that this engine holds. */
export const endBy = (ending: (ticket: number) => void) => void (end = ending);

function hold() {
  next += 1;
  end(next);
  return next;
}

/** Choices before there was an engine: arguments of `choose`. */
export const early: [string, string, string, string][] = [];

/** Returns whether the URL's host is neither the page's host nor a subdomain of it. */
export function isThirdParty(url: string) {
  const match = exec(
    /^(?:https?|wss?):\/\/(?:[^/?#@]*@)?([^/:?#]*)/,
    absolute(url, location.href) ?? '',
  );
  if (!match || match[1] === ownHost) return false;
  return slice(`.${match[1]}`, -ownSuffix.length) !== ownSuffix;
}

const no = () => 0;

export function nullEngine(): Engine {
  return {
    start: () => true,
    peek: (url) => isThirdParty(url),
    ask: (url) => (isThirdParty(url) ? hold() : 0),
    ask_id: hold,
    ask_inline: no,
    stubs: () => '',
    missing: () => '',
    ask_call: no,
    holds_calls: () => false,
    may_store: no,
    settled: nothing,
    parsed: nothing,
    gone: nothing,
    once: nothing,
    overdue: nothing,
    refused: nothing,
    choose: (...choice) => void (early[early.length] = choice),
    reread: nothing,
    state: (strength, engine, late) =>
      toJSON({
        regime: 'opt-in',
        decided: false,
        categories: { necessary: true, functional: false, analytics: false, marketing: false },
        choices: {},
        signals: { gpc: (navigator as PrivacyNavigator).globalPrivacyControl === true },
        record: null,
        strength,
        engine,
        late,
        waiting: next - FIRST_TICKET,
      }),
    report: () => '[]',
    trusts_hosts: () => false,
    note_late: nothing,
    needs: () => '',
  };
}
