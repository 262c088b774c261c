/**
 * @file Installs and removes a separate worker of the gate. It has no state that a page relies on, so a newer one is
 * activated at once. Pages that were loaded without a worker stay without one, since it does not claim clients.
 */

import { version } from 'consent-gate:build';
import { scope } from './scope.ts';

/** Whether this is a separate worker, and not imported by the site's worker. */
export const own = location.pathname.endsWith('/consent-gate-sw.js');

/** A worker with this URL unregisters. */
const off = own && location.search === '?off';

let gone = off;

/** Returns whether the worker has been unregistered and does nothing. */
export const isGone = () => gone;

export function live() {
  if (!own) return;
  // Not awaited: it ends after the installation.
  scope.addEventListener('install', () => void (off ? leave() : scope.skipWaiting()));
  scope.addEventListener('activate', (event) => event.waitUntil(preload()));
}

/** Enables navigation preload: the page is requested while the worker starts. */
const preload = async () => scope.registration.navigationPreload?.enable();

async function leave() {
  gone = true;
  await scope.registration.unregister();
}

/**
 * Checks, after a page with a gate has loaded, whether the site still serves this file. Browsers keep a worker whose
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
