/**
 * @file Only the banner's buttons can choose in the visitor's name, by trusted events. The page's code knows the gate
 * here, and tries to get the banner's functions or to turn another event into a grant.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';
import { UNDECIDED, asked, part, record, shop } from './support/question.mjs';
import { javascript } from './support/stand_ins.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** Gets the functions if it runs while the banner's file does, and grants everything with them. */
const THIEF = `
var stolen = [], busy = false, steal = (name) => {
  if (busy) return;
  busy = true;
  if (document.currentScript && document.currentScript.src.includes('banner'))
    consentGate['consent-gate-banner']((powers) => {
      stolen.push(name);
      powers.choose('grantAll', [], 'banner', {});
      return { open() {} };
    });
  busy = false;
};`;

/** Positions of the page's code when the banner's file loads. @type {Record<string, string>} */
const AMBUSHES = {
  'a getter on every global': `
for (const name of Object.getOwnPropertyNames(window)) {
  const { configurable, value, get, set } = Object.getOwnPropertyDescriptor(window, name);
  if (!configurable || /^__|^stolen$|^steal$|^busy$/.test(name)) continue;
  Object.defineProperty(window, name, {
    configurable: true,
    get() { steal(name); return get ? get.call(window) : value; },
    set(next) { Object.defineProperty(window, name, { configurable: true, writable: true, value: next }); },
  });
}`,
  'another function for every method of the built-ins': `
const { apply } = Reflect, owners = ['Object', 'Function', 'Array', 'String', 'Map', 'Set', 'WeakMap', 'WeakSet',
  'Promise', 'Reflect', 'JSON', 'Symbol', 'RegExp', 'Iterator', 'EventTarget', 'Node', 'Element', 'HTMLElement', 'Document'];
for (const owner of owners.flatMap((name) => [self[name], self[name]?.prototype]).filter(Boolean))
  for (const name of Reflect.ownKeys(owner)) {
    const { configurable, writable, value } = Object.getOwnPropertyDescriptor(owner, name);
    if (!configurable || !writable || typeof value !== 'function' || name === 'constructor') continue;
    owner[name] = function () { steal(String(name)); return apply(value, this, arguments); };
  }`,
  'a getter for every name that an object can lack': `
for (const name of ['then', 'open', 'attach', 'powers', 'src', 'nonce'])
  Object.defineProperty(Object.prototype, name, { configurable: true,
    get() { steal(name); }, set(value) { Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true }); } });`,
  'a microtask, an observer and events': `
const observer = new MutationObserver((records) => { steal('observer'); for (const { addedNodes } of records)
  for (const node of addedNodes) if (/banner/.test(node.src)) {
    for (const type of ['beforescriptexecute', 'load', 'error', 'afterscriptexecute']) node.addEventListener(type, () => steal(type), true);
    node.onload = () => steal('onload');
    queueMicrotask(() => steal('microtask'));
    Promise.resolve().then(() => steal('promise'));
  } });
observer.observe(document, { childList: true, subtree: true });
for (const type of ['beforescriptexecute', 'error', 'securitypolicyviolation']) addEventListener(type, () => steal(type), true);`,
};

/** The file with a line before its first statement. It shows that the attacks work against such a file. */
const LATE = `void window.Map; new Map(); Object.keys({}); void ({}).open; ${readFileSync(new URL('../../dist/consent-gate-banner.js', import.meta.url), 'utf8')}`;
/** The only one that needs no statement of the file. */
const PASSIVE = 'a microtask, an observer and events';

describe("the banner's functions", { concurrency: 3 }, () => {
  for (const [name, code] of Object.entries(AMBUSHES)) {
    test(`${name}: gets nothing`, () =>
      ambushed(code, {}, async (visit) => {
        await asked(visit);
        assert.deepEqual(await visit.run('stolen'), []);
        assert.deepEqual(await record(visit), UNDECIDED);
        await part(visit, 'reject').click();
        assert.deepEqual(await record(visit), { method: 'banner', on: [], choices: {} });
      }));

    if (name !== PASSIVE)
      test(`${name}: is live for a file that reads something first`, () =>
        ambushed(code, { '/consent-gate-banner.js': javascript(LATE) }, async (visit) => {
          await visit.loaded();
          await visit.page.waitForFunction('stolen.length > 0');
          assert.equal((await record(visit)).method, 'banner');
        }));
  }
});

/** Code of the page that has the banner's buttons, and the visitor's action after it. */
const HAS = `const root = document.querySelector('consent-gate-banner').shadowRoot;
const [accept, reject] = ['accept', 'reject'].map((name) => root.querySelector('[part=' + name + ']'));
const place = document.createElement('p'); place.id = 'place';`;

/** @type {Record<string, { code: string, act?: (visit: Visit) => Promise<void> }>} */
const PROXIES = {
  'click()': { code: 'accept.click()' },
  'a made click': {
    code: `accept.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }))`,
  },
  'a label that code clicks': {
    code: `const label = document.createElement('label'); accept.before(label); label.append('x', accept);
      label.onclick = () => clicks++; label.click()`,
  },
  'a label that the visitor clicks': {
    code: `const label = document.createElement('label'); reject.before(label); place.textContent = 'read more';
      label.append(place, accept);`,
    act: (visit) => visit.page.locator('#place').click(),
  },
  'a label of its id': {
    code: `const label = document.createElement('label'); accept.id = 'it'; label.htmlFor = 'it'; label.append(place);
      place.textContent = 'read more'; reject.before(label);`,
    act: (visit) => visit.page.locator('#place').click(),
  },
  'Enter in a form': {
    code: `const form = document.createElement('form'), field = document.createElement('input'); accept.type = 'submit';
      form.onsubmit = () => false; accept.before(form); form.append(field, accept); field.id = 'field';`,
    act: (visit) => visit.page.locator('#field').press('Enter'),
  },
};

/**
 * No event of a trusted press on the banner reaches the page. That the banner reads one property shows that the press
 * arrived.
 */
const LOOK = `{ const { prototype } = HTMLButtonElement, { get } = Object.getOwnPropertyDescriptor(prototype, 'form');
  Object.defineProperty(prototype, 'form', { get() { clicks++; return get.call(this) } }) }`;

describe("a click that is not the visitor's click on that button", { concurrency: 3 }, () => {
  for (const [name, { code, act }] of Object.entries(PROXIES))
    test(name, () =>
      world.visit(shop({ api: 'locked' }), async (visit) => {
        await asked(visit);
        await visit.run(`${HAS}; window.clicks = 0; accept.addEventListener('click', () => clicks++); ${LOOK}
          ${code}; undefined`);
        await visit.page.bringToFront(); // Keys go to the foreground tab.
        await act?.(visit);
        await visit.page.waitForFunction('clicks > 0');
        assert.deepEqual(await record(visit), UNDECIDED);
      }),
    );
});

/**
 * Actions of the visitor while the page listens to everything.
 * @type {Record<string, (visit: Visit) => Promise<unknown>>}
 */
const DEEDS = {
  'a click on Reject all': (visit) => part(visit, 'reject').click(),
  'a click on a link': (visit) => visit.page.locator('#link').click(),
  'the Tab key': (visit) => visit.page.keyboard.press('Tab'),
  'Enter on a link': (visit) => visit.page.locator('#link').press('Enter'),
};

/** Calls every granting function of the API in every trusted event. */
const EVERY_EVENT = `const act = () => { heard += 1; consentGate.grantAll(); consentGate.grant('marketing', 'analytics'); };
var heard = 0;
for (const type of ['click', 'auxclick', 'pointerdown', 'pointerup', 'mousedown', 'mouseup', 'keydown', 'keyup', 'focusin'])
  addEventListener(type, act, true);`;

describe('a locked API: a trusted event is not a grant', { concurrency: 3 }, () => {
  for (const [name, act] of Object.entries(DEEDS))
    test(name, () =>
      world.visit(shop({ api: 'locked' }, { head: inline(EVERY_EVENT) }), async (visit) => {
        await asked(visit);
        await visit.page.bringToFront();
        await act(visit);
        await visit.page.waitForFunction('heard > 0');
        const refused = { method: 'banner', on: [], choices: {} };
        assert.deepEqual(await record(visit), /Reject/.test(name) ? refused : UNDECIDED);
        const lines = visit.errors.filter((line) => /the API is locked/.test(line));
        assert.ok(lines.length >= 2, visit.errors.join('\n'));
      }),
    );
});

/** @param {string} code @param {Record<string, any>} files @param {(visit: Visit) => Promise<void>} use */
const ambushed = (code, files, use) =>
  world.visit(shop({ api: 'locked' }, { head: inline(THIEF + code), files }), use);
