/**
 * @file The entry of `consent-gate.js`: starts the engine, puts the hooks in, publishes the API, and keeps the
 * engine told of what happens to the page. Everything else is a file of its own name.
 */

import { table } from 'consent-gate:table';
import { publish } from './page/public-api.ts';
import { askSoon } from './page/load-banner.ts';
import { clear, tidy } from './storage/clear-storage.ts';
import { readmit } from './page/replay-after-start.ts';
import { ask, useEngine } from './engine/engine.ts';
import { DAMAGED, isDamage, startTranslated, startWasm } from './engine/start-wasm.ts';
import { loadFallback } from './page/load-fallback.ts';
import { hands } from './page/host-effects.ts';
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
import { complainOfOthers, configText } from './platform/config.ts';
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

function attempt(step: () => void) {
  try {
    step();
  } catch (error) {
    warn('Consent Gate: a part of the gate does not work on this page:', error);
  }
}

/** Starts in a document that the gate of another one has put this one into: no banner, no storage, no API. */
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
      if (begin(startTranslated(instantiate), 'js')) readmit();
    }, giveUp);
  }
}

/** Whether it has begun. */
function begin(engine: Engine, name: 'wasm' | 'js') {
  const gpc = (navigator as PrivacyNavigator).globalPrivacyControl === true;
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
  listen(window, 'pageshow', (event: PageTransitionEvent) => event.persisted && reread());
  listen(window, 'storage', ({ key }: StorageEvent) => isRecord(key) && reread());
}

/** Whether a `storage` event with this key is about the record; `clear()` in another tab gives none. */
const isRecord = (key: string | null) => key === KEY || key === null;
