/**
 * @file The optional service worker (`www/edge`): brings it in and takes it away as the config says, tells it what only a
 * page knows, and has the last word about what it is to stop. Without the key in the config, nothing.
 */

import { version } from 'consent-gate:build';
import { peek } from './decide.js';
import { on } from './events.js';
import { OTHER } from './kinds.js';
import { hookMethod } from './hook.js';
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
} from './natives.js';
import { isRewritten } from './rewritten.js';
import { ownUrl } from './self.js';
import { configText, settings } from './settings.js';
import { load } from './store.js';
import { trustedScriptURL } from './trusted.js';

const FILE = 'consent-gate-sw.js';

export function startWorker() {
  const path = settings.config.service_worker;
  // Reading it throws in a sandbox.
  const container = path === undefined ? path : maybe(() => navigator.serviceWorker, 0);
  if (!container) return;
  const tell = path ? listenTo(container) : undefined;
  const begin = () =>
    then(settle(container, path), tell, (/** @type {any} */ error) =>
      warn('Consent Gate: no service worker:', error),
    );
  const proto = ServiceWorkerContainer.prototype;
  register = method(proto, 'register');
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

/** The browser's own. @type {ReturnType<typeof method> | undefined} */
let register;

/**
 * Answers the worker.
 * @param {ServiceWorkerContainer} container
 * @returns {() => void} tells it about this page, now and whenever the visitor has chosen
 */
function listenTo(container) {
  const post = method(ServiceWorker.prototype, 'postMessage');
  const reply = method(MessagePort.prototype, 'postMessage');
  const tell = () =>
    then(container.ready, (/** @type {ServiceWorkerRegistration} */ { active }) =>
      post(active, { consentGate: { version, config: configText, src: ownUrl, record: load() } }),
    );
  on('change', tell);
  listen(container, 'message', (/** @type {MessageEvent} */ { data, ports }) => {
    const url = data?.consentGate;
    if (url) reply(ports[0], peek(url, OTHER));
    else if (url === '') tell();
  });
  container.startMessages();
  return tell;
}

/**
 * Only a worker of ours is changed: one worker answers for a page, and the site's own comes first.
 * @param {ServiceWorkerContainer} container
 * @param {string | false} path
 */
async function settle(container, path) {
  const found = await container.getRegistration();
  const worker = found && (found.active ?? found.waiting ?? found.installing);
  if ((taken && path) || (worker && !worker.scriptURL.includes(`/${FILE}`))) {
    if (path && !isRewritten())
      warn(`Consent Gate: this site's own service worker stays; it can importScripts('${path}')`);
  } else if (path)
    await /** @type {any} */ (register)(
      container,
      trustedScriptURL(absolute(path, baseOf(document)) ?? path),
    );
  else await found?.unregister();
}
