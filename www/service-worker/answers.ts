/**
 * @file Beside the site's own worker: an event takes one answer, and the first one keeps later listeners from being called.
 * So ours stays the last one, and the page with which the site's worker answers a navigation gets rewritten.
 */

import { scope } from './scope.ts';

const { respondWith } = FetchEvent.prototype;

/**
 * The site's own worker has imported this file.
 * @param ours our listener
 * @param changed what becomes of a page
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

/**
 * Answers.
 * @param make `plain` is what would have come without us
 */
export function answer(
  event: FetchEvent,
  make: (plain: () => Promise<Response>) => Promise<Response>,
) {
  const plain = async () => (await event.preloadResponse) ?? fetch(event.request);
  respondWith.call(event, make(plain));
}
