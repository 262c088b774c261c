/** @file `window.consentGate`, the public surface. It passes on what it is asked; nothing here throws. */

import { version } from 'consent-gate:build';
import { doorTo, openPreferences } from './asking.js';
import { ask, engineName } from './decide.js';
import { embeds } from './embeds.js';
import { announce, on } from './events.js';
import { isLate } from './lateness.js';
import { define, listen, parseJSON, randomId, toText, warn } from './natives.js';
import { presses } from './presses.js';
import { receipt } from './receipt.js';
import { settings } from './settings.js';
import { show } from './store.js';
import { strength } from './strength.js';

/**
 * @param {string} verb
 * @param {unknown[]} ids
 * @param {string} [method] how the visitor was asked; only the banner passes one. Without it, code of the page chooses,
 *   and a locked API grants nothing.
 * @param {object} [shown] language and hash of the texts that asked
 */
function choose(verb, ids, method, shown = {}) {
  let lines = '';
  for (let i = 0; i < ids.length; i += 1) lines += `${oneLine(ids[i])}\n`;
  show(shown);
  ask('choose', verb, lines, randomId(), method ?? 'api');
}

/** No id is longer; what is cut off would only fill the console. */
const LONGEST = 200;

/**
 * An id as the engine reads it. What is no id stays recognisable for the complaint.
 * @param {unknown} id
 */
function oneLine(id) {
  try {
    const text = toText(id).replace(/[\r\n]+/g, ' ');
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
  } catch {
    return typeof id; // Its own conversion throws.
  }
}

const surface = {
  version,
  state: () => parseJSON(ask('state', strength(), engineName(), isLate())),
  /** @param {unknown[]} ids */
  grant: (...ids) => choose('grant', ids),
  /** @param {unknown[]} ids */
  deny: (...ids) => choose('deny', ids),
  grantAll: () => choose('grantAll', []),
  denyAll: () => choose('denyAll', []),
  withdraw: () => choose('withdraw', []),
  open() {
    announce('open', null);
    openPreferences();
  },
  receipt,
  report: () => parseJSON(ask('report')),
  /** @param {unknown} type @param {unknown} listener */
  on(type, listener) {
    const tell = () => /** @type {Function} */ (listener)(surface.state());
    if (type === 'purposes' ? !on('change', tell, listener) : !on(type, listener))
      return warn(
        `Consent Gate: on() takes change, hold, release or discard, or purposes, and a function; not "${type}"`,
      );
    if (type === 'purposes') tell();
  },
};

/** Puts the surface where the page finds it, and where no later script can replace it. */
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

/**
 * The same functions; a failure is one line on the console and the answer `undefined`.
 * @param {Record<string, any>} functions
 */
function quiet(functions) {
  /** @type {Record<string, any>} */
  const safe = {};
  for (const [name, value] of Object.entries(functions)) {
    safe[name] =
      typeof value !== 'function'
        ? value
        : (/** @type {unknown[]} */ ...args) => {
            try {
              return value(...args);
            } catch (error) {
              warn(`Consent Gate: ${name}() failed:`, error);
            }
          };
  }
  return safe;
}
