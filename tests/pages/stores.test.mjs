/**
 * @file What vendors store on the site's own origin: every door, before a consent, after it and after it was taken back;
 * and what must not change for everything else. `storage.test.mjs` is about the record.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startWorld } from './support/browser.mjs';
import { inline, pageText } from './support/pages.mjs';
import { javascript } from './support/stand_ins.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'consent-gate-'));

/** A vendor that stores in every way; its names begin with `acme`, and one has no star. */
const KINDS = ['cookie', 'local', 'session', 'indexeddb', 'cache'];
const ACME = `id = "acme"
name = "Acme"
website = "https://acme.example"
category = "analytics"
consent_required = true
reason = "Counts."
domains = ["acme.example"]
checked = 2026-11-21
sources = [{ kind = "vendor-docs", url = "https://acme.example/", checked = 2026-11-21 }]
${KINDS.map(
  (kind) => `[[storage]]
name = "acme"
match = "prefix"
kind = "${kind}"
party = "first"
max_age = "persistent"
clear = true
source = "vendor-docs"
`,
).join('')}`;

/** @type {import('./support/browser.mjs').World} */
let world;
/** The gate with that vendor and some of the table's. @type {import('./support/browser.mjs').PageOptions} */
let page;

before(async () => {
  world = await startWorld();
  writeFileSync(join(folder, 'acme.toml'), ACME);
  const vendors = 'infobip,google-analytics,microsoft-clarity';
  const own = ['--vendors', vendors, '--with', join(folder, 'acme.toml')];
  const binary = join(ROOT, 'target/debug/consent-gate');
  const out = join(folder, 'dist');
  execFileSync(binary, ['build', ...own, '--from', join(ROOT, 'dist'), '-o', out]);
  const gate = javascript(readFileSync(join(out, 'consent-gate.js')));
  page = { gateTag: '<script src="/built.js"></script>', files: { '/built.js': gate } };
});

after(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

/** In pages: what is stored, as a list of names; and the realm of a frame. */
const HELPERS = inline(`
var stored = async () => [
  ...document.cookie.split('; ').filter(Boolean).map((it) => it.split('=')[0]),
  ...Object.keys(localStorage), ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map(({ name }) => name), ...await caches.keys(),
].filter((name) => name !== 'consent-gate').sort().join();
var become = async (wanted) => {
  for (let tries = 0; tries < 100 && await stored() !== wanted; tries += 1)
    await new Promise((again) => setTimeout(again, 20));
  return stored();
};
var frame = (srcdoc) => new Promise((done) => {
  const it = document.createElement('iframe');
  if (srcdoc) { it.onload = () => done(it.contentWindow); it.srcdoc = '<p>'; }
  document.body.append(it);
  if (!srcdoc) done(it.contentWindow);
});
var opened = (w, n) => new Promise((done) => {
  const request = w.indexedDB.open(n, 3);
  request.onupgradeneeded = ({ target }) => target.result.createObjectStore('s');
  request.onsuccess = () => { request.result.close(); done(); };
});
`);

/**
 * Ways to store something under the name `n` in the realm `w`. Each is tried with a name of the vendor's and one of the
 * site's own. (`=n=1` is refused by Chromium.)
 * @type {Record<string, string>}
 */
const DOORS = {
  'document.cookie': `w.document.cookie = n + '=1; path=/; max-age=999'`,
  'a cookie for the domain': `w.document.cookie = n + '=1; path=/; domain=' + location.hostname.substring(4) + '; expires=' + new Date(2e12).toUTCString()`,
  'a secure cookie without attributes': `w.document.cookie = n + '=1;secure'`,
  'a cookie that is no string': `w.document.cookie = { toString: () => n + '=1' }`,
  'a cookie with blanks': `w.document.cookie = '  ' + n + '\\t = 1; Max-Age=99'`,
  'a partitioned cookie': `w.document.cookie = n + '=1; secure; partitioned; path=/'`,
  "the prototype's setter": `Object.getOwnPropertyDescriptor(w.Document.prototype, 'cookie').set.call(w.document, n + '=1')`,
  "another realm's setter": `Object.getOwnPropertyDescriptor(w.Document.prototype, 'cookie').set.call(document, n + '=1')`,
  'Reflect.set on the document': `Reflect.set(w.document, 'cookie', n + '=1')`,
  'cookieStore.set(name, value)': `await w.cookieStore.set(n, '1')`,
  'cookieStore.set(options)': `await w.cookieStore.set({ name: n, value: '1', expires: Date.now() + 1e9 })`,
  'cookieStore.set(a prototype)': `await w.cookieStore.set(Object.create({ name: n, value: '1' }))`,
  'localStorage.setItem': `w.localStorage.setItem(n, '1')`,
  'a property of localStorage': `w.localStorage[n] = 1`,
  'Object.assign': `Object.assign(w.localStorage, { [n]: 1 })`,
  'Object.defineProperty': `Object.defineProperty(w.localStorage, n, { value: '1' })`,
  'Reflect.set': `Reflect.set(w.localStorage, n, '1')`,
  'Storage.prototype.setItem.call': `w.Storage.prototype.setItem.call(w.localStorage, n, '1')`,
  "the page's Storage.prototype": `Storage.prototype.setItem.call(w.localStorage, n, '1')`,
  'sessionStorage.setItem': `w.sessionStorage.setItem(n, { toString: () => '1' })`,
  'a property of sessionStorage': `w.sessionStorage[n] = '1'`,
  'the storage of an event': `{ const event = new w.StorageEvent('storage', { storageArea: w.localStorage });
    event.storageArea[n] = 1 }`,
  'indexedDB.open': `opening = opened(w, n)`,
  'caches.open': `opening = w.caches.open(n)`,
};

/** Where the code runs. @type {Record<string, string>} */
const REALMS = {
  'the page': 'window',
  'an empty frame': 'await frame()',
  srcdoc: 'await frame(true)',
};

/** Pages in which it must work, too. @type {Record<string, import('./support/browser.mjs').PageOptions>} */
const PAGES = {
  '': {},
  'Trusted Types': { headers: { 'content-security-policy': "require-trusted-types-for 'script'" } },
  'replaced prototypes': {
    head: inline(`for (const [proto, names] of [
      [String.prototype, ['split', 'slice', 'replace', 'startsWith', 'trim', 'indexOf', 'includes']],
      [Array.prototype, ['forEach', 'push', 'includes', 'find']], [Map.prototype, ['get', 'set', 'has']],
      [WeakMap.prototype, ['get', 'set', 'has']], [RegExp.prototype, ['exec', 'test', Symbol.replace, Symbol.split]]])
      for (const name of names) { const real = proto[name];
        proto[name] = function (...args) { if (self.armed) throw new Error('called ' + String(name)); return real.apply(this, args); }; }`),
  },
};

/** @param {string} realm @param {string} code @param {string} name @param {boolean} done whether it gets there */
const act = (realm, code, name, done) =>
  `(async () => { const n = ${JSON.stringify(name)}, w = ${realm}; let opening; self.armed = true;
    try { ${code}; } finally { self.armed = false; }
    if (${done}) await opening; })()`;

describe('every door', { concurrency: 2 }, () => {
  for (const [door, code] of Object.entries(DOORS)) {
    test(door, async () => {
      for (const [where, realm] of Object.entries(REALMS)) {
        for (const [kind, options] of Object.entries(PAGES)) {
          if (kind && where !== 'the page') continue;
          const label = `${door} in ${where} ${kind}`;
          const head = (options.head ?? '') + HELPERS;
          const site = `www.${world.hosts().site}`;
          await world.visit({ ...page, ...options, head, site }, async (visit) => {
            // A document may see another one's cookies late, but in the order in which they were written.
            const is = async (/** @type {string} */ wanted, /** @type {string} */ when) =>
              assert.equal(
                await visit.run(`become(${JSON.stringify(wanted)})`),
                wanted,
                `${label}: ${when}`,
              );
            await visit.run(act(realm, code, 'acme-1', false));
            await visit.run(act(realm, code, 'own-1', true));
            await is('own-1', 'before consent');
            await visit.run('consentGate.grant("acme")');
            await visit.run(act(realm, code, 'acme-2', true));
            await is(expectedAfter(code), 'after consent');
            await visit.run('consentGate.withdraw()');
            await is('own-1', 'withdrawn');
            assert.deepEqual(visit.errors, [], label);
          });
        }
      }
    });
  }
});

/** What waits for consent is there afterwards; what was written is not written again. @param {string} code */
const expectedAfter = (code) =>
  code.startsWith('opening') ? 'acme-1,acme-2,own-1' : 'acme-2,own-1';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const OLD = `acme-old=1; max-age=9999`;

/**
 * What stands there from an earlier time, and what is left of it: `set` runs before the gate, `then` in the page.
 * @type {Record<string, { set: string, config?: object, before?: string, then?: string, left: string }>}
 */
const LEFT_BEHIND = {
  'in every store': {
    set: `for (const n of ['acme-old', 'own']) { document.cookie = n + '=1; path=/'; localStorage[n] = 1; sessionStorage[n] = 1;
      indexedDB.open(n); caches.open(n); }`,
    then: `document.dispatchEvent(new Event('visibilitychange'))`,
    left: 'own,own,own,own,own',
  },
  'a cookie of each path and domain': {
    set: `for (const path of ['/', '/a', '/a/', '/a/b', '/a/b/', '/a/b/page'])
      for (const more of ['', '; domain=' + location.hostname, '; domain=' + location.hostname.slice(4), '; secure; partitioned'])
        document.cookie = '${OLD}; path=' + path + more;
      document.cookie = 'own=1; path=/a'`,
    left: 'own',
  },
  'where the visitor said no': {
    set: `document.cookie = '${OLD}'`,
    then: `consentGate.denyAll()`,
    left: '',
  },
  'where the visitor need not be asked': {
    set: `document.cookie = '${OLD}'; localStorage['acme-x'] = 1`,
    config: { regime: 'opt-out' },
    left: 'acme-old,acme-x',
  },
  'where the browser objects': {
    set: `document.cookie = '${OLD}'; localStorage['acme-x'] = 1`,
    before: inline(
      `Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true });`,
    ),
    config: { regime: 'opt-out' },
    left: '',
  },
  'where the site needs no consent': {
    set: `document.cookie = '${OLD}'`,
    config: { vendors: { acme: { consent: 'exempt' } } },
    left: 'acme-old',
  },
  'until the visitor chooses': {
    set: `document.cookie = '${OLD}'`,
    config: { regime: 'opt-out' },
    then: `consentGate.deny('analytics')`,
    left: '',
  },
  'what the network brings later': {
    set: '',
    then: `fetch('/counts').then(() => document.dispatchEvent(new Event('visibilitychange')))`,
    left: 'own',
  },
  'what the network brings, looked at again after some moments': {
    set: '',
    then: `fetch('/counts')`,
    left: 'own',
  },
};

describe('what was there before', { concurrency: 2 }, () => {
  for (const [name, { set, config, before: signal = '', then = '', left }] of Object.entries(
    LEFT_BEHIND,
  )) {
    test(name, async () => {
      const site = `www.${world.hosts().site}`;
      const counts = {
        body: '',
        headers: { 'set-cookie': [OLD, 'own=1'] },
      };
      const deep = (/** @type {object} */ parts) => ({
        '/counts': /** @type {any} */ (counts),
        '/a/b/page': { body: pageText({ head: HELPERS, ...parts }), headers: HTML },
      });
      const go = async (/** @type {import('./support/browser.mjs').Visit} */ visit) => {
        if (name.includes('path')) await visit.page.goto(`${visit.url}a/b/page`);
      };
      const earlier = { gate: false, site, head: HELPERS, files: deep({ gate: false }) };
      await world.visit(earlier, async (visit) => {
        await go(visit);
        await visit.run(`(async () => { ${set} })()`);
      });
      const files = { ...page.files, ...deep(page) };
      const now = { ...page, config, before: signal, files, site, head: HELPERS };
      await world.visit(now, async (visit) => {
        await go(visit);
        await visit.run(then);
        assert.equal(await visit.run(`become(${JSON.stringify(left)})`), left);
        assert.deepEqual(visit.errors, []);
      });
    });
  }
});

/** What a script of the chat does, and what the page sees of its cookie: whether it outlasts the session. */
const CHAT = 'livechat.infobip.com';
/** @type {Record<string, { script?: string, act?: string, first?: string, lasts: boolean | null }>} */
const SESSIONS = {
  'max-age': { script: `document.cookie = 'chat=1; path=/; max-age=9999'`, lasts: false },
  expires: {
    script: `document.cookie = 'chat=1;Expires=' + new Date(2e12).toUTCString() + '; path=/; Max-Age=99; secure'`,
    lasts: false,
  },
  'cookieStore.set': {
    script: `cookieStore.set({ name: 'chat', value: '1', expires: Date.now() + 1e9 })`,
    lasts: false,
  },
  'a cookie of the session': { script: `document.cookie = 'chat=1'`, lasts: false },
  'a deletion by a date': {
    script: `document.cookie = 'chat=1'; document.cookie = 'chat=; expires=Thu, 01-Jan-1970 00:00:01 GMT'`,
    lasts: null,
  },
  'a deletion by max-age': {
    script: `document.cookie = 'chat=1'; document.cookie = 'chat=; Max-Age=-1'`,
    lasts: null,
  },
  'a call of its global': {
    script: `self.liveChat = () => { document.cookie = 'chat=1; max-age=9999' }`,
    act: `dispatchEvent(new Event('x')); liveChat('show')`,
    lasts: false,
  },
  'a call, and the consent that it needs': {
    script: `self.liveChat = () => { document.cookie = 'chat=1; max-age=9999' }`,
    act: `consentGate.grant('infobip'); liveChat('show')`,
    lasts: true,
  },
  'with the consent to recognise': {
    first: `consentGate.grant('infobip')`,
    script: `document.cookie = 'chat=1; max-age=9999'`,
    lasts: true,
  },
  'a script of the site': { act: `document.cookie = 'chat=1; max-age=9999'`, lasts: true },
  'another script of a third party': {
    script: `void 0`,
    act: `document.cookie = 'chat=1; expires=' + new Date(Date.now() + 1e9).toUTCString()`,
    lasts: true,
  },
};

describe('a service that may keep a session', { concurrency: 2 }, () => {
  for (const [name, { script = '', act: then = '', first = '', lasts }] of Object.entries(
    SESSIONS,
  )) {
    test(name, async () => {
      world.server.put(CHAT, `/${encodeURI(name)}.js`, javascript(script));
      await world.visit({ ...page, head: HELPERS }, async (visit) => {
        await visit.run(first);
        await visit.run(
          (/** @type {string} */ src) => {
            const tag = Object.assign(document.createElement('script'), { src });
            return new Promise((done) =>
              document.head.append(Object.assign(tag, { onload: done })),
            );
          },
          `https://${CHAT}/${encodeURI(name)}.js`,
        );
        await visit.idle();
        await visit.run(then);
        await visit.run(`become('chat')`);
        const cookie = await visit.run(`cookieStore.get('chat')`);
        assert.deepEqual(cookie && cookie.expires !== null, lasts);
        assert.deepEqual(visit.errors, []);
      });
    });
  }
});

/** What code of the page sees; each must hold with the gate, the first ones without it, too. @type {Record<string, string>} */
const VIEWS = {
  identity: `localStorage === window.localStorage && localStorage !== sessionStorage`,
  class: `localStorage instanceof Storage && String(localStorage) === '[object Storage]'`,
  reading: `localStorage.own = 1, localStorage.own === '1' && localStorage.getItem('own') === '1' && 'own' in localStorage
    && localStorage.key(localStorage.length - 1) !== null && localStorage.other === undefined`,
  keys: `localStorage.b = 1, delete localStorage.b && !Object.keys(localStorage).includes('b') && !('b' in localStorage)`,
  'a descriptor': `localStorage.b = 1, Object.getOwnPropertyDescriptor(localStorage, 'b').value === '1'`,
  copies: `localStorage.b = 1, { ...localStorage }.b === '1' && JSON.parse(JSON.stringify(localStorage)).b === '1'`,
  'a method as a key': `localStorage.setItem('getItem', '1'), typeof localStorage.getItem === 'function'`,
  'clear()': `sessionStorage.b = 1, sessionStorage.clear(), sessionStorage.length === 0`,
  removeItem: `localStorage.b = 1, localStorage.removeItem('b'), localStorage.b === undefined`,
  'the wrong this': `(() => { try { Storage.prototype.getItem.call({}, 'x') } catch (e) { return e instanceof TypeError } })()`,
  'too few arguments': `(() => { try { localStorage.setItem('acme') } catch (e) { return e instanceof TypeError } })()`,
  'a symbol': `(() => { try { localStorage.setItem(Symbol(), 1) } catch (e) { return e instanceof TypeError } })()`,
  'a symbol as a value': `(() => { try { localStorage.acme = Symbol() } catch (e) { return e instanceof TypeError } })()`,
  'an inheriting object': `(() => { const it = Object.create(localStorage); it.x = 1; return it.x === 1 })()`,
  'the storage of a made event': `new StorageEvent('storage', { key: 'k', storageArea: localStorage }).storageArea === localStorage`,
  'an event without storage': `new StorageEvent('storage').storageArea === null`,
  'an event of a subclass': `(class extends StorageEvent {}, new (class A extends StorageEvent {})('x', { storageArea: sessionStorage }).storageArea === sessionStorage)`,
  'an old event': `(() => { const it = document.createEvent('StorageEvent');
    it.initStorageEvent('storage', false, false, 'k', null, null, '', localStorage); return it.storageArea === localStorage })()`,
  'the event of another document': `(async () => { const other = await frame(true);
    const told = new Promise((done) => addEventListener('storage', done)); other.localStorage.k = Math.random();
    return (await told).storageArea === localStorage })()`,
  'cookieStore of a wrong this': `CookieStore.prototype.set.call({}, 'a', 'b').then(() => false, (e) => e instanceof TypeError)`,
  'cookieStore without arguments': `cookieStore.set().then(() => false, (e) => e instanceof TypeError)`,
  'cookieStore without a value': `cookieStore.set({ name: 'a' }).then(() => false, (e) => e instanceof TypeError)`,
  'cookieStore and a getter that throws': `cookieStore.set({ get name() { throw 7 } }).then(() => false, (e) => e === 7)`,
  'cookieStore resolves': `cookieStore.set('acme', '1').then((it) => it === undefined)`,
  'a cookie of a wrong this': `(() => { try { Object.getOwnPropertyDescriptor(Document.prototype, 'cookie').set.call({}, 'a') }
    catch (e) { return e instanceof TypeError } })()`,
  'a cookie that is a symbol': `(() => { try { document.cookie = Symbol() } catch (e) { return e instanceof TypeError } })()`,
  'a database of the site': `opened(window, 'own').then(() => true)`,
  'a database without a name': `(() => { try { indexedDB.open() } catch (e) { return e instanceof TypeError } })()`,
};

describe('what code sees', { concurrency: 2 }, () => {
  for (const gate of [false, true])
    test(gate ? 'with the gate' : 'without', async () => {
      await world.visit({ ...page, gate, head: HELPERS }, async (visit) => {
        for (const [name, code] of Object.entries(VIEWS))
          assert.equal(await visit.run(code), true, name);
        assert.deepEqual(visit.errors, []);
      });
    });

  test('a request for a database that waits', async () => {
    await world.visit({ ...page, head: HELPERS }, async (visit) => {
      const before = await visit.run(`
        var told = [];
        var request = indexedDB.open('acme', 3);
        for (const type of ['upgradeneeded', 'success', 'error', 'blocked'])
          request['on' + type] = ({ target }) => told.push([type, target === request, target.readyState]);
        var done = new Promise((it) => request.addEventListener('success', it));
        const thrown = (read) => { try { return read(); } catch (error) { return error.name; } };
        [request instanceof IDBOpenDBRequest, request.readyState, thrown(() => request.result), thrown(() => request.error),
          request.transaction]`);
      assert.deepEqual(before, [true, 'pending', 'InvalidStateError', 'InvalidStateError', null]);
      await visit.run(
        `new Promise((done) => { indexedDB.deleteDatabase('acme').onsuccess = done; })`,
      );
      await visit.run('consentGate.deny("acme")');
      assert.deepEqual(await visit.run('told'), [], 'nothing is told before consent');
      const after = await visit.run(
        `consentGate.grant('acme'); done.then(() => [request.result.name, request.result.version, request.error, request.readyState])`,
      );
      assert.deepEqual(after, ['acme', 3, null, 'done']);
      assert.deepEqual(await visit.run('told'), [
        ['upgradeneeded', true, 'done'],
        ['success', true, 'done'],
      ]);
      assert.deepEqual(visit.errors, []);
    });
  });

  test('a storage that the visitor blocks', async () => {
    const headers = { 'content-security-policy': 'sandbox allow-scripts' };
    await world.visit({ ...page, headers, head: HELPERS }, async (visit) => {
      for (const code of ['localStorage', 'sessionStorage.x', 'document.cookie = "acme=1"'])
        assert.equal(
          await visit.run(`(() => { try { ${code} } catch (error) { return error.name } })()`),
          'SecurityError',
          code,
        );
      assert.deepEqual(visit.errors, []);
    });
  });
});
