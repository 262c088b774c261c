/**
 * @file Workers of text while something may be held: what works as without the gate, what a choice changes in a running
 * worker, and what happens where `consent-gate-worker.js` cannot be used.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';
import { test } from './support/test.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

const FILE = '/consent-gate-worker.js';
const OWN = { body: 'self.own = 1', headers: { 'content-type': 'text/javascript' } };

/** The page tells what its worker `it` posts; `code(text)` is the URL of a blob, and `loud` fetches and tells. */
const START = inline(`var told = [], it;
var code = (text, type) => URL.createObjectURL(new Blob([text], { type: type ?? 'text/javascript' }));
var hear = (worker) => { it = worker; it.onmessage = ({ data }) => told.push(data); it.onerror = (event) => { event.preventDefault(); told.push('error', event.lineno) } };
var loud = "const load = (url) => fetch(url, { mode: 'no-cors' }).then(() => postMessage('yes'), () => postMessage('no'));";`);

const TOLD = (/** @type {number} */ count) =>
  `new Promise((done) => { const look = () => (told.length >= ${count} ? done(told) : setTimeout(look, 5)); look(); })`;

/** Code with `u`, an untracked URL, and the expected messages. @type {Record<string, [string, unknown[]]>} */
const SAME = {
  'an untracked host by a computed URL': [
    `hear(new Worker(code('importScripts(atob("' + btoa(u) + '")); postMessage(1)')))`,
    [1],
  ],
  'an untracked host by a message': [
    `hear(new Worker(code(loud + 'onmessage = ({ data }) => load(data)'))); it.postMessage(u)`,
    ['yes'],
  ],
  'an untracked host in a module': [
    `hear(new Worker(code(loud + 'load(atob("' + btoa(u) + '"))'), { type: 'module' }))`,
    ['yes'],
  ],
  'a synchronous request to an untracked host': [
    `hear(new Worker(code('const x = new XMLHttpRequest(); x.open("GET", atob("' + btoa(u) + '"), false); x.send(); postMessage(x.status)')))`,
    [200],
  ],
  'a file of the site': [
    `hear(new Worker(code('importScripts("' + location.origin + '/own.js"); postMessage(own)')))`,
    [1],
  ],
  'a revoked blob': [
    `const url = code('postMessage(1)'); hear(new Worker(url)); URL.revokeObjectURL(url)`,
    [1],
  ],
  'two workers of one blob': [
    `const url = code('postMessage(1)'); hear(new Worker(url)); new Worker(url).onmessage = it.onmessage`,
    [1, 1],
  ],
  'the line of an error': [`hear(new Worker(code('\\n\\nthrow new Error("mine")')))`, ['error', 3]],
  'strict code': [
    `hear(new Worker(code('/* a */ "use strict"; postMessage((function () { return this === undefined })())')))`,
    [true],
  ],
  'sloppy code': [
    `hear(new Worker(code('postMessage((function () { return this === self })())')))`,
    [true],
  ],
  'messages in their order': [
    `hear(new Worker(code('onmessage = ({ data }) => postMessage(data)'))); it.postMessage(1); it.postMessage(2)`,
    [1, 2],
  ],
  'the name, the fragment and the origin': [
    `hear(new Worker(code('postMessage([name, location.hash, origin, location.protocol].join())') + '#a', { name: 'b' })); told.push(location.origin)`,
    [],
  ],
  'a nested worker': [
    `hear(new Worker(code('const w = new Worker(URL.createObjectURL(new Blob(["onmessage = ({ data }) => postMessage(data)"]))); w.onmessage = ({ data }) => postMessage(data); w.postMessage(1)')))`,
    [1],
  ],
};

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('as without the gate', { concurrency: 3 }, () => {
  for (const [name, [code, expected]] of Object.entries(SAME)) {
    test(name, async () => {
      const count = expected.length || 2;
      const tell = (/** @type {Visit} */ visit) => visit.run(TOLD(count));
      const bare = await make(code, { gate: false }, tell);
      const gated = await make(code, {}, tell);
      if (expected.length) assert.deepEqual(gated, expected);
      const plain = (/** @type {unknown[]} */ all) =>
        all.map((it) => `${it}`.replaceAll(/\bs\d+\./g, 's.'));
      assert.deepEqual(plain(gated).sort(), plain(bare).sort());
    });
  }

  test('code that names no other host loads nothing', () =>
    make(SAME['a file of the site'][0], {}, async (visit, { asked }) => {
      await visit.run(TOLD(1));
      assert.equal(asked(), 0);
    }));

  test('with everything granted a worker has the URL of its blob', () =>
    make('', {}, async (visit) => {
      await visit.grantAll();
      const [same] = await visit.run(
        `{ const url = code('postMessage(location.href)'); hear(new Worker(url)); ${TOLD(1)}.then(([href]) => [href === url]) }`,
      );
      assert.equal(same, true);
    }));
});

describe('choices', { concurrency: 3 }, () => {
  const WAITING = `hear(new Worker(code(loud + 'onmessage = ({ data }) => load(data)')))`;

  test('a grant lets the next call of a running worker through', () =>
    make(WAITING, {}, async (visit, { tracked }) => {
      await visit.grantAll();
      await visit.run(`it.postMessage('${tracked}')`);
      assert.deepEqual(await visit.run(TOLD(1)), ['yes']);
    }));

  test('a held fetch is made after a grant, once', () =>
    make(WAITING, {}, async (visit, { tracked, host }) => {
      await visit.run(`it.postMessage('${tracked}')`);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      assert.equal(world.log.requests(host).length, 0);
      await visit.grantAll();
      assert.deepEqual(await visit.run(TOLD(1)), ['yes']);
      assert.equal(world.log.requests(host).length, 1);
    }));

  test('a refusal ends a held fetch, and a later call', () =>
    make(WAITING, {}, async (visit, { tracked, host }) => {
      await visit.run(`it.postMessage('${tracked}')`);
      await new Promise((resolve) => setTimeout(resolve, 500));
      await visit.run('consentGate.denyAll()');
      assert.deepEqual(await visit.run(TOLD(1)), ['no']);
      await visit.run(`it.postMessage('${tracked}')`);
      assert.deepEqual(await visit.run(TOLD(2)), ['no', 'no']);
      assert.equal(world.log.requests(host).length, 0);
    }));

  test('a held call ends after fetch_timeout', () =>
    make(WAITING, { config: { fetch_timeout: 200 } }, async (visit, { tracked }) => {
      await visit.run(`it.postMessage('${tracked}')`);
      assert.deepEqual(await visit.run(TOLD(1)), ['no']);
    }));
});

describe('without the file', { concurrency: 3 }, () => {
  const BOTH = `hear(new Worker(code(loud + 'importScripts("' + location.origin + '/own.js"); postMessage(own); onmessage = ({ data }) => load(data)')))`;

  for (const [name, options] of /** @type {[string, object][]} */ ([
    ['missing', { files: { [FILE]: { status: 404 }, '/own.js': OWN } }],
    ['another one', { files: { [FILE]: OWN, '/own.js': OWN } }],
  ])) {
    test(`${name}: third parties fail, files of the site load`, () =>
      make(BOTH, options, async (visit, { untracked, tracked, host }) => {
        assert.deepEqual(await visit.run(TOLD(1)), [1]);
        await visit.run(`it.postMessage('${tracked}')`);
        assert.deepEqual(await visit.run(TOLD(2)), [1, 'no']);
        await visit.run(`it.postMessage('${untracked}')`);
        assert.deepEqual(await visit.run(TOLD(3)), [1, 'no', 'no']);
        assert.equal(world.log.requests(host).length, 0);
      }));
  }

  const POLICY = "script-src 'self' 'unsafe-inline' blob:; worker-src blob:; connect-src *";

  test('a policy without wasm: the fallback decides', () =>
    make(
      BOTH,
      { headers: { 'content-security-policy': POLICY } },
      async (visit, { untracked, tracked, host }) => {
        await visit.run(`it.postMessage('${untracked}')`);
        assert.deepEqual(await visit.run(TOLD(2)), [1, 'yes']);
        await visit.run(`it.postMessage('${tracked}')`);
        await visit.run('consentGate.denyAll()');
        assert.deepEqual(await visit.run(TOLD(3)), [1, 'yes', 'no']);
        assert.equal(world.log.requests(host).length, 0);
      },
    ));

  test('a policy that forbids to read the blob', () =>
    make(
      `hear(new Worker(code('try { importScripts(name) } catch { postMessage(1) }'), { name: t }))`,
      { headers: { 'content-security-policy': "connect-src 'self'" } },
      async (visit, { host }) => {
        assert.deepEqual(await visit.run(TOLD(1)), [1]);
        assert.equal(world.log.requests(host).length, 0);
      },
    ));
});

/**
 * @template T
 * @param {string} code @param {object} options
 * @param {(visit: Visit, hosts: { host: string, tracked: string, untracked: string, asked: () => number }) => Promise<T>} use
 */
async function make(code, options, use) {
  const { tracked: host, untracked: other, site } = world.hosts();
  const [tracked, untracked] = [`https://${host}/x.js`, `https://${other}/x.js`];
  const body = START + inline(`{ const u = '${untracked}', t = '${tracked}'; ${code} }`);
  const asked = () => world.log.requests(site).filter(({ path }) => path === FILE).length;
  return world.visit({ body, site, files: { '/own.js': OWN }, ...options }, (visit) =>
    use(visit, { host, tracked, untracked, asked }),
  );
}
