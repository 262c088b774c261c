/**
 * @file The gate inside documents of an opaque origin: it gets the visitor's choice, accepts no other choice, and
 * starts under the page's policies. `frames/free.txt` tests that such frames are otherwise unchanged, and
 * `vectors/documents.txt` their requests.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** A document that requests each image whose URL it receives; `nonce` is its script's. @param {string} nonce */
const ASKS = (nonce) =>
  `<script nonce="${nonce}">onmessage = ({ data }) => { new Image().src = "https://" + data }</script>`;

/** How a page shows such a document. @type {Record<string, (text: string) => string>} */
const SHOWN = {
  'a sandboxed srcdoc': (text) => `f.sandbox = 'allow-scripts'; f.srcdoc = ${text}`,
  'a data: URL': (text) => `f.src = 'data:text/html,' + encodeURIComponent(${text})`,
  'a sandboxed blob': (text) =>
    `f.sandbox = 'allow-scripts'; f.src = URL.createObjectURL(new Blob([${text}], { type: 'text/html' }))`,
};

/**
 * @param {string} shown a key of `SHOWN`
 * @param {Partial<import('./support/browser.mjs').PageOptions>} more
 * @param {(visit: Visit, hosts: ReturnType<typeof world.hosts>) => Promise<void>} use
 */
function onPage(shown, more, use) {
  const hosts = world.hosts();
  const text = JSON.stringify(ASKS(more.nonce ?? '')).replaceAll('</', '<\\/');
  const code = `self.heard = []; addEventListener('message', ({ data }) => heard.push(data));
    self.f = document.createElement('iframe'); ${SHOWN[shown](text)};
    self.ready = new Promise((done) => (f.onload = () => done())); document.body.append(f);`;
  const body = `<script nonce="${more.nonce ?? ''}">${code}</script>`;
  return world.visit({ ...more, body, site: hosts.site }, async (visit) => {
    await visit.run('ready');
    await use(visit, hosts);
  });
}

/**
 * Makes the frame request a tracked host, then an untracked one, and waits for that.
 * @param {Visit} visit @param {{ tracked: string, untracked: string }} hosts @param {string} word
 */
async function askBoth(visit, { tracked, untracked }, word) {
  const last = `${word}.${untracked}`;
  await visit.run(`f.contentWindow.postMessage('${tracked}/${word}.png', '*')`);
  await visit.run(`f.contentWindow.postMessage('${last}/${word}.png', '*')`);
  await visit.reached(last);
}

/** @param {string} host */
const paths = (host) => world.log.requests(host).map(({ path }) => path);

describe('the gate inside another document', { concurrency: 2 }, () => {
  for (const shown of Object.keys(SHOWN)) {
    test(`${shown}: a choice reaches it, and its end`, () =>
      onPage(shown, {}, async (visit, hosts) => {
        await askBoth(visit, hosts, 'a');
        assert.deepEqual(paths(hosts.tracked), [], 'before consent');
        await visit.grantAll();
        await visit.reached(hosts.tracked);
        await visit.run('consentGate.withdraw()');
        await askBoth(visit, hosts, 'b');
        assert.deepEqual(paths(hosts.tracked), ['/a.png']);
      }));
  }

  test('earlier choices apply in it', () =>
    onPage('a data: URL', {}, async (visit, hosts) => {
      await visit.grantAll();
      await visit.page.reload();
      await visit.run('ready');
      await askBoth(visit, hosts, 'a');
      await visit.reached(hosts.tracked);
    }));

  test('no event of it reaches the page, and a locked API stays locked', () =>
    onPage('a sandboxed srcdoc', { config: { api: 'locked' } }, async (visit, hosts) => {
      await visit.grantAll();
      await askBoth(visit, hosts, 'a');
      assert.deepEqual(await visit.run('heard'), []);
      assert.deepEqual(paths(hosts.tracked), []);
    }));

  const policies = {
    'a nonce': `script-src 'nonce-n1' 'wasm-unsafe-eval'`,
    'a nonce, without wasm': `script-src 'nonce-n1'`,
  };
  for (const [name, policy] of Object.entries(policies)) {
    test(`under a policy with ${name}`, () =>
      onPage(
        'a sandboxed srcdoc',
        { nonce: 'n1', headers: { 'content-security-policy': policy } },
        async (visit, hosts) => {
          await askBoth(visit, hosts, 'a');
          assert.deepEqual(paths(hosts.tracked), [], 'before consent');
          await visit.grantAll();
          await visit.reached(hosts.tracked);
        },
      ));
  }
});
