/**
 * @file The optional service worker (`www/service-worker`): brings it in and takes it away as the config says, tells it what only a
 * page knows, and has the last word about what it is to stop. Without the key in the config, nothing.
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
  // Behind the page's own listeners, which may bring in a worker of the site.
  const later = () => setTimer(begin, 0);
  if (readyStateOf(document) === 'complete') later();
  else listen(window, 'load', later);
}

/** Whether the page brings in a worker itself. The browser tells of it only when its file has come. */
let taken = false;

/** The native method, from before it was hooked. */
let register: RegisterWorker;

/**
 * Answers the worker.
 * @returns tells it about this page, now and whenever the visitor has chosen
 */
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

/** Only a worker of ours is changed: one worker answers for a page, and the site's own comes first. */
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
