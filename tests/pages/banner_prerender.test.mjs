/**
 * @file A prerendered page shows no banner and does not request its file until the page is activated. The test runs in
 * a Chromium without a debugger, which would disable prerendering.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { CHROMIUM, FLAGS, gateFile } from './support/browser.mjs';
import { inline, pageText } from './support/pages.mjs';
import { startServer } from './support/server.mjs';
import { html } from './support/stand_ins.mjs';
import { test } from './support/test.mjs';

/** @typedef {import('./support/log.mjs').Entry} Entry */

const SITE = 'prerender.site.test';

/** @type {import('./support/server.mjs').Server} */
let server;

before(async () => {
  server = await startServer();
  for (const name of ['consent-gate.js', 'consent-gate-banner.js'])
    server.put(SITE, `/${name}`, /** @type {any} */ (gateFile(name)));
});

after(() => server.close());

/** Reports when the element exists, and whether the page was prerendering then. */
const WATCH = inline(`
  addEventListener('load', () => fetch('/rendered?' + document.prerendering));
  new MutationObserver((_, observer) => {
    if (!document.querySelector('consent-gate-banner')) return;
    observer.disconnect();
    fetch('/asked?' + document.prerendering);
  }).observe(document, { childList: true, subtree: true });`);

/** The first page requests a prerender of the second, and navigates to it when the server allows that. */
function servePages() {
  const rules = JSON.stringify({ prerender: [{ urls: ['/next'], eagerness: 'immediate' }] });
  const first = `<script type="speculationrules">${rules}</script>
${inline(`fetch('/go').then(() => { location.href = '/next'; });`)}`;
  const pages = {
    '/': pageText({ head: first }),
    '/next': pageText({ head: WATCH, body: '<p>Next</p>', config: { banner: true } }),
  };
  const cached = { 'cache-control': 'private, max-age=60' };
  for (const [path, text] of Object.entries(pages)) {
    const answer = html(text);
    server.put(SITE, path, { ...answer, headers: { ...answer.headers, ...cached } });
  }
}

test('no banner while it is prerendered; when it is activated, one', async () => {
  /** @type {() => void} */
  let go = () => {};
  const gone = /** @type {Promise<void>} */ (new Promise((resolve) => (go = resolve)));
  server.on(SITE, ({ path }) => (path === '/go' ? gone.then(() => html('')) : undefined));
  servePages();
  const browser = startChromium(`https://${SITE}/`);
  try {
    await seen('/rendered?true');
    assert.equal(server.log.requests(on('/consent-gate-banner.js')).length, 0);
    go();
    await seen('/asked?false');
    assert.equal(server.log.requests(on('/next')).length, 1, 'the prerendered page was shown');
    const paths = server.log.requests(SITE).map(({ path }) => path);
    assert.ok(paths.indexOf('/go') < paths.indexOf('/consent-gate-banner.js'), `${paths}`);
  } finally {
    await browser.stop();
  }
});

/** @param {string} wanted */
const on =
  (wanted) =>
  (/** @type {Entry} */ { host, path }) =>
    host === SITE && path === wanted;

/** @param {string} path */
const seen = (path) => server.log.when(on(path), { what: path });

/** Starts a separate headless Chromium. @param {string} url */
function startChromium(url) {
  const profile = mkdtempSync(join(tmpdir(), 'prerender-'));
  const rules = `--host-resolver-rules=MAP * 127.0.0.1:${server.port}`;
  const args = ['--headless', `--user-data-dir=${profile}`, rules, ...FLAGS, url];
  // Every process of the browser inherits the pipe, so it closes when the last of them no longer writes the profile.
  const child = spawn(CHROMIUM, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.resume();
  const ended = new Promise((resolve) => child.on('close', resolve));
  return {
    async stop() {
      child.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
