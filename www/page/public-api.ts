/** @file Defines `window.consentGate`, the public API. Its functions call the engine, and never throw. */

import { version } from 'consent-gate:build';
import { doorTo, openPreferences } from './load-banner.ts';
import { ask, engineName } from '../engine/engine.ts';
import { embeds } from '../frames/frame-placeholders.ts';
import { announce, on } from '../platform/event-bus.ts';
import { isLate } from './load-order.ts';
import { define, listen, parseJSON, randomId, toText, warn } from '../platform/primordials.ts';
import { presses } from './banner-clicks.ts';
import { receipt } from '../consent/receipt.ts';
import { settings } from '../platform/config.ts';
import { show } from '../consent/record-store.ts';
import { strength } from './protection-level.ts';

/**
 * @param method how the visitor was asked; only the banner passes one. Without it, code of the page chooses, and a
 * locked API grants nothing.
 * @param shown language and hash of the banner's texts
 */
function choose(verb: string, ids: unknown[], method?: string, shown: object = {}) {
  let lines = '';
  for (let i = 0; i < ids.length; i += 1) lines += `${oneLine(ids[i])}\n`;
  show(shown);
  ask('choose', verb, lines, randomId(), method ?? 'api');
}

/** Longest id, in code units. A longer one is cut, so that it does not fill the console. */
const LONGEST = 200;

/** Converts an id to one line for the engine. An invalid id stays recognizable in the error message. */
function oneLine(id: unknown) {
  try {
    const text = toText(id).replace(/[\r\n]+/g, ' ');
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
  } catch {
    return typeof id; // The conversion throws.
  }
}

const surface = {
  version,
  state: () => parseJSON(ask('state', strength(), engineName(), isLate())),
  grant: (...ids: unknown[]) => choose('grant', ids),
  deny: (...ids: unknown[]) => choose('deny', ids),
  grantAll: () => choose('grantAll', []),
  denyAll: () => choose('denyAll', []),
  withdraw: () => choose('withdraw', []),
  open() {
    announce('open', null);
    openPreferences();
  },
  receipt,
  report: () => parseJSON(ask('report')),
  on(type: unknown, listener: unknown) {
    const tell = () => (listener as Function)(surface.state());
    if (type === 'purposes' ? !on('change', tell, listener) : !on(type, listener))
      return warn(
        `Consent Gate: on() takes change, hold, release or discard, or purposes, and a function; not "${type}"`,
      );
    if (type === 'purposes') tell();
  },
};

/** Defines `window.consentGate` so that no later script can replace it. */
export function publish() {
  const safe = quiet(surface);
  define(safe, 'consent-gate-banner', {
    value: doorTo({ choose, embeds, listen, presses, settings }),
  });
  const value = Object.freeze(safe);
  define(window, 'consentGate', {
    value,
    enumerable: true,
    writable: false,
    configurable: false,
  });
}

/** Wraps functions so that they do not throw. An error is one line on the console, and the result is `undefined`. */
function quiet(functions: Record<string, unknown>) {
  const safe: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(functions)) {
    safe[name] =
      typeof value !== 'function'
        ? value
        : (...args: unknown[]) => {
            try {
              return value(...args);
            } catch (error) {
              warn(`Consent Gate: ${name}() failed:`, error);
            }
          };
  }
  return safe;
}
