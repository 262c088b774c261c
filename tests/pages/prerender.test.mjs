/**
 * @file A prerendered page, in a Chromium without a debugger (which would disable prerendering). No older record
 * releases a request of it. It applies the record of the time when it is activated.
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
import { html, javascript } from './support/stand_ins.mjs';
import { test } from './support/test.mjs';

/** @typedef {import('./support/log.mjs').Entry} Entry */

const SITE = 'prerender.site.test';
const TRACKED = 'prerender.doubleclick.net';

/** @type {import('./support/server.mjs').Server} */
let server;

before(async () => {
  server = await startServer();
  server.put(
    SITE,
    '/consent-gate.js',
    javascript(/** @type {any} */ (gateFile('consent-gate.js')).body),
  );
  server.put(TRACKED, '/x.js', javascript(`fetch('/ran?' + document.prerendering)`));
});

after(() => server.close());

/**
 * The first page requests a prerender of the second. When the server allows it, it does `choice` and navigates there.
 * The second page inserts a tracked script at once, and reports when it is rendered and when it is activated.
 * @param {string} choice
 */
function servePages(choice) {
  const rules = JSON.stringify({ prerender: [{ urls: ['/next'], eagerness: 'immediate' }] });
  const first = `<script type="speculationrules">${rules}</script>
${inline(`fetch('/go').then(() => { ${choice}; location.href = '/next'; });`)}`;
  const next =
    inline(`document.head.append(Object.assign(document.createElement('script'), { src: 'https://${TRACKED}/x.js' }));
addEventListener('load', () => fetch('/rendered?' + document.prerendering));
document.addEventListener('prerenderingchange', () => setTimeout(() => fetch('/shown?' + consentGate.state().decided)));`);
  const cached = { 'cache-control': 'private, max-age=60' };
  for (const [path, head] of [
    ['/', first],
    ['/next', next],
  ]) {
    const answer = html(pageText({ head }));
    server.put(SITE, path, { ...answer, headers: { ...answer.headers, ...cached } });
  }
}

test('a prerendered page applies the record of the time of its activation', async () => {
  /** @type {() => void} */
  let go = () => {};
  const gone = /** @type {Promise<void>} */ (new Promise((resolve) => (go = resolve)));
  server.on(SITE, ({ path }) => (path === '/go' ? gone.then(() => html('')) : undefined));
  servePages('consentGate.grant("marketing")');
  const browser = startChromium(`https://${SITE}/`);
  try {
    await seen('/rendered?true');
    assert.equal(server.log.requests(TRACKED).length, 0, 'requests of the prerendered page');
    go();
    await seen('/shown?true');
    await seen('/ran?false');
    assert.equal(server.log.requests(TRACKED).length, 1);
    assert.equal(server.log.requests(on('/next')).length, 1, 'the prerendered page was shown');
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
