/** @file The service worker as a test needs it: brought in by a first visit, and told of the site by its gate. */
import { gateFile } from './browser.mjs';

/** @typedef {import('./browser.mjs').Visit} Visit */

/** Where the tests' sites have it, as `dist/` does. */
export const PATH = '/consent-gate-sw.js';

/** The built file. */
export const WORKER = () => String(/** @type {any} */ (gateFile('consent-gate-sw.js')).body);

/** The same, as an older release. */
export const OLDER = () => {
  const version = /Consent Gate (\S+) /.exec(WORKER())?.[1];
  return WORKER().replaceAll(`"${version}"`, '"0.0.0"');
};

/** The same, with a wasm that nobody can compile: its first byte, as `tools/embed.mjs` writes it. */
export const BROKEN = () => WORKER().replace('`v\x17\x05\x1b', '`w\x17\x05\x1b');

/**
 * Waits in the page until something about its service worker is so.
 * @param {Visit} visit @param {string} what an expression, with `registration` and `stored` at hand
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

/** Waits until the worker runs and has been told by the gate. @param {Visit} visit */
export const untilReady = (visit) =>
  until(visit, `registration?.active?.state === 'activated' && stored`);

/** Goes to the same page once more. @param {Visit} visit  @param {string} [path] */
export async function again(visit, path = '') {
  await visit.page.goto(visit.url + path);
  await visit.loaded();
  await visit.idle();
}
