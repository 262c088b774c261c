/**
 * @file The entry of `consent-gate.js`: starts the engine, puts the hooks in, publishes the API, and keeps the
 * engine told of what happens to the page. Everything else is a file of its own name.
 */

import { table } from 'consent-gate:table';
import { publish } from './api.js';
import { askSoon } from './asking.js';
import { clear, tidy } from './clear.js';
import { readmit } from './readmit.js';
import { ask, useEngine } from './decide.js';
import { DAMAGED, isDamage, startTranslated, startWasm } from './engine.js';
import { loadFallback } from './fallback-loader.js';
import { hands } from './hands.js';
import { hintAtErrors } from './hints.js';
import { lookBack } from './lateness.js';
import {
  descriptorOf,
  isHidden,
  listen,
  readyStateOf,
  removeNode,
  setTimer,
  soon,
  warn,
} from './natives.js';
import { guard } from './presses.js';
import { installIn } from './realm.js';
import { inside, ownHost, ownTag } from './self.js';
import { complainOfOthers, configText } from './settings.js';
import { startWorker } from './service-worker.js';
import { KEY, need } from './store.js';
import { unseal } from './strength.js';
import { expectEngine, giveUp } from './without-engine.js';
import { useInstaller } from './frames.js';
import { start } from './release.js';
import { useStart } from './start-now.js';
import { useReader } from './content.js';
import { trackedInDocument } from './documents.js';

useInstaller(installIn);
useStart(start);
useReader(trackedInDocument);

// Threat: `<html id="consentGate">` makes a global of that name. Only another gate has this one.
if (!descriptorOf(window, 'consentGate')?.value?.['consent-gate-banner']) open();

/**
 * Every step is taken, whatever becomes of those before it.
 * @throws where a hook is missing: `tools/gate.mjs` then lets the browser hold all third parties
 */
function open() {
  attempt(startEngine);
  if (inside) return openInside(inside);
  attempt(lookBack);
  attempt(unseal);
  try {
    installIn(window);
  } finally {
    attempt(publish);
    attempt(keepTold);
    attempt(startWorker);
  }
}

/** @param {() => void} step */
function attempt(step) {
  try {
    step();
  } catch (error) {
    warn('Consent Gate: a part of the gate does not work on this page:', error);
  }
}

/**
 * Starts in a document that the gate of another one has put this one into: no banner, no storage, no API.
 * @param {NonNullable<typeof inside>} told
 */
function openInside(told) {
  installIn(window);
  removeNode(ownTag);
  listen(document, 'DOMContentLoaded', () => ask('parsed'));
  const { port1, port2 } = new MessageChannel();
  listen(port1, 'message', (/** @type {MessageEvent} */ { data }) => {
    told.record = data;
    ask('reread');
  });
  port1.start();
  parent.postMessage(told.token, '*', [port2]);
}

function startEngine() {
  try {
    begin(startWasm(), 'wasm');
  } catch (error) {
    if (isDamage(error)) warn(`Consent Gate: ${/** @type {Error} */ (error).message}`);
    expectEngine();
    loadFallback((instantiate) => {
      if (begin(startTranslated(instantiate), 'js')) readmit();
    }, giveUp);
  }
}

/**
 * Whether it has begun.
 * @param {import('./engine-types.js').Engine} engine
 * @param {'wasm' | 'js'} name
 */
function begin(engine, name) {
  const gpc = /** @type {any} */ (navigator).globalPrivacyControl === true;
  if (!engine.start(hands, table, configText, ownHost, gpc)) {
    warn(`Consent Gate: ${DAMAGED}; until then all third parties are held`);
    giveUp();
    return false;
  }
  useEngine(engine, name);
  if (need(ask('needs'))) ask('reread');
  // Behind this file's end: an audit such as Lighthouse has the browser find out where a cookie is read, and to place
  // the calls of a whole file takes longer than its start.
  soon(clear);
  if (readyStateOf(document) !== 'loading') ask('parsed');
  return true;
}

/**
 * The record may change while this page sleeps, is not shown yet, or another tab is used. Stores are never cleared while
 * the page is left: the visitor waits for that, and the next page clears them at its start.
 */
function keepTold() {
  const reread = () => {
    ask('reread');
    setTimer(tidy);
  };
  listen(document, 'DOMContentLoaded', () => {
    complainOfOthers();
    ask('parsed');
  });
  guard(window);
  hintAtErrors();
  if (readyStateOf(document) === 'loading') listen(document, 'DOMContentLoaded', askSoon);
  else askSoon();
  listen(document, 'prerenderingchange', reread);
  listen(document, 'visibilitychange', () => isHidden(document) || reread());
  listen(
    window,
    'pageshow',
    (/** @type {PageTransitionEvent} */ event) => event.persisted && reread(),
  );
  listen(window, 'storage', (/** @type {StorageEvent} */ { key }) => isRecord(key) && reread());
}

/**
 * Whether a `storage` event with this key is about the record; `clear()` in another tab gives none.
 * @param {string | null} key
 */
const isRecord = (key) => key === KEY || key === null;
