/**
 * @file The engine for as long as there is none, and after a failure of ours. It knows no vendor and no
 * record: third parties are held, the site's own requests go. When an engine arrives, everything that waits
 * here is asked again and every choice made meanwhile is repeated (`gate.ts`).
 * Where none will arrive, each held request ends as failed (`page/without-engine.ts`).
 */

import { absolute, exec, nothing, slice, toJSON } from '../platform/primordials.ts';
import { ownHost } from '../platform/own-script.ts';
import type { Engine } from './engine-interface.ts';
import type { PrivacyNavigator } from '../platform/types-core.ts';

/** Tickets of this engine start here, so that none is taken for one of the engine that follows. */
export const FIRST_TICKET = 2 ** 30;

const ownSuffix = `.${ownHost.replace(/^www\./, '')}`;
let next = FIRST_TICKET;

/** Ends a request for the page. Does nothing while an engine may still arrive. */
let end: (ticket: number) => void = nothing;

/** From now on every request that this engine holds is given to `ending`. */
export const endBy = (ending: (ticket: number) => void) => void (end = ending);

function hold() {
  next += 1;
  end(next);
  return next;
}

/** Choices that came too early: arguments of `choose`. */
export const early: [string, string, string, string][] = [];

/** Whether the URL's host is neither the page's own nor below it. */
export function isThirdParty(url: string) {
  const match = exec(
    /^(?:https?|wss?):\/\/(?:[^/?#@]*@)?([^/:?#]*)/,
    absolute(url, location.href) ?? '',
  );
  if (!match || match[1] === ownHost) return false;
  return slice(`.${match[1]}`, -ownSuffix.length) !== ownSuffix;
}

const no = () => 0;

export function blindEngine(): Engine {
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
