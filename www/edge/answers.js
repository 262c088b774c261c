/**
 * @file Beside the site's own worker: an event takes one answer, and the first one keeps later listeners from being called.
 * So ours stays the last one, and the page with which the site's worker answers a navigation gets rewritten.
 */

import { scope } from './scope.js';

const { respondWith } = FetchEvent.prototype;

/**
 * The site's own worker has imported this file.
 * @param {(event: FetchEvent) => void} ours our listener
 * @param {(response: any) => Promise<Response>} changed what becomes of a page
 */
export function share(ours, changed) {
  FetchEvent.prototype.respondWith = function (given) {
    const isPage = this.request.mode === 'navigate';
    respondWith.call(this, isPage ? Promise.resolve(given).then(changed) : given);
  };
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const goLast = () => {
    remove.call(scope, 'fetch', /** @type {any} */ (ours));
    add.call(scope, 'fetch', /** @type {any} */ (ours));
  };
  scope.addEventListener = (/** @type {any[]} */ ...args) => {
    add.apply(scope, /** @type {any} */ (args));
    if (args[0] === 'fetch') goLast();
  };
  const handler = Object.getOwnPropertyDescriptor(ServiceWorkerGlobalScope.prototype, 'onfetch');
  const { get, set } = handler ?? Object.getOwnPropertyDescriptor(scope, 'onfetch') ?? {};
  if (!set) return;
  const put = (/** @type {any} */ value) => {
    set.call(scope, value);
    goLast();
  };
  Object.defineProperty(scope, 'onfetch', { get, set: put, configurable: true, enumerable: true });
}

/**
 * Answers.
 * @param {FetchEvent} event
 * @param {(plain: () => Promise<Response>) => Promise<Response>} make `plain` is what would have come without us
 */
export function answer(event, make) {
  const plain = async () => (await event.preloadResponse) ?? fetch(event.request);
  respondWith.call(event, make(plain));
}
