/** @file Events for the page: `consentGate.on` and the document's events. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

const NONE = { necessary: true, functional: false, analytics: false, marketing: false };

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('events', { concurrency: 3 }, () => {
  test('hold, change, release and discard, to both kinds of listener', async () => {
    await onPage({}, async (visit, hosts) => {
      await visit.run(listenToAll);
      const url = `https://${hosts.tracked}/x.js`;
      await visit.run(insert, url);
      await visit.run(`{ const frame = document.createElement('iframe');
        frame.src = ${JSON.stringify(url.replace('.js', '/embed'))};
        document.body.append(frame); setTimeout(() => frame.remove()); }`);
      await visit.page.waitForFunction('heard.length === 6');
      await visit.run('consentGate.grant("marketing")');
      await visit.ranWhen(hosts.tracked.split('.')[0]);
      const heard = await visit.run('heard');
      assert.deepEqual(heard, [
        ['on hold', 1, 'waiting'],
        ['consentgate:hold', 1, 'waiting'],
        ['on hold', 2, 'waiting'],
        ['consentgate:hold', 2, 'waiting'],
        ['on discard', 2, 'discarded'],
        ['consentgate:discard', 2, 'discarded'],
        ['on change', null, null],
        ['consentgate:change', null, null],
        ['on release', 1, 'released'],
        ['consentgate:release', 1, 'released'],
      ]);
    });
  });

  test('the state is already new when change is fired', async () => {
    const seen = await onPage({}, (visit) =>
      visit.run(`const seen = [];
        consentGate.on('change', () => seen.push(consentGate.state().categories.analytics));
        document.addEventListener('consentgate:change', () => seen.push(localStorage.getItem('consent-gate') !== null));
        consentGate.grant('analytics'); seen`),
    );
    assert.deepEqual(seen, [true, true]);
  });

  test('a choice from within a listener', async () => {
    const categories = await onPage({}, (visit) =>
      visit.run(`let once = true;
        consentGate.on('change', () => { if (once) { once = false; consentGate.grant('marketing'); } });
        consentGate.grant('analytics'); consentGate.state().categories`),
    );
    assert.deepEqual(categories, { ...NONE, analytics: true, marketing: true });
  });

  test('a listener that throws is reported and stops no other listener', async () => {
    await onPage({}, async (visit) => {
      const seen = await visit.run(`let heard = 0;
        consentGate.on('change', () => { throw new Error('the page’s own'); });
        consentGate.on('change', () => { heard += 1; });
        consentGate.grant('analytics'); heard`);
      assert.equal(seen, 1);
      await visit.heard();
      assert.deepEqual(visit.errors, ['uncaught Error: the page’s own']);
    });
  });

  test('one function is called once, however often it was given', async () => {
    const heard = await onPage({}, (visit) =>
      visit.run(`let heard = 0; const hear = () => { heard += 1; };
        consentGate.on('change', hear); consentGate.on('change', hear);
        consentGate.grant('analytics'); heard`),
    );
    assert.equal(heard, 1);
  });

  test('open() fires consentgate:open', async () => {
    const heard = await onPage({}, (visit) =>
      visit.run(`let heard = []; document.addEventListener('consentgate:open', ({ type }) => heard.push(type));
        consentGate.open(); heard`),
    );
    assert.deepEqual(heard, ['consentgate:open']);
  });

  test('an unknown event of on() is one error', async () => {
    await onPage({}, async (visit) => {
      await visit.run('consentGate.on("consent", () => {})');
      assert.equal(visit.errors.length, 1);
      assert.match(visit.errors[0], /^Consent Gate: on\(\) takes change, hold, release or discard/);
    });
  });
});

/** Runs in the page. */
function listenToAll() {
  /** @type {any[]} */
  const heard = [];
  Object.assign(self, { heard });
  const note = (/** @type {string} */ name, /** @type {any} */ row) =>
    heard.push([name, row?.ticket ?? null, row?.state ?? null]);
  for (const type of ['change', 'hold', 'release', 'discard']) {
    /** @type {any} */ (window).consentGate.on(type, (/** @type {any} */ row) =>
      note(`on ${type}`, row),
    );
    document.addEventListener(`consentgate:${type}`, (event) =>
      note(event.type, /** @type {CustomEvent} */ (event).detail),
    );
  }
}

/** Runs in the page. @param {string} src */
function insert(src) {
  const element = document.createElement(src.includes('/embed') ? 'iframe' : 'script');
  document.body.append(Object.assign(element, { src }));
}

/**
 * @template T
 * @param {import('./support/browser.mjs').PageOptions} page
 * @param {((visit: Visit, hosts: ReturnType<import('./support/browser.mjs').World['hosts']>) => Promise<T>) | (() => T)} use
 * a function without parameters runs in the page
 * @returns {Promise<any>}
 */
function onPage(page, use) {
  const hosts = world.hosts();
  return world.visit({ ...page, site: hosts.site }, (visit) =>
    use.length === 0 ? visit.run(use) : /** @type {any} */ (use)(visit, hosts),
  );
}
