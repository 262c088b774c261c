/**
 * @file The entry of `consent-gate-sw.js`: rewrites the pages of its scope, and stops what the pages' own gate says has to
 * wait. A worker of its own, or imported by the site's; then it only adds listeners. No failure of it breaks a page.
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

/** The page, rewritten whatever the visitor has chosen: its gate releases what may load. */
async function changed(response: Response) {
  try {
    const site = await pageSite();
    return site ? rewritten(response, site) : response;
  } catch {
    return response;
  }
}

/**
 * A request that has to wait, by all that is known here. The page's gate has the last word: it may have heard of a
 * consent since, and without one that answers nothing is stopped.
 */
async function judged(event: FetchEvent, plain: () => Promise<Response>) {
  return (await confirm(event).catch(() => false)) ? Response.error() : plain();
}
