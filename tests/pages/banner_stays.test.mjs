/**
 * @file The banner survives the page's rendering: it is inserted again, once and in the same state, whatever has
 * removed it. It can be used while something modal is open, and no listener of the page keeps the visitor's presses
 * from it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { bundle, packaged } from './loaders/bundle.mjs';
import { startWorld } from './support/browser.mjs';
import { inline, pageText } from './support/pages.mjs';
import { asked, chosen, controlled, part, record, shop } from './support/question.mjs';
import { html, javascript } from './support/stand_ins.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */
/** @typedef {Partial<import('./support/browser.mjs').PageOptions>} More */

const GRANTED = { method: 'banner', on: ['functional', 'analytics', 'marketing'], choices: {} };
const NEXT = '<h1>Next</h1><main><p>Another page of the shop.</p></main>';

/**
 * Code that replaces the body while the banner is shown; each makes a heading "Next".
 * @type {Record<string, string>}
 */
const RENDERERS = {
  'innerHTML of the body': `document.body.innerHTML = next`,
  'replaceChildren of the body': `document.body.replaceChildren(Object.assign(document.createElement('h1'), { textContent: 'Next' }))`,
  'every child removed': `while (document.body.firstChild) document.body.firstChild.remove(); document.body.insertAdjacentHTML('beforeend', next)`,
  'another body': `{ const body = document.createElement('body'); body.innerHTML = next; document.body.replaceWith(body) }`,
  'another body by assignment': `{ const body = document.createElement('body'); body.innerHTML = next; document.body = body }`,
  'the body taken out, and back later': `{ const { body } = document; body.remove(); body.innerHTML = next; setTimeout(() => document.documentElement.append(body)) }`,
  'another root element': `{ const root = document.createElement('html'); root.innerHTML = '<head></head><body>' + next + '</body>'; document.replaceChild(root, document.documentElement) }`,
  'document.open': `document.open(); document.write('<!doctype html><body>' + next); document.close()`,
  'document.write after loading': `document.write('<!doctype html><body>' + next); document.close()`,
  'removed by name': `document.querySelector('consent-gate-banner').remove(); document.body.insertAdjacentHTML('afterbegin', next)`,
  'an observer that removes what it does not know, for a while': `{ let n = 0; new MutationObserver(() => { const it = document.querySelector('consent-gate-banner'); if (it && (n += 1) < 5) it.remove() }).observe(document.body, { childList: true }); document.querySelector('consent-gate-banner').remove(); document.body.insertAdjacentHTML('afterbegin', next) }`,
  'a copy of the body, as caches of pages make': `{ const copy = document.body.cloneNode(true); document.body.replaceWith(copy); copy.insertAdjacentHTML('afterbegin', next) }`,
  morphdom: `morphdom(document.body, '<body>' + next + '</body>')`,
  'htmx, hx-boost': `document.body.setAttribute('hx-boost', 'true'); document.body.insertAdjacentHTML('beforeend', '<a id="go" href="/next">go</a>'); htmx.process(document.body); document.getElementById('go').click()`,
  Turbo: `Turbo.visit('/next')`,
  'Turbo that morphs': `Turbo.visit(location.href.split('#')[0] + 'next', { action: 'replace' })`,
};

/** @type {import('./support/browser.mjs').World} */
let world;
/** @type {More} */
let libraries;

before(async () => {
  world = await startWorld();
  const files = {
    '/morphdom.js': javascript(packaged('morphdom/dist/morphdom-umd.js')),
    '/htmx.js': javascript(packaged('htmx.org/dist/htmx.js')),
    '/turbo.js': javascript(
      await bundle(`import * as Turbo from '@hotwired/turbo'; self.Turbo = Turbo;`),
    ),
    '/next': html(pageText({ ...shop(), body: NEXT })),
  };
  libraries = { files };
});

after(() => world.close());

describe('back again', { concurrency: 3 }, () => {
  for (const [name, code] of Object.entries(RENDERERS)) {
    test(`the question: ${name}`, () =>
      onShop(name, async (visit) => {
        await render(visit, code);
        await part(visit, 'accept').waitFor();
        assert.equal(await visit.page.locator('consent-gate-banner').count(), 1, 'once');
        await part(visit, 'accept').click();
        await controlled(visit);
        assert.deepEqual(await record(visit), GRANTED);
      }));

    test(`the control, and open(): ${name}`, () =>
      onShop(name, async (visit) => {
        await part(visit, 'reject').click();
        await controlled(visit);
        await render(visit, code);
        await part(visit, 'control').waitFor();
        await visit.run('consentGate.open()');
        await part(visit, 'withdraw').click();
        assert.equal((await record(visit)).method, 'withdrawal');
        assert.deepEqual(visit.errors, []);
      }));
  }

  test('the open preferences, with their switches', () =>
    onShop('', async (visit) => {
      await chosen(visit);
      await visit.page.locator('[role="switch"]:enabled').first().click();
      await render(visit, RENDERERS['innerHTML of the body']);
      await part(visit, 'save').waitFor();
      assert.equal(await visit.run(MODAL), true);
      assert.equal(await visit.page.locator('[role="switch"]:enabled').first().isChecked(), true);
    }));

  test('open() in the task in which the page has removed it', () =>
    onShop('', async (visit) => {
      await visit.run(`document.body.innerHTML = '<h1>Next</h1>'; consentGate.open()`);
      await part(visit, 'save').waitFor();
      assert.deepEqual(visit.errors, []);
    }));
});

const MODAL = `document.querySelector('consent-gate-banner').shadowRoot.querySelector('dialog').matches(':modal')`;

/** Modal elements of the page that make all other elements inert. @type {Record<string, string>} */
const MODALS = {
  'a modal dialog': `document.body.insertAdjacentHTML('beforeend', '<dialog><p>Are you 18?</p><button>yes</button></dialog>'); document.querySelector('dialog').showModal()`,
  'two modal dialogs': `document.body.insertAdjacentHTML('beforeend', '<dialog id="a">a</dialog><dialog id="b">b</dialog>'); document.getElementById('b').showModal(); document.getElementById('a').showModal()`,
  'a modal dialog that is moved and clipped': `document.body.insertAdjacentHTML('beforeend', '<dialog style="transform:scale(.5);overflow:hidden;width:90px;height:20px">a</dialog>'); document.querySelector('dialog').showModal()`,
  'a modal dialog in a shadow tree': `{ const root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' }); root.innerHTML = '<dialog><button>yes</button></dialog>'; root.querySelector('dialog').showModal() }`,
  'the body’s children inert': `for (const it of document.body.children) it.inert = true`,
  'the body inert': `document.body.inert = true`,
  'the body’s children hidden from readers': `for (const it of document.body.children) it.setAttribute('aria-hidden', 'true')`,
  'a trap of the focus': `document.body.insertAdjacentHTML('afterbegin', '<div id="trap"><button>in</button></div>'); document.addEventListener('focusin', (event) => { const trap = document.getElementById('trap'); if (!trap.contains(event.target)) trap.firstChild.focus() }); document.querySelector('#trap button').focus()`,
  'a trap that stops every click outside': `for (const type of ['pointerdown', 'mousedown', 'touchstart', 'click']) for (const it of [window, document]) it.addEventListener(type, (event) => { event.preventDefault(); event.stopImmediatePropagation() }, { capture: true, passive: false })`,
};

describe('can be used', { concurrency: 3 }, () => {
  for (const [name, code] of Object.entries(MODALS)) {
    test(`under ${name}`, () =>
      onShop('', async (visit) => {
        await visit.run(code);
        await part(visit, 'accept').click();
        assert.deepEqual(await record(visit), GRANTED);
      }));
  }

  test('under a modal dialog that was open before, and afterwards in the body again', () =>
    onShop(
      '',
      async (visit) => {
        await part(visit, 'choose').click();
        await part(visit, 'close').click();
        await visit.run(
          `document.querySelector('dialog').close(); document.querySelector('dialog').remove()`,
        );
        await part(visit, 'accept').click();
        assert.equal(
          await visit.run(`document.querySelector('consent-gate-banner').parentNode.localName`),
          'body',
        );
      },
      `<dialog><p>Are you 18?</p></dialog>${inline(`document.querySelector('dialog').showModal()`)}`,
    ));

  test('no press reaches the page', () =>
    onShop('', async (visit) => {
      await visit.run(`self.heard = []; for (const type of ['pointerdown', 'mousedown', 'click'])
        for (const it of [window, document]) it.addEventListener(type, () => heard.push(type), true)`);
      await part(visit, 'accept').click();
      assert.deepEqual(await visit.run('heard'), []);
      assert.deepEqual(await record(visit), GRANTED);
    }));

  test('a button that the page has moved out of the banner has no effect', () =>
    onShop('', async (visit) => {
      await visit.run(`{ const accept = document.querySelector('consent-gate-banner').shadowRoot.querySelector('[part=accept]');
        accept.id = 'moved'; document.body.prepend(accept) }`);
      await visit.page.locator('#moved').click();
      assert.equal((await record(visit)).method, null);
    }));
});

/** @param {Visit} visit @param {string} code */
async function render(visit, code) {
  await visit.run(`{ const next = ${JSON.stringify(NEXT)}; ${code} }; 0`);
  await visit.page.locator('h1', { hasText: 'Next' }).waitFor();
}

/**
 * Visits the shop, with the library of a renderer, and waits for the banner.
 * @param {string} renderer @param {(visit: Visit) => Promise<void>} use @param {string} [markup]
 */
function onShop(renderer, use, markup = '') {
  const [library] = /^(?:morphdom|htmx|Turbo)/.exec(renderer) ?? [];
  const morphs = '<meta name="turbo-refresh-method" content="morph">';
  const script = library ? `<script src="/${library.toLowerCase()}.js"></script>` : '';
  const { body = '', ...page } = shop();
  const more = { ...page, ...libraries, head: morphs + script, body: body + markup };
  return world.visit(more, async (visit) => {
    await asked(visit);
    await use(visit);
  });
}
