/**
 * @file Registers or unregisters the optional service worker (`www/service-worker`), as the config says. It sends the
 * worker the page's data, and confirms which requests it blocks. Without the key in the config, it does nothing.
 */

import { version } from 'consent-gate:build';
import { peek } from '../engine/engine.ts';
import { on } from '../platform/event-bus.ts';
import { OTHER } from '../platform/constants.ts';
import { hookMethod } from '../platform/patch.ts';
import {
  absolute,
  apply,
  baseOf,
  listen,
  maybe,
  method,
  readyStateOf,
  setTimer,
  then,
  warn,
} from '../platform/primordials.ts';
import { isRewritten } from '../hold/rewritten-markup.ts';
import { ownUrl } from '../platform/own-script.ts';
import { configText, settings } from '../platform/config.ts';
import { load } from '../consent/record-store.ts';
import { trustedScriptURL } from '../platform/trusted-types.ts';
import type { RegisterWorker } from '../platform/types-core.ts';

const FILE = 'consent-gate-sw.js';

export function startWorker() {
  const path = settings.config.service_worker as string | false | undefined;
  // Reading it throws in a sandbox.
  const container = path === undefined ? path : maybe(() => navigator.serviceWorker, 0);
  if (!container) return;
  const tell = path ? listenTo(container) : undefined;
  const begin = () =>
    then(settle(container, path!), tell, (error: unknown) =>
      warn('Consent Gate: no service worker:', error),
    );
  const proto = ServiceWorkerContainer.prototype;
  register = method(proto, 'register') as RegisterWorker;
  hookMethod(proto, 'register', (native, self, args) => {
    taken = true;
    return apply(native, self, args);
  });
  // Runs after the page's listeners, which may register a worker of the site.
  const later = () => setTimer(begin, 0);
  if (readyStateOf(document) === 'complete') later();
  else listen(window, 'load', later);
}

/** Whether the page registers a worker. The browser reports it only after its file has arrived. */
let taken = false;

/** The native method, read before it was hooked. */
let register: RegisterWorker;

/** Answers the worker's messages. @returns sends the page's data to the worker, now and after each choice */
function listenTo(container: ServiceWorkerContainer): () => void {
  const post = method(ServiceWorker.prototype, 'postMessage');
  const reply = method(MessagePort.prototype, 'postMessage');
  const tell = () =>
    then(container.ready, ({ active }: ServiceWorkerRegistration) =>
      post(active!, { consentGate: { version, config: configText, src: ownUrl, record: load() } }),
    );
  on('change', tell);
  listen(container, 'message', ({ data, ports }: MessageEvent) => {
    const url = data?.consentGate;
    if (url) reply(ports[0], peek(url, OTHER));
    else if (url === '') tell();
  });
  container.startMessages();
  return tell;
}

/**
 * Registers or unregisters the gate's worker. A page can have only one worker, and the site's worker has priority, so
 * it is never changed.
 */
async function settle(container: ServiceWorkerContainer, path: string | false) {
  const found = await container.getRegistration();
  const worker = found && (found.active ?? found.waiting ?? found.installing);
  if ((taken && path) || (worker && !worker.scriptURL.includes(`/${FILE}`))) {
    if (path && !isRewritten())
      warn(`Consent Gate: this site's own service worker stays; it can importScripts('${path}')`);
  } else if (path)
    await register(container, trustedScriptURL(absolute(path, baseOf(document)) ?? path));
  else await found?.unregister();
}
