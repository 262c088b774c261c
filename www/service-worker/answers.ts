/**
 * @file Runs beside the site's worker. An event takes one response, and the first `respondWith` stops later listeners.
 * So the gate's listener stays the last one, and the page with which the site's worker responds to a navigation is
 * rewritten.
 */

import { scope } from './scope.ts';

const { respondWith } = FetchEvent.prototype;

/**
 * Shares events with the site's worker, which has imported this file.
 * @param ours the gate's listener
 * @param changed rewrites a page
 */
export function share(
  ours: (event: FetchEvent) => void,
  changed: (response: Response) => Promise<Response>,
) {
  FetchEvent.prototype.respondWith = function (given) {
    const isPage = this.request.mode === 'navigate';
    respondWith.call(this, isPage ? Promise.resolve(given).then(changed) : given);
  };
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const goLast = () => {
    remove.call(scope, 'fetch', ours as Handler);
    add.call(scope, 'fetch', ours as Handler);
  };
  scope.addEventListener = (...args: Arguments) => {
    add.apply(scope, args);
    if (args[0] === 'fetch') goLast();
  };
  const handler = Object.getOwnPropertyDescriptor(ServiceWorkerGlobalScope.prototype, 'onfetch');
  const { get, set } = handler ?? Object.getOwnPropertyDescriptor(scope, 'onfetch') ?? {};
  if (!set) return;
  const put = (value: unknown) => {
    set.call(scope, value);
    goLast();
  };
  Object.defineProperty(scope, 'onfetch', { get, set: put, configurable: true, enumerable: true });
}

/** Responds to an event. @param make `plain` returns the response without the gate */
export function answer(
  event: FetchEvent,
  make: (plain: () => Promise<Response>) => Promise<Response>,
) {
  const plain = async () => (await event.preloadResponse) ?? fetch(event.request);
  respondWith.call(event, make(plain));
}
