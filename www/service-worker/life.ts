/**
 * @file Coming and going of a worker of our own. It keeps no state that a page relies on, so a newer one takes over at once;
 * pages that were loaded without one stay so, since nothing claims them.
 */

import { version } from 'consent-gate:build';
import { scope } from './scope.ts';

/** Whether this is a worker of our own, and not imported by the site's. */
export const own = location.pathname.endsWith('/consent-gate-sw.js');

/** Registered under this address it removes itself. */
const off = own && location.search === '?off';

let gone = off;

/** Whether the worker has been removed and does nothing. */
export const isGone = () => gone;

export function live() {
  if (!own) return;
  // Not waited for: it is not over before the installation is.
  scope.addEventListener('install', () => void (off ? leave() : scope.skipWaiting()));
  scope.addEventListener('activate', (event) => event.waitUntil(preload()));
}

/** The page is asked for while the worker starts. */
const preload = async () => scope.registration.navigationPreload?.enable();

async function leave() {
  gone = true;
  await scope.registration.unregister();
}

/**
 * Checks, when a page with a gate has been loaded, whether the site still serves this file. Browsers keep a worker whose
 * file is gone.
 * @param gate the version of the page's gate
 */
export async function look(gate: string) {
  if (!own) return;
  const { ok, status, headers } = await fetch(location.href, { method: 'HEAD', cache: 'no-store' });
  const isScript = /javascript/.test(headers.get('content-type') ?? '');
  const isEmpty = headers.get('content-length') === '0';
  if (status === 404 || status === 410 || (ok && (!isScript || isEmpty))) await leave();
  else if (gate !== version) await scope.registration.update();
}
