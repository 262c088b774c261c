/**
 * @file The entry of `consent-gate-sw.js`: rewrites the pages of its scope, and blocks requests that the page's gate
 * holds. It is a separate worker, or the site's worker imports it; then it only adds listeners. None of its errors
 * breaks a page.
 */

import { answer, share } from './answers.ts';
import { live, own } from './life.ts';
import { askAll, confirm } from './pages.ts';
import { rewritten } from './rewriter.ts';
import { scope } from './scope.ts';
import { isPassive, known, learn, pageSite, siteNow } from './site.ts';

live();

scope.addEventListener('message', (event) => {
  const told = event.data?.consentGate;
  if (told?.version) event.waitUntil(learn(told));
});

scope.addEventListener('fetch', listen);
if (!own) share(listen, changed);

function listen(event: FetchEvent) {
  if (isPassive()) return;
  if (event.request.mode === 'navigate') answer(event, (plain) => plain().then(changed));
  else if (!known()) askAll();
  else if (holds(event.request.url)) answer(event, (plain) => judged(event, plain));
}

function holds(url: string) {
  try {
    return siteNow()?.holds(url) === true;
  } catch {
    return false;
  }
}

/** Rewrites a page, whatever the visitor has chosen: its gate releases requests that are allowed. */
async function changed(response: Response) {
  try {
    const site = await pageSite();
    return site ? rewritten(response, site) : response;
  } catch {
    return response;
  }
}

/**
 * Responds to a request that must be held according to the worker's data. The page's gate decides: it may know of a
 * newer consent. If no gate answers, nothing is blocked.
 */
async function judged(event: FetchEvent, plain: () => Promise<Response>) {
  return (await confirm(event).catch(() => false)) ? Response.error() : plain();
}
