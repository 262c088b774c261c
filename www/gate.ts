/**
 * @file The entry of `consent-gate.js`: starts the engine, installs the hooks, publishes the API, and notifies the
 * engine of events in the page.
 */

import { table } from 'consent-gate:table';
import { publish } from './page/public-api.ts';
import { askSoon } from './page/load-banner.ts';
import { clear, tidy } from './storage/clear-storage.ts';
import { judgeAgain } from './page/replay-after-start.ts';
import { ask, useEngine } from './engine/engine.ts';
import { DAMAGED, isDamage, startTranslated, startWasm } from './engine/start-wasm.ts';
import { loadFallback } from './page/load-fallback.ts';
import { hostEffects } from './page/host-effects.ts';
import { hintAtErrors } from './page/dependency-hints.ts';
import { lookBack } from './page/load-order.ts';
import {
  descriptorOf,
  isHidden,
  listen,
  readyStateOf,
  removeNode,
  setTimer,
  soon,
  warn,
} from './platform/primordials.ts';
import { guard } from './page/banner-clicks.ts';
import { installIn } from './page/install-hooks.ts';
import { inside, ownHost, ownTag } from './platform/own-script.ts';
import { reportOtherConfigs, configText } from './platform/config.ts';
import { startWorker } from './page/register-service-worker.ts';
import { KEY, need } from './consent/record-store.ts';
import { unseal } from './page/protection-level.ts';
import { expectEngine, giveUp } from './page/without-engine.ts';
import { useInstaller } from './frames/frames.ts';
import { start } from './release/run-script.ts';
import { useStart } from './requests/start-now.ts';
import { useReader } from './requests/scan-frame.ts';
import { trackedInDocument } from './requests/scan-document.ts';
import type { Engine } from './engine/engine-interface.ts';
import type { PrivacyNavigator } from './platform/types-core.ts';

useInstaller(installIn);
useStart(start);
useReader(trackedInDocument);

// Threat: `<html id="consentGate">` makes a global of that name. Only another gate has this property.
if (!descriptorOf(window, 'consentGate')?.value?.['consent-gate-banner']) open();

/**
 * Takes every step, even if an earlier one has failed.
 * @throws if a hook is missing: `tools/gate.mjs` then lets the browser hold all third parties
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

function attempt(step: () => void) {
  try {
    step();
  } catch (error) {
    warn('Consent Gate: a part of the gate does not work on this page:', error);
  }
}

/** Starts the gate inside another document, where a gate has inserted it: without banner, storage and API. */
function openInside(told: NonNullable<typeof inside>) {
  installIn(window);
  removeNode(ownTag!);
  listen(document, 'DOMContentLoaded', () => ask('parsed'));
  const { port1, port2 } = new MessageChannel();
  listen(port1, 'message', ({ data }: MessageEvent) => {
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
    if (isDamage(error)) warn(`Consent Gate: ${(error as Error).message}`);
    expectEngine();
    loadFallback((instantiate) => {
      if (begin(startTranslated(instantiate), 'js')) judgeAgain();
    }, giveUp);
  }
}

/** Uses an engine. @returns whether it has started */
function begin(engine: Engine, name: 'wasm' | 'js') {
  const gpc = (navigator as PrivacyNavigator).globalPrivacyControl === true;
  if (!engine.start(hostEffects, table, configText, ownHost, gpc)) {
    warn(`Consent Gate: ${DAMAGED}; until then all third parties are held`);
    giveUp();
    return false;
  }
  useEngine(engine, name);
  if (need(ask('needs'))) ask('reread');
  // Runs after this file. An audit such as Lighthouse makes the browser locate the code that reads a cookie. While this
  // file runs, that is slow.
  soon(clear);
  if (readyStateOf(document) !== 'loading') ask('parsed');
  return true;
}

/**
 * Notifies the engine of events. The record may change while the page is in the back/forward cache, prerendered or
 * hidden, or another tab is used. Stores are never cleared while the page is left: the visitor would wait for that, and
 * the next page clears them at its start.
 */
function keepTold() {
  const reread = () => {
    ask('reread');
    setTimer(tidy);
  };
  listen(document, 'DOMContentLoaded', () => {
    reportOtherConfigs();
    ask('parsed');
  });
  guard(window);
  hintAtErrors();
  if (readyStateOf(document) === 'loading') listen(document, 'DOMContentLoaded', askSoon);
  else askSoon();
  listen(document, 'prerenderingchange', reread);
  listen(document, 'visibilitychange', () => isHidden(document) || reread());
  listen(window, 'pageshow', (event: PageTransitionEvent) => event.persisted && reread());
  listen(window, 'storage', ({ key }: StorageEvent) => isRecord(key) && reread());
}

/**
 * Returns whether a `storage` event with this key may be about the record. After `clear()` in another tab the key is
 * null.
 */
const isRecord = (key: string | null) => key === KEY || key === null;
