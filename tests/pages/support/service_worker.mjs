/** @file The service worker for tests: registered by a first visit, with the site's config from its gate. */
import { gateFile } from './browser.mjs';

/** @typedef {import('./browser.mjs').Visit} Visit */

/** Its path on the tests' sites, as in `dist/`. */
export const PATH = '/consent-gate-sw.js';

/** Kinds of static tags; `$h` is a tracked host. */
const TAGS = {
  script: '<script src="https://script.$h/x.js"></script>',
  defer: '<script defer src="https://defer.$h/x.js"></script>',
  second: '<script src="https://second.$h/x.js"></script>',
  img: '<img src="https://img.$h/x.png">',
  srcset: '<img srcset="https://srcset.$h/x.png 1x">',
  iframe: '<iframe src="https://iframe.$h/x.html"></iframe>',
  poster: '<video poster="https://poster.$h/x.png"></video>',
  style: '<link rel="stylesheet" href="https://style.$h/x.css">',
  preload: '<link rel="preload" as="script" href="https://preload.$h/x.js">',
  import: '<style>@import "https://import.$h/x.css";</style>',
};
export const KINDS = Object.keys(TAGS);

/** @param {string} tracked */
export const tags = (tracked) => Object.values(TAGS).join('\n').replaceAll('$h', tracked);

/** Returns whether a message is not the browser's message on the invalid address of a CSS mask. @param {string} line */
export const isOwn = (line) => !/ERR_UNKNOWN_URL_SCHEME|about:invalid#/.test(line);

/** A worker of the site that responds to navigations. */
export const AGAIN = `
  if (event.request.mode !== 'navigate') return;
  event.respondWith(fetch(event.request).then(async (it) =>
    new Response((await it.text()).replace('<title>test', '<title>own'), it)));`;
export const ANSWERS = `addEventListener('fetch', (event) => { ${AGAIN} });`;

/** The built file. */
export const WORKER = () => String(/** @type {any} */ (gateFile('consent-gate-sw.js')).body);

/** The built file as an older release. */
export const OLDER = () => {
  const version = /Consent Gate (\S+) /.exec(WORKER())?.[1];
  return WORKER().replaceAll(`"${version}"`, '"0.0.0"');
};

/** The built file with a wasm that does not compile: its first byte, as `tools/embed.mjs` writes it, is changed. */
export const BROKEN = () => WORKER().replace('`v\x17\x05\x1b', '`w\x17\x05\x1b');

/**
 * Waits in the page until a condition on its service worker is true.
 * @param {Visit} visit @param {string} what an expression, with the variables `registration` and `stored`
 */
export function until(visit, what) {
  return visit.run(`(async () => {
    for (;;) {
      const registration = await navigator.serviceWorker.getRegistration();
      const stored = await caches.match('/consent-gate-config').then((it) => it?.json());
      if (${what}) return true;
      await new Promise((done) => setTimeout(done, 20));
    }
  })()`);
}

/** Waits until the worker runs and has the gate's message. @param {Visit} visit */
export const untilReady = (visit) =>
  until(visit, `registration?.active?.state === 'activated' && stored`);

/** Ends every worker, as a browser does after a pause. The next event starts it again. @param {Visit} visit */
export async function pause(visit) {
  const session = await visit.page.context().newCDPSession(visit.page);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await session.detach();
}

/** Opens the same page again. @param {Visit} visit  @param {string} [path] */
export async function again(visit, path = '') {
  await visit.page.goto(visit.url + path);
  await visit.loaded();
  await visit.idle();
}
