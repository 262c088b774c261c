/**
 * @file Requests that code makes by a call. Each row is first tested without the gate. With it nothing is requested
 * before consent, the call behaves as on a slow network, and after consent as without a gate. A refusal, an abort and
 * the timeout end each kind of call with its native failure.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';
import { test } from './support/test.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

/** Code that makes a request to `u` and pushes the results to `told`. @type {Record<string, string>} */
const CALLS = {
  fetch: `fetch(u).then((it) => it.text()).then((it) => tell(it.length > 0), (error) => tell(error.name))`,
  'fetch of a URL object': `fetch(new URL(u)).then((it) => tell(it.status), (error) => tell(error.name))`,
  'fetch of a Request': `fetch(new Request(u, { mode: 'no-cors' })).then((it) => tell(it.type), (error) => tell(error.name))`,
  'fetch with a body': `fetch(u, { method: 'POST', body: 'a=1', mode: 'no-cors' }).then((it) => tell(it.type), (error) => tell(error.name))`,
  'fetch by apply': `window.fetch.apply(null, [u, { mode: 'no-cors' }]).then((it) => tell(it.type), (error) => tell(error.name))`,
  'fetch of an object': `let n = 0; fetch({ toString: () => (n++ ? 'about:blank' : u) }, { mode: 'no-cors' }).then((it) => tell(it.type), (error) => tell(error.name))`,
  'fetch of a frame': `const f = document.body.appendChild(document.createElement('iframe')); f.contentWindow.fetch(u, { mode: 'no-cors' }).then((it) => tell(it.type), (error) => tell(error.name))`,
  xhr: `const x = new XMLHttpRequest(); x.onload = () => tell(x.status); x.onerror = () => tell('error'); x.open('GET', u); x.send()`,
  'xhr with a body': `const x = new XMLHttpRequest(); x.onload = () => tell(x.status); x.onerror = () => tell('error'); x.open('POST', u); x.send('a=1')`,
  'xhr by prototype': `const x = new XMLHttpRequest(); x.onloadend = () => tell(x.status || 'error'); XMLHttpRequest.prototype.open.call(x, 'GET', u, true); XMLHttpRequest.prototype.send.call(x)`,
  websocket: `self.s = new WebSocket(u.replace('https', 'wss')); s.onmessage = (event) => tell([event.data, event.target === s, s.readyState, s instanceof WebSocket].join()); s.onclose = () => tell('close')`,
  'websocket with listeners': `const s = new WebSocket(u); s.binaryType = 'arraybuffer'; s.addEventListener('open', () => tell(s.readyState + s.binaryType + s.url.slice(0, 4)))`,
  'websocket of a subclass': `class Mine extends WebSocket { get mine() { return 1; } } const s = new Mine(u); s.onopen = () => tell(s.mine + (s instanceof Mine) + s.constructor.name)`,
  'event source': `const s = new EventSource(u.replace('x.js', 'events')); s.onmessage = (event) => { tell([event.data, event.target === s, s.readyState].join()); s.close(); }`,
  'event source with names': `const s = new EventSource(u.replace('x.js', 'events')); s.addEventListener('news', (event) => { tell(event.data + event.type); s.close(); })`,
  beacon: `tell(navigator.sendBeacon(u, 'a=1'))`,
  'beacon without a body': `tell(navigator.sendBeacon(u))`,
};

const STREAM = {
  body: 'event: news\ndata: a\n\ndata: b\n\n',
  headers: { 'content-type': 'text/event-stream', 'access-control-allow-origin': '*' },
};

const START = inline(`var told = [], tell = (it) => told.push(it);`);

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('requests by calls', { concurrency: 3 }, () => {
  for (const [name, code] of Object.entries(CALLS)) {
    test(name, async () => {
      const bare = await make(code, false, arrived);
      const gated = await make(code, true, async (visit, host) => {
        await visit.idle();
        await control(visit);
        assert.equal(world.log.requests(host).length, 0, 'requests before consent');
        const early = await visit.run('told.length');
        assert.equal(early, name.startsWith('beacon') ? 1 : 0, 'answers before consent');
        await visit.grantAll();
        return arrived(visit, host);
      });
      assert.deepEqual(gated, bare);
    });
  }

  test('with nothing held the functions look like the browser’s own', async () => {
    const look = `[fetch, WebSocket, EventSource, WebSocket.prototype.send, XMLHttpRequest.prototype.open, XMLHttpRequest.prototype.send, navigator.sendBeacon]
      .map((it) => [it.name, it.length, String(it), Object.hasOwn(it, 'prototype'), it.prototype?.constructor === it])`;
    const seen = (/** @type {boolean} */ gate) => world.visit({ gate }, (visit) => visit.run(look));
    assert.deepEqual(await seen(true), await seen(false));
  });
});

/** How a held call ends, and the resulting events for the page. @type {[string, string, string, unknown][]} */
const ENDS = [
  ['a refusal', 'fetch', 'consentGate.denyAll()', 'TypeError'],
  ['a refusal', 'xhr', 'consentGate.denyAll()', 'error'],
  ['a refusal', 'websocket', 'consentGate.denyAll()', 'close'],
  ['closing', 'websocket', 's.close()', 'close'],
  ['a withdrawal', 'fetch', 'consentGate.withdraw()', 'TypeError'],
];

describe('ends of held calls', { concurrency: 3 }, () => {
  for (const [name, call, end, expected] of ENDS) {
    test(`${name} of ${call}`, () =>
      ended(CALLS[call], async (visit) => {
        await visit.run(end);
        return expected;
      }));
  }

  test('the page aborts a fetch', () =>
    ended(
      `self.a = new AbortController(); fetch(u, { signal: a.signal }).catch((error) => tell(error.name))`,
      async (visit) => {
        await visit.run('a.abort()');
        return 'AbortError';
      },
    ));

  test('the page aborts an xhr', () =>
    ended(
      `self.x = new XMLHttpRequest(); x.onabort = () => tell('abort'); x.open('GET', u); x.send()`,
      async (visit) => {
        await visit.run('x.abort()');
        return 'abort';
      },
    ));

  for (const call of ['fetch', 'xhr']) {
    test(`patience with ${call}`, () =>
      ended(CALLS[call], async () => (call === 'fetch' ? 'TypeError' : 'error'), {
        fetch_timeout: 50,
      }));
  }

  test('a synchronous xhr fails at once', () =>
    ended(
      `const x = new XMLHttpRequest(); x.open('GET', u, false); try { x.send() } catch (error) { tell(error.name) }`,
      async () => 'NetworkError',
    ));

  test('beacons are limited', async () => {
    await make('', true, async (visit, host) => {
      const sent = await visit.run(
        `[1, 2, 3].map(() => navigator.sendBeacon('https://${host}/x', 'x'.repeat(30000)))`,
      );
      assert.deepEqual(sent, [true, true, false]);
      await visit.grantAll();
      await world.log.when(host, { count: 2 });
    });
  });

  test('beacons end with the page', async () => {
    await make(CALLS.beacon, true, async (visit, host) => {
      await visit.page.reload();
      await visit.grantAll();
      await world.log.when(host); // A beacon is sent with a delay.
      await control(visit);
      assert.equal(world.log.requests(host).length, 1, 'the new page’s own');
    });
  });
});

/**
 * Makes the call in a page and returns the result of `use`.
 * @template T
 * @param {string} code @param {boolean} gate
 * @param {(visit: Visit, host: string) => Promise<T>} use @param {object} [config]
 */
async function make(code, gate, use, config) {
  const { tracked, site } = world.hosts();
  world.server.put(tracked, '/events', STREAM);
  const body = START + inline(`{ const u = 'https://${tracked}/x.js'; ${code} }`);
  return world.visit({ body, gate, site, config }, (visit) => use(visit, tracked));
}

/** Returns the results in the page after one request has arrived. @param {Visit} visit @param {string} host */
async function arrived(visit, host) {
  await world.log.when(host);
  const told = await visit.run(TOLD);
  return { told, requests: world.log.requests(host).map(({ method }) => method) };
}

const TOLD = `new Promise((done) => { const look = () => (told.length ? done(told) : setTimeout(look, 5)); look(); })`;

/**
 * Tests a held call that ends without a request.
 * @param {string} code @param {(visit: Visit) => Promise<unknown>} end @param {object} [config]
 */
async function ended(code, end, config) {
  await make(
    code,
    true,
    async (visit, host) => {
      const expected = await end(visit);
      assert.deepEqual(await visit.run(TOLD), [expected]);
      await visit.grantAll();
      await control(visit);
      assert.deepEqual(await visit.run('told'), [expected], 'told once');
      assert.equal(world.log.requests(host).length, 0, 'requests');
      const [row] = await visit.run('consentGate.report()');
      assert.equal(row.state, 'discarded');
    },
    config,
  );
}

/** Makes a request that is never held. When it has arrived, all earlier ones have. @param {Visit} visit */
async function control(visit) {
  const { untracked } = world.hosts();
  await visit.run(`void fetch('https://${untracked}/x.js', { mode: 'no-cors' })`);
  await world.log.when(untracked);
}
