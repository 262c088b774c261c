/**
 * @file Elements that load something and run no code: how a held one looks to the page, how its URL is changed or
 * removed, and that events fire once, when it has really loaded. `vectors/elements.txt` has the entry points.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';
import { test } from './support/test.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

/** An image of one pixel. */
const PIXEL = {
  body: Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64'),
  headers: { 'content-type': 'image/gif', 'access-control-allow-origin': '*' },
};
const SHEET = { body: 'p { color: red }', headers: { 'content-type': 'text/css' } };

/**
 * Reads of the page, the same with the gate and without: `u` is tracked, and its response never arrives.
 * @type {Record<string, string>}
 */
const READS = {
  'properties of an image': `const i = new Image(); i.src = u; tell(i.src, i.getAttribute('src'), i.hasAttribute('src'), i.complete, i.naturalWidth, i.currentSrc === '' || i.currentSrc === u)`,
  'a relative URL': `const i = new Image(); i.src = u + '/../a.png'; tell(i.src, i.attributes.src.value)`,
  'attributes in their order': `const i = new Image(); i.alt = 'a'; i.src = u; i.className = 'b'; tell(i.outerHTML, i.getAttributeNames().join(), [...i.attributes].map((it) => it.name).join())`,
  'what is changed meanwhile': `const i = new Image(); i.src = u; i.style.display = 'none'; i.width = 5; i.classList.add('x'); i.id = 'y'; i.setAttribute('data-a', 1); i.removeAttribute('data-b'); tell(i.outerHTML)`,
  'a removed attribute': `const i = new Image(); i.title = 'a'; i.src = u; i.removeAttribute('title'); tell(i.outerHTML, i.toggleAttribute('hidden'), i.hidden)`,
  'serialisation around it': `const d = document.createElement('div'); d.innerHTML = '<p><img src="' + u + '" alt="a"><b>b</b></p>'; tell(d.innerHTML, new XMLSerializer().serializeToString(d), d.isEqualNode(d.cloneNode(true)))`,
  'a shadow tree': `const s = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' }); s.innerHTML = '<p><img src="' + u + '" alt="a"></p>'; tell(s.innerHTML, s.firstChild.outerHTML)`,
  'a clone': `const i = new Image(); i.src = u; const c = i.cloneNode(); tell(c.src, c.outerHTML, c !== i)`,
  'a clone of a tree': `const d = document.createElement('div'); d.innerHTML = '<video poster="' + u + '"><source src="' + u + '"></video>'; tell(d.cloneNode(true).innerHTML)`,
  'a srcset': `const i = new Image(); i.srcset = u + ' 1x, b.png 2x'; i.sizes = '1px'; tell(i.srcset, i.outerHTML)`,
  'a link': `const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = u; document.head.append(l); tell(l.href, l.outerHTML, l.rel, l.relList.length, l.sheet)`,
  'an object': `const o = document.createElement('object'); o.data = u; document.body.append(o); tell(o.data, o.outerHTML, o.contentDocument)`,
  'an animated string': `const s = document.createElementNS('http://www.w3.org/2000/svg', 'image'); s.setAttribute('href', u); tell(s.href.baseVal, s.outerHTML)`,
  'a link with a ping': `const a = document.createElement('a'); a.href = '#'; a.ping = u; a.href = '#b'; tell(a.ping, a.outerHTML)`,
  'a background': `document.body.background = u; tell(document.body.background, document.body.getAttribute('background'))`,
  'a selector by source': `const i = new Image(); i.src = u; document.body.append(i); tell(i.matches('[src*=doubleclick]'), i.matches('[src]'), i.matches('img:not([src])'), document.querySelector('img[src^=https]') === i, i.closest('[src$="nothing"]'), i.outerHTML)`,
  'a selector by a source that changes': `const i = new Image(); i.src = u; i.src = u + '?second'; document.body.append(i); tell(i.matches('[src$=second]'), i.matches('[src*=doubleclick]')); i.removeAttribute('src'); tell(i.matches('[src]'), i.outerHTML)`,
  'a selector by a srcset and a poster': `const i = new Image(), v = document.createElement('video'); i.srcset = u + ' 1x'; v.poster = u; document.body.append(i, v); tell(i.matches('[srcset*=doubleclick]'), i.matches('[src]'), v.matches('[poster*=doubleclick]'), v.matches('[src]'))`,
  'a selector by the href of a link': `const l = document.createElement('link'); l.rel = 'preload'; l.as = 'image'; l.href = u; document.head.append(l); tell(l.matches('link[href*=doubleclick]'), document.head.querySelectorAll('link[href^="https"]').length)`,
  'a selector by the data of an object': `const o = document.createElement('object'); o.data = u; document.body.append(o); tell(o.matches('[data*=doubleclick]'), o.matches('[data]')); o.data = 'about:blank'; tell(o.matches('[data*=doubleclick]'), o.outerHTML)`,
  'a selector in a shadow tree': `const s = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' }); s.append(Object.assign(new Image(), { src: u })); tell(s.querySelectorAll('[src*=doubleclick]').length)`,
  'a selector in a fragment': `const f = new DocumentFragment(); f.append(Object.assign(new Image(), { src: u })); tell(f.querySelectorAll('[src*=doubleclick]').length)`,
  'an image that the page throws at': `const i = new Image(); try { i.src = { toString() { throw new RangeError('mine') } } } catch (error) { tell(error.message) } try { i.setAttribute('a b', u) } catch (error) { tell(error.name) } try { i.src = Symbol() } catch (error) { tell(error.name) } tell(i.outerHTML)`,
  'an attribute node': `const a = document.createAttribute('src'); a.value = u; const i = new Image(); tell(i.setAttributeNode(a), i.getAttributeNode('src').value, i.getAttributeNode('src').ownerElement === i)`,
};

/** Changes of a held image `i`, and the final numbers of requests for `u` and the harmless `v`. */
const CHANGES = [
  ['removed again', `i.removeAttribute('src')`, 0, 0, 'discarded'],
  ['emptied', `i.src = ''`, 0, 0, 'discarded'],
  ['another value', `i.src = v`, 0, 1, 'discarded'],
  ['another value, and back', `i.src = v; i.src = u`, 1, 0, 'discarded'],
  ['another held value', `i.src = u + '?2'`, 1, 0, 'discarded'],
  ['moved', `document.body.append(i); document.head.append(i)`, 1, 0, 'released'],
  ['taken out', `document.body.append(i); i.remove()`, 1, 0, 'released'],
  [
    'other attributes',
    `i.alt = 'a'; i.setAttribute('width', 2); i.style.color = 'red'`,
    1,
    0,
    'released',
  ],
  [
    'adopted',
    `document.implementation.createHTMLDocument('').adoptNode(i); document.adoptNode(i)`,
    1,
    0,
    'released',
  ],
];

/** Events that fire once, when the element has loaded. @type {Record<string, [string, string]>} */
const EVENTS = {
  'an image': [
    'x.gif',
    `const e = new Image(); e.onload = () => tell('load'); e.addEventListener('load', () => tell('heard')); e.onerror = () => tell('error'); e.src = u`,
  ],
  'an image of markup': [
    'x.gif',
    `const d = document.createElement('div'); d.innerHTML = '<img onload="tell(&quot;load&quot;)" onerror="tell(&quot;error&quot;)">'; d.firstChild.src = u`,
  ],
  'an image that fails': [
    'x.txt',
    `const e = new Image(); e.onload = () => tell('load'); e.onerror = () => tell('error'); e.src = u`,
  ],
  'an image that is decoded': [
    'x.gif',
    `const e = new Image(); e.src = u; e.decode().then(() => tell('decoded', e.complete, e.naturalWidth), (error) => tell(error.name))`,
  ],
  'a style sheet': [
    'x.css',
    `const e = document.createElement('link'); e.rel = 'stylesheet'; e.onload = () => tell('load', e.sheet !== null, e.outerHTML.length); e.onerror = () => tell('error'); e.href = u; document.head.append(e)`,
  ],
  'an object': [
    'x.gif',
    `const e = document.createElement('object'); e.type = 'image/gif'; e.onload = () => tell('load'); e.onerror = () => tell('error'); e.data = u; document.body.append(e)`,
  ],
  'a source that fails': [
    'x.txt',
    `const m = document.createElement('video'), e = document.createElement('source'); e.onerror = () => tell('error'); e.src = u; m.append(e); document.body.append(m)`,
  ],
};

/** One element each, and its kind in the report. @type {Record<string, string>} */
const KINDS = {
  img: `new Image().src = u`,
  media: `new Audio(u)`,
  object: `document.body.append(Object.assign(document.createElement('object'), { data: u }))`,
  style: `document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: u }))`,
  link: `document.head.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href: u }))`,
  ping: `document.body.append(Object.assign(document.createElement('a'), { href: '#', ping: u }))`,
  form: `const f = document.createElement('iframe'); f.name = 'f'; document.body.append(f); const m = document.createElement('form'); m.method = 'post'; m.action = u; m.target = 'f'; document.body.append(m); m.submit()`,
};

/** Links that connect and request nothing. */
const CONNECTING = ['preconnect', 'dns-prefetch'];

const START = inline(
  `var told = [], tell = (...it) => told.push(...it.map((one) => one ?? null));`,
);

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('reads of held elements', { concurrency: 3 }, () => {
  for (const [name, code] of Object.entries(READS)) {
    test(name, async () => {
      const read = async (/** @type {boolean} */ gate) => {
        const told = await play({ code, gate, file: 'never.png' }, (visit) => visit.run('told'));
        return told.map((/** @type {unknown} */ it) => String(it).replaceAll(/\bt\d+\./g, 't.'));
      };
      assert.deepEqual(await read(true), await read(false));
    });
  }
});

describe('changes of a held image', { concurrency: 3 }, () => {
  for (const [name, change, tracked, untracked, state] of CHANGES) {
    test(`${name}`, () =>
      play({ code: `self.i = new Image(); i.src = u; ${change}` }, async (visit, hosts) => {
        await control(visit);
        assert.equal(world.log.requests(hosts.tracked).length, 0, 'requests before consent');
        await visit.grantAll();
        if (tracked) await world.log.when(hosts.tracked);
        await control(visit);
        assert.equal(world.log.requests(hosts.tracked).length, tracked, 'requests after consent');
        assert.equal(world.log.requests(hosts.untracked).length, untracked, 'the other value');
        const rows = await visit.run('consentGate.report()');
        const [first] = rows.filter((/** @type {any} */ row) => row.vendor === 'doubleclick');
        assert.deepEqual([first.kind, first.state], ['img', state]);
      }));
  }

  test('after a grant the attributes are restored, with later changes', () =>
    play(
      { code: `self.i = new Image(); i.src = u; i.style.color = 'red'` },
      async (visit, hosts) => {
        await visit.grantAll();
        await world.log.when(hosts.tracked);
        assert.equal(
          await visit.run(`i.matches('[src][style]') && i.attributes.length`),
          2,
          'the element itself has them',
        );
      },
    ));

  test('after a refusal it stays held, and a later grant lets it load', () =>
    play({ code: `new Image().src = u` }, async (visit, hosts) => {
      await visit.run('consentGate.denyAll()');
      const [row] = await visit.run('consentGate.report()');
      assert.equal(row.state, 'waiting');
      await visit.grantAll();
      await world.log.when(hosts.tracked);
    }));
});

describe('events of held elements', { concurrency: 3 }, () => {
  for (const [name, [file, code]] of Object.entries(EVENTS)) {
    test(name, async () => {
      const listen = (/** @type {boolean} */ gate) =>
        play({ code, gate, file, config: { element_timeout: 600_000 } }, async (visit) => {
          if (gate) {
            await control(visit);
            assert.deepEqual(await visit.run('told'), [], 'events before consent');
            await visit.grantAll();
          }
          await visit.run(TOLD);
          await control(visit);
          return (await visit.run('told')).map((/** @type {unknown} */ it) =>
            typeof it === 'number' && it > 9 ? 'length' : it,
          );
        });
      assert.deepEqual(await listen(true), await listen(false));
    });
  }
});

describe('rows of the report', { concurrency: 3 }, () => {
  for (const [kind, code] of Object.entries(KINDS)) {
    test(kind, () =>
      play({ code }, async (visit) => {
        const rows = await visit.run('consentGate.report()');
        assert.deepEqual(
          rows.map((/** @type {any} */ row) => [row.kind, row.state]),
          [[kind, 'waiting']],
        );
      }),
    );
  }
});

describe('links that connect', { concurrency: 3 }, () => {
  for (const rel of CONNECTING) {
    test(rel, () =>
      play(
        {
          code: `document.head.append(Object.assign(document.createElement('link'), { rel: '${rel}', href: u }))`,
        },
        async (visit, hosts) => {
          await control(visit);
          assert.equal(world.log.connections(hosts.tracked).length, 0);
          const [row] = await visit.run('consentGate.report()');
          assert.deepEqual([row.kind, row.state], ['link', 'waiting']);
        },
      ),
    );
  }

  for (const rel of ['canonical', 'alternate', 'next', 'author']) {
    test(`${rel} loads nothing and is left alone`, () =>
      play(
        {
          code: `document.head.append(Object.assign(document.createElement('link'), { rel: '${rel}', href: u }))`,
        },
        async (visit) => assert.deepEqual(await visit.run('consentGate.report()'), []),
      ));
  }
});

const TOLD = `new Promise((done) => { const look = () => (told.length ? done(told) : setTimeout(look, 5)); look(); })`;

/**
 * Runs code in a page, with `u` and `v` the URLs of a tracked and of an untracked file, and returns the result of
 * `use`.
 * @template T
 * @param {{ code: string, gate?: boolean, file?: string, config?: object }} page
 * @param {(visit: Visit, hosts: ReturnType<typeof world.hosts>) => Promise<T>} use
 */
async function play({ code, gate = true, file = 'x.gif', config }, use) {
  const hosts = world.hosts();
  world.server.put(hosts.tracked, '/x.gif', PIXEL);
  world.server.put(hosts.tracked, '/x.css', SHEET);
  const urls = `const u = 'https://${hosts.tracked}/${file}${file === 'never.png' ? '?never' : ''}', v = 'https://${hosts.untracked}/x.gif';`;
  const body = START + inline(`{ ${urls} ${code} }`);
  return world.visit({ body, gate, site: hosts.site, config }, (visit) => use(visit, hosts));
}

/** Makes a request that is never held. When it has arrived, all earlier ones have. @param {Visit} visit */
async function control(visit) {
  const { untracked } = world.hosts();
  await visit.idle();
  await visit.run(`void (new Image().src = 'https://${untracked}/x.gif')`);
  await world.log.when(untracked);
  await visit.idle();
}
