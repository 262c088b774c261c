/**
 * @file Vendors' storage on the site's origin: every entry point, before a consent, after it and after a withdrawal;
 * and items from an earlier time. `storage.test.mjs` is about the record.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HELPERS, acmePage } from './support/acme.mjs';
import { startWorld } from './support/browser.mjs';
import { inline, pageText } from './support/pages.mjs';

/** @type {import('./support/browser.mjs').World} */
let world;
/** @type {import('./support/browser.mjs').PageOptions} */
let page;

before(async () => {
  world = await startWorld();
  page = acmePage();
});

after(() => world.close());

/**
 * Ways to store something under the name `n` in the realm `w`. Each is tried with a name of the vendor and one of the
 * site. (`=n=1` is rejected by Chromium.)
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

/** The realm in which the code runs. @type {Record<string, string>} */
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

/** @param {string} realm @param {string} code @param {string} name @param {boolean} done whether it is stored */
const act = (realm, code, name, done) =>
  `(async () => { const n = ${JSON.stringify(name)}, w = ${realm}; let opening; self.armed = true;
    try { ${code}; } finally { self.armed = false; }
    if (${done}) await opening; })()`;

describe('every entry point', { concurrency: 2 }, () => {
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

/**
 * Returns whether it is stored after consent: a waiting call is made then, but a dropped write is not repeated.
 * @param {string} code
 */
const expectedAfter = (code) =>
  code.startsWith('opening') ? 'acme-1,acme-2,own-1' : 'acme-2,own-1';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const OLD = `acme-old=1; max-age=9999`;

/**
 * Items from an earlier time, and those that are left: `set` runs before the gate, `then` in the page.
 * @type {Record<string, { set: string, config?: object, before?: string, then?: string, left: string }>}
 */
const LEFT_BEHIND = {
  'in every store': {
    set: `for (const n of ['acme-old', 'own']) { document.cookie = n + '=1; path=/'; localStorage[n] = 1; sessionStorage[n] = 1;
      await opened(window, n); await caches.open(n); }`,
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

describe('earlier items', { concurrency: 2 }, () => {
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
