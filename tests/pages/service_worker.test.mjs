/**
 * @file The optional service worker, tested by the server's log: which requests it blocks from the second visit on,
 * that it can be removed, does not change other workers, and that none of its errors breaks the page.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { pageText } from './support/pages.mjs';
import {
  AGAIN,
  ANSWERS,
  BROKEN,
  KINDS,
  OLDER,
  PATH,
  WORKER,
  again,
  isOwn,
  pause,
  tags,
  until,
  untilReady,
} from './support/service_worker.mjs';
import { html, javascript } from './support/stand_ins.mjs';
import { test } from './support/test.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

const CONFIG = { service_worker: PATH };

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/**
 * Returns method and kind of the requests that reached a tracked host.
 * @param {string} tracked @param {number} [from]
 */
function seen(tracked, from = 0) {
  const entries = world.log.entries.slice(from);
  const own = entries.filter(({ host }) => host.endsWith(tracked));
  return own.map(({ method, host }) => `${method} ${host.split('.')[0]}`);
}

/** Returns the present length of the log. */
const mark = () => world.log.entries.length;

/**
 * Does a first visit, after which the worker is ready.
 * @param {import('./support/browser.mjs').PageOptions & { site?: string }} options
 * @param {(visit: Visit, hosts: ReturnType<typeof world.hosts>) => Promise<void>} use
 */
async function afterFirst(options, use) {
  const hosts = world.hosts();
  const body = tags(hosts.tracked);
  await world.visit({ site: hosts.site, config: CONFIG, body, ...options }, async (visit) => {
    await visit.loaded();
    await untilReady(visit);
    await use(visit, hosts);
  });
}

test('the second visit requests no tracked host, and a consent loads everything once and in order', async () => {
  await afterFirst({}, async (visit, { tracked: first, site }) => {
    assert.notDeepEqual(seen(first), [], 'the first visit leaks, or this test shows nothing');
    assert.equal(await visit.run('consentGate.state().strength'), 'one-tag');
    // Firefox has cached the files of the first visit, and does not request them again.
    const tracked = `again.${first}`;
    world.server.put(site, '/', html(pageText({ config: CONFIG, body: tags(tracked) })));
    const second = mark();
    await again(visit);
    assert.equal(await visit.run('consentGate.state().strength'), 'rewritten');
    assert.deepEqual(seen(first, second), []);
    assert.deepEqual(visit.errors.filter(isOwn), []);
    await visit.grantAll();
    for (const kind of KINDS)
      await world.log.when(({ host, seq }) => host === `${kind}.${tracked}` && seq >= second, {
        what: kind,
      });
    await visit.ranWhen('defer');
    await visit.idle();
    const requests = seen(first, second).filter((it) => it.startsWith('GET'));
    assert.deepEqual(requests.sort(), KINDS.map((kind) => `GET ${kind}`).sort());
    const order = (await visit.order()).filter((id) => id !== 'iframe');
    assert.deepEqual(order, ['script', 'second', 'defer']);
    const third = mark();
    await again(visit);
    await visit.ranWhen('defer');
    assert.ok(
      seen(tracked, third).includes('GET script'),
      'a visitor who has consented gets everything',
    );
  });
});

test("requests of the site's style sheets are blocked, and load after a consent", async () => {
  const { tracked, site } = world.hosts();
  const sheet = (/** @type {string} */ image) => ({
    body: `.on { background: url(https://${image}.${tracked}/x.png) }`,
    headers: { 'content-type': 'text/css' },
  });
  const body = '<link rel="stylesheet" href="/own.css"><p class="on">text</p>';
  await afterFirst({ body, site, files: { '/own.css': sheet('first') } }, async (visit) => {
    await world.log.when(`first.${tracked}`);
    await again(visit);
    // Firefox has cached the files that were shown, and does not request them again.
    world.server.put(site, '/own.css', sheet('second'));
    const second = mark();
    await again(visit);
    await visit.idle();
    assert.deepEqual(seen(tracked, second), []);
    await visit.grantAll();
    const third = mark();
    await again(visit);
    await world.log.when(({ host, seq }) => host === `second.${tracked}` && seq >= third);
  });
});

test('with Trusted Types, and after a redirect', async () => {
  const policy = "require-trusted-types-for 'script'; trusted-types consent-gate";
  await afterFirst({ headers: { 'content-security-policy': policy } }, async (visit, hosts) => {
    world.server.put(hosts.site, '/moved', { status: 302, headers: { location: '/' } });
    const second = mark();
    await again(visit, 'moved');
    assert.equal(new URL(visit.page.url()).pathname, '/');
    assert.equal(await visit.run('consentGate.state().strength'), 'rewritten');
    assert.deepEqual(seen(hosts.tracked, second), []);
    await visit.grantAll();
    await visit.ranWhen('defer');
  });
});

describe('restarted after a pause', { concurrency: 2 }, () => {
  test('it rewrites the first page', async () => {
    await afterFirst({}, async (visit, { tracked }) => {
      await pause(visit);
      const second = mark();
      await again(visit);
      assert.deepEqual(seen(tracked, second), []);
    });
  });

  test('it stops no request that the visitor has allowed, and still stops the others', async () => {
    await afterFirst({}, async (visit, { tracked }) => {
      await again(visit);
      const ask = (/** @type {string} */ host) => `fetch('https://${host}/x', {mode: 'no-cors'});`;
      for (const host of ['www.clarity.ms', 'c.clarity.ms']) {
        const before = mark();
        await visit.run(`consentGate.denyAll()`);
        // Before the message about it can have reached the worker.
        await visit.run(`consentGate.grant('analytics'); ${ask(host)}`);
        await world.log.when((it) => it.host === host && it.seq >= before);
        await pause(visit);
        const after = mark();
        await visit.run(ask(host));
        await world.log.when((it) => it.host === host && it.seq >= after);
      }
      assert.equal(world.log.requests(`script.${tracked}`).length, 1, 'of the first visit');
    });
  });
});

describe('removal', { concurrency: 2 }, () => {
  /** What the server changes from the second visit on: the page's config, or the worker's file. */
  const WAYS = {
    'by the config': { config: { service_worker: false } },
    'by ?off': { config: { service_worker: `${PATH}?off` }, file: javascript(WORKER()) },
    'when its file is gone': { config: CONFIG, file: { status: 404 } },
    'when its file is empty': { config: CONFIG, file: { ...javascript(''), ...length(0) } },
    'when an error page stands in its place': { config: CONFIG, file: html('<p>not found') },
  };
  for (const [name, { config, file }] of Object.entries(WAYS)) {
    test(name, async () => {
      await afterFirst({}, async (visit, { tracked, site }) => {
        // The worker checks its file on the first visit, and must find the original one.
        await world.log.when(({ host, method }) => host === site && method === 'HEAD');
        const text = pageText({ config, body: tags(tracked) });
        world.server.put(site, '/', html(text));
        if (file) world.server.put(site, PATH, file);
        await again(visit);
        await until(visit, '!registration');
        const third = mark();
        await again(visit);
        assert.equal(await visit.run('navigator.serviceWorker.controller'), null);
        assert.ok(seen(tracked, third).length > 0, 'the page is as without it');
      });
    });
  }
});

/** @param {number} bytes */
function length(bytes) {
  const type = { 'content-type': 'text/javascript' };
  return { headers: { ...type, 'content-length': String(bytes) } };
}

describe("the site's worker", { concurrency: 2 }, () => {
  const IMPORT = `importScripts('${PATH}');`;
  /** Its code; the title of its pages; whether its responses are rewritten. */
  const WORKERS = {
    'that does nothing': { code: '// Nothing.', title: 'test', rewrites: false },
    'that answers': { code: ANSWERS, title: 'own', rewrites: false },
    'that imports ours': { code: IMPORT, title: 'test', rewrites: true },
    'that imports ours and answers': { code: IMPORT + ANSWERS, title: 'own', rewrites: true },
    'that imports ours and answers by a handler': {
      code: `${IMPORT} onfetch = (event) => { ${AGAIN} }`,
      title: 'own',
      rewrites: true,
    },
    'that answers and imports ours': { code: ANSWERS + IMPORT, title: 'own', rewrites: true },
  };
  for (const [name, { code, title, rewrites }] of Object.entries(WORKERS)) {
    test(name, async () => {
      const { tracked, site } = world.hosts();
      const files = { '/own.js': javascript(code) };
      const head = `<script>navigator.serviceWorker.register('/own.js')</script>`;
      const body = tags(tracked);
      await world.visit({ site, config: CONFIG, head, body, files }, async (visit) => {
        await visit.loaded();
        await until(visit, `registration?.active?.state === 'activated'`);
        await again(visit); // The gate finds the site's worker, and reports it.
        if (rewrites) await until(visit, 'stored');
        const third = mark();
        await again(visit);
        const script = await visit.run(
          'navigator.serviceWorker.getRegistration().then((it) => it.active.scriptURL)',
        );
        assert.equal(new URL(script).pathname, '/own.js', 'it stays');
        assert.equal(await visit.page.title(), title);
        assert.equal(seen(tracked, third).length === 0, rewrites);
        const offered = visit.errors.some((line) => line.includes(`importScripts('${PATH}')`));
        assert.equal(offered, !rewrites || offered);
        if (!rewrites) assert.ok(offered);
      });
    });
  }
});

describe('its errors leave the page unchanged', { concurrency: 2 }, () => {
  /** Worker files that cannot work. */
  const FILES = { 'a wasm that is broken': BROKEN, 'a worker that is older than the gate': OLDER };
  for (const [name, file] of Object.entries(FILES)) {
    test(name, async () => {
      const files = { [PATH]: javascript(file()) };
      await afterFirst({ files }, async (visit, { tracked }) => {
        assert.notEqual(file(), WORKER());
        const second = mark();
        await again(visit);
        assert.ok(seen(tracked, second).length > 0, 'as without it');
        assert.equal(await visit.run('consentGate.state().strength'), 'one-tag');
        assert.equal(await visit.run('navigator.serviceWorker.controller !== null'), true);
        await visit.grantAll();
        await visit.ranWhen('defer');
        assert.deepEqual(visit.errors.filter(isOwn), []);
      });
    });
  }

  test('a new worker replaces an older one', async () => {
    await afterFirst({ files: { [PATH]: javascript(OLDER()) } }, async (visit, hosts) => {
      const old = await visit.run('caches.match("/consent-gate-config").then((it) => it.json())');
      world.server.put(hosts.site, PATH, javascript(WORKER()));
      const changed = visit.run(
        `new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', () => done(1)))`,
      );
      changed.catch(() => {}); // The page that has no worker is unloaded.
      await again(visit);
      await until(visit, `registration.active?.state === 'activated' && !registration.waiting`);
      await visit.run('navigator.serviceWorker.ready');
      assert.ok(old.version);
      for (;;) {
        const before = mark();
        await again(visit);
        if ((await visit.run('consentGate.state().strength')) !== 'rewritten') continue;
        assert.deepEqual(seen(hosts.tracked, before), []);
        break;
      }
    });
  });
});
