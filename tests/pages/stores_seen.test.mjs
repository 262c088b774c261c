/**
 * @file The view of code on storage that waits for consent, and on all other; and the cookies of a service that may
 * keep a session, but not recognise the visitor.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HELPERS, acmePage } from './support/acme.mjs';
import { startWorld } from './support/browser.mjs';
import { javascript } from './support/stand_ins.mjs';

/** @type {import('./support/browser.mjs').World} */
let world;
/** @type {import('./support/browser.mjs').PageOptions} */
let page;

before(async () => {
  world = await startWorld();
  page = acmePage();
});

after(() => world.close());

/** Actions of the chat's script, and the page's view of its cookie: whether it outlasts the session. */
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

/**
 * Views of the page's code. All must hold with the gate, the first ones without it, too.
 * @type {Record<string, string>}
 */
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
  'a symbol as a value': `(() => { try { localStorage.own = Symbol() } catch (e) { return e instanceof TypeError } })()`,
  'an inheriting object': `(() => { const it = Object.create(localStorage); it.x = 1; return it.x === 1 })()`,
  'the storage of a made event': `new StorageEvent('storage', { key: 'k', storageArea: localStorage }).storageArea === localStorage`,
  'an event without storage': `new StorageEvent('storage').storageArea === null`,
  'the storage of an event that is initialised late': `((e) => (e.initStorageEvent('storage', false, false, 'k', null, 'v', '/', sessionStorage), e.storageArea === sessionStorage && e.key === 'k'))(new StorageEvent('x'))`,
  'the storage of an event of createEvent': `((e) => (e.initStorageEvent('storage', true, true, null, null, null, '', localStorage), e.storageArea === localStorage))(document.createEvent('StorageEvent'))`,
  'an event that is initialised without storage': `((e) => (e.initStorageEvent('storage'), e.storageArea === null))(new StorageEvent('x'))`,
  'an event of a subclass': `(class extends StorageEvent {}, new (class A extends StorageEvent {})('x', { storageArea: sessionStorage }).storageArea === sessionStorage)`,
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

describe('the view of code', { concurrency: 2 }, () => {
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
        [request instanceof IDBOpenDBRequest, request.readyState, request.transaction]`);
      assert.deepEqual(before, [true, 'pending', null]);
      await visit.run(
        `new Promise((done) => { indexedDB.deleteDatabase('acme').onsuccess = done; })`,
      );
      await visit.run('consentGate.deny("acme")');
      assert.deepEqual(await visit.run('[told, request.readyState]'), [[], 'pending']);
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
