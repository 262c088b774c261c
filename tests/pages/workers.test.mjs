/**
 * @file Workers, worklets, peer connections and the streams of the network while they are held: calls of the page on
 * them, their events after consent, and how the page takes them back. Each row is first tested without the gate. With
 * it nothing is requested and no event fires before consent, and after consent the events are the same.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';
import { test } from './support/test.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

/**
 * Code that makes an object `self.it` and records its events; `B(code)` is a blob's URL, `u` the tracked URL. Each ends
 * by recording `end`.
 * @type {Record<string, string>}
 */
const CASES = {
  'a worker keeps what it is told, in order': `it = new Worker(B(ECHO)); it.onmessage = ({ data, target }) => tell(data, target === it); it.postMessage(1); it.postMessage('end')`,
  'listeners of a worker': `it = new Worker(B(ECHO)); it.addEventListener('message', ({ data, type }) => tell(data, type)); it.postMessage('end')`,
  'a handler is read back, and may be replaced': `it = new Worker(B(ECHO)); it.onmessage = () => tell('old'); it.onmessage = null; it.onmessage = function ({ data }) { tell(this === it, data) }; tell(typeof it.onmessage); it.postMessage('end')`,
  'messages are copied when they are sent': `const data = { n: 1 }; it = new Worker(B(ECHO)); it.onmessage = ({ data }) => tell(data.n ?? data); it.postMessage(data); data.n = 2; it.postMessage('end')`,
  'what is transferred is gone at once': `const data = new ArrayBuffer(4); it = new Worker(B(ECHO)); it.onmessage = ({ data }) => tell(data.byteLength ?? data); it.postMessage(data, [data]); tell(data.byteLength); it.postMessage('end')`,
  'a port as transferred option': `const { port1, port2 } = new MessageChannel(); it = new Worker(B('importScripts("' + u + '"); onmessage = ({ data, ports }) => ports[0].postMessage(data)')); port1.onmessage = ({ data }) => tell(data); it.postMessage('end', { transfer: [port2] })`,
  'what cannot be copied is refused at once': `it = new Worker(B(ECHO)); try { it.postMessage(() => {}) } catch (error) { tell(error.name) } it.onmessage = ({ data }) => tell(data); it.postMessage('end')`,
  'errors of a worker': `it = new Worker(B('importScripts("' + u + '"); onmessage = () => { throw new Error("mine") }')); it.onerror = (event) => { event.preventDefault(); tell(event.message.includes('mine'), event.lineno, 'end') }; it.postMessage(0)`,
  'a worker of a subclass': `it = new (class Mine extends Worker { get mine() { return 1 } })(B(ECHO)); tell(it.mine, it instanceof Worker, String(it)); it.onmessage = ({ data }) => tell(data); it.postMessage('end')`,
  'a worker with a name': `it = new Worker(B('importScripts("' + u + '"); postMessage(name); postMessage("end")'), { name: 'mine' }); it.onmessage = ({ data }) => tell(data)`,
  'a worker whose URL is revoked': `const url = B(ECHO); it = new Worker(url); URL.revokeObjectURL(url); it.onmessage = ({ data }) => tell(data); it.postMessage('end')`,
  'a module worker': `it = new Worker(B('import "' + u + '"; postMessage(typeof importScripts); postMessage("end")'), { type: 'module' }); it.onmessage = ({ data }) => tell(data)`,
  'a data: worker': `it = new Worker('data:,' + encodeURIComponent(ECHO)); it.onmessage = ({ data, origin }) => tell(data, origin); it.postMessage('end')`,
  'a shared worker': `it = new SharedWorker(B(SHARED)); const own = it.port; own.onmessage = ({ data }) => tell(data, it.port === own); own.postMessage('end')`,
  'a shared worker with a port': `const { port1, port2 } = new MessageChannel(); it = new SharedWorker(B(SHARED)); port1.onmessage = ({ data }) => tell(data); it.port.postMessage('end', [port2])`,
  'a worklet': `it = CSS.paintWorklet.addModule(u).then((value) => tell(value, 'end'))`,
  'a worklet of a blob': `it = new OfflineAudioContext(1, 1, 44100).audioWorklet.addModule(B('import "' + u + '"')).then((value) => tell(value, 'end'))`,
  'a socket stream': `it = new WebSocketStream(u.replace('https', 'wss')); tell(it.url.slice(0, 4), it.opened === it.opened); it.opened.then(async ({ readable }) => { tell((await readable.getReader().read()).value, 'end') })`,
};

/**
 * The state of `self.it` when the page takes a held one back, and the events after that.
 * @type {[string, string, string, unknown[]][]}
 */
const TAKEN = [
  ['terminate', `it = new Worker(B(ECHO)); it.postMessage(1)`, 'it.terminate()', []],
  [
    'abort of fetchLater',
    `self.a = new AbortController(); it = fetchLater(u, { signal: a.signal }); tell(it.activated, it instanceof FetchLaterResult)`,
    'a.abort()',
    [false, true],
  ],
  [
    'a refusal of fetchLater',
    `it = fetchLater(u); tell(it.activated)`,
    'consentGate.denyAll()',
    [false],
  ],
  [
    'a refusal of a socket stream',
    `it = new WebSocketStream(u.replace('https', 'wss')); it.opened.catch((error) => tell(error.name))`,
    'consentGate.denyAll()',
    ['WebSocketError'],
  ],
  [
    'a refusal of a transport',
    `it = new WebTransport(u); it.ready.catch((error) => tell(error.name, it instanceof WebTransport))`,
    'consentGate.denyAll()',
    ['WebTransportError', true],
  ],
  [
    'closing of an event stream',
    `it = new EventSource(u); it.onerror = () => tell('error')`,
    `it.close(); tell(it.readyState)`,
    [2],
  ],
  [
    'a second send',
    `it = new XMLHttpRequest(); it.open('GET', u); it.send(); try { it.send() } catch (error) { tell(error.name) }`,
    'it.abort()',
    ['InvalidStateError'],
  ],
];

const START = inline(`var told = [], it, tell = (...all) => told.push(...all);
var B = (code) => URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));`);

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('held, and released', { concurrency: 3 }, () => {
  for (const [name, code] of Object.entries(CASES)) {
    test(name, async () => {
      const bare = await make(code, false, (visit) => visit.run(TOLD));
      const gated = await make(code, true, async (visit, host) => {
        await control(visit);
        assert.equal(world.log.requests(host).length, 0, 'requests before consent');
        assert.ok(!(await visit.run('told')).includes('end'), 'nothing has come');
        const [row] = await visit.run('consentGate.report()');
        assert.deepEqual([row.state, row.verdict], ['waiting', 'hold']);
        await visit.grantAll();
        const told = await visit.run(TOLD);
        assert.equal((await visit.run('consentGate.report()'))[0].state, 'released');
        assert.equal(world.log.requests(host).length, 1, 'requests after consent');
        return told;
      });
      assert.deepEqual(gated, bare);
    });
  }
});

describe('ended by the page', { concurrency: 3 }, () => {
  for (const [name, code, end, expected] of TAKEN) {
    test(name, () =>
      make(code, true, async (visit, host) => {
        await control(visit);
        await visit.run(`{ ${end} }`);
        await visit.idle();
        assert.deepEqual(await visit.run('told'), expected);
        await visit.grantAll();
        await control(visit);
        assert.equal(world.log.requests(host).length, 0, 'requests');
        assert.equal((await visit.run('consentGate.report()'))[0].state, 'discarded');
      }),
    );
  }

  test('a refusal ends a worker with an error, permanently', () =>
    make(
      `it = new Worker(B(ECHO)); it.onerror = ({ type }) => tell('end', type); it.onmessage = ({ data }) => tell('end', data)`,
      true,
      async (visit, host) => {
        await visit.run('consentGate.denyAll()');
        assert.deepEqual(await visit.run(TOLD), ['end', 'error']);
        await visit.grantAll();
        await control(visit);
        assert.equal(world.log.requests(host).length, 0);
      },
    ));
});

/** Workers that name no host, or an allowed host: the same object as without a gate. */
describe('never a deferred object', { concurrency: 3 }, () => {
  for (const [name, code] of /** @type {[string, string][]} */ ([
    ['the site’s own file', `it = new Worker('/own.js')`],
    ['a tracker in a comment', `it = new Worker(B('// see ' + u + '\\npostMessage("end")'))`],
    [
      'an untracked host',
      `it = new Worker(B('const host = "https://example-cdn.test/"; postMessage("end")'))`,
    ],
  ])) {
    test(name, () =>
      make(
        `${code}; it.onmessage = ({ data, isTrusted }) => tell(isTrusted, data)`,
        true,
        async (visit) => {
          assert.deepEqual(await visit.run(TOLD), [true, 'end']);
        },
      ),
    );
  }
});

describe('peers', { concurrency: 3 }, () => {
  const CONFIG = `{ bundlePolicy: 'max-bundle', iceServers: [{ urls: ['turns:' + h + ':' + port + '?transport=tcp'], username: 'a', credential: 'b' }, { urls: 'stun:stun.example.test' }] }`;
  const GATHER = `it.createDataChannel('a'); it.setLocalDescription();`;
  const servers = `it.getConfiguration().iceServers.map(({ urls }) => [urls].flat().join())`;
  for (const [name, code] of /** @type {[string, string][]} */ ([
    ['constructed', `it = new RTCPeerConnection(${CONFIG});`],
    ['of the old name', `it = new webkitRTCPeerConnection(${CONFIG});`],
    [
      'configured later',
      `it = new RTCPeerConnection({ bundlePolicy: 'max-bundle' }); it.setConfiguration(${CONFIG});`,
    ],
    [
      'given by an object',
      `it = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers: new Set([{ urls: { toString: () => 'turns:' + h + ':' + port + '?transport=tcp' }, username: 'a', credential: 'b' }, { urls: 'stun:stun.example.test' }]) });`,
    ],
    [
      'with white space',
      `it = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers: [{ urls: [' tu\\nrns:' + h + ':' + port + '?transport=tcp'], username: 'a', credential: 'b' }, { urls: 'stun:stun.example.test' }] });`,
    ],
    [
      'given by a getter',
      `it = new RTCPeerConnection({ bundlePolicy: 'max-bundle', iceServers: [{ get urls() { return 'turns:' + h + ':' + port + '?transport=tcp' }, username: 'a', credential: 'b' }, { urls: 'stun:stun.example.test' }] });`,
    ],
    [
      'of a realm',
      `it = new (document.body.appendChild(document.createElement('iframe')).contentWindow.RTCPeerConnection)(${CONFIG});`,
    ],
  ])) {
    test(name, async () => {
      const whole = `${code} ${GATHER} tell(...${servers}, 'end')`;
      const bare = await make(whole, false, async (visit, host) => {
        await connected(host, 1);
        return visit.run(TOLD);
      });
      const gated = await make(whole, true, async (visit, host) => {
        await control(visit);
        assert.equal(world.log.connections(host).length, 0, 'connections before consent');
        const [row] = await visit.run('consentGate.report()');
        assert.deepEqual(
          [row.kind, row.state, new URL(row.url).hostname],
          ['other', 'waiting', host],
        );
        await visit.grantAll();
        await visit.run('void it.restartIce(), void it.setLocalDescription()');
        await connected(host, 1);
        assert.deepEqual(await visit.run(servers), (await visit.run('told')).slice(0, 2));
        return visit.run('told');
      });
      const plain = (/** @type {string[]} */ told) => told.map((it) => it.replace(/t\d+\./, ''));
      assert.deepEqual(plain(gated), plain(bare));
    });
  }
});

/**
 * Waits for TLS connections: a relay is contacted by one, and not by a request.
 * @param {string} host @param {number} count
 */
async function connected(host, count) {
  const end = Date.now() + 15_000;
  while (world.log.connections(host).length < count) {
    assert.ok(Date.now() < end, `no connection to ${host}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * @template T
 * @param {string} code @param {boolean} gate
 * @param {(visit: Visit, host: string) => Promise<T>} use
 */
async function make(code, gate, use) {
  const { tracked, site } = world.hosts();
  const body =
    START +
    inline(`{ const u = 'https://${tracked}/x.js', h = '${tracked}', port = ${world.server.port};
      const ECHO = 'importScripts("' + u + '"); onmessage = ({ data }) => postMessage(data)';
      const SHARED = 'importScripts("' + u + '"); onconnect = ({ ports: [port] }) => (port.onmessage = ({ data, ports }) => (ports[0] ?? port).postMessage(data))';
      ${code} }`);
  const own = {
    body: 'postMessage("end")',
    headers: { 'content-type': 'text/javascript' },
  };
  return world.visit({ body, gate, site, files: { '/own.js': own } }, (visit) =>
    use(visit, tracked),
  );
}

const TOLD = `new Promise((done) => { const look = () => (told.includes('end') ? done(told) : setTimeout(look, 5)); look(); })`;

/** Makes a request that is never held. When it has arrived, all earlier ones have. @param {Visit} visit */
async function control(visit) {
  const { untracked } = world.hosts();
  await visit.idle();
  await visit.run(
    `void new Worker(URL.createObjectURL(new Blob(['fetch("https://${untracked}/x.js", { mode: "no-cors" })'])))`,
  );
  await world.log.when(untracked);
}
