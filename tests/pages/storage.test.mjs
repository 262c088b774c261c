/**
 * @file Browsers without storage, and pages that have broken their storage. The gate holds, the visitor's choice counts
 * as long as the page is open, and the page gets no exception.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

const DENIED = `throw new DOMException('denied', 'SecurityError')`;
const FULL = `throw new DOMException('full', 'QuotaExceededError')`;
const FILL = `for (let size = 5_300_000; size >= 1; size = Math.floor(size / 2)) {
  try { localStorage.setItem('x' + size, 'x'.repeat(size)); } catch {}
}`;
const lie = (/** @type {string} */ descriptor) =>
  inline(`Object.defineProperty(window, 'localStorage', { configurable: true, ${descriptor} });`);

/**
 * Markup before the gate, or headers of the page.
 * @type {Record<string, import('./support/browser.mjs').PageOptions>}
 */
const BLOCKED = {
  'an origin without storage': { headers: { 'content-security-policy': 'sandbox allow-scripts' } },
  'the getter throws': { before: lie(`get() { ${DENIED}; }`) },
  'there is none': { before: lie('value: null') },
  'it is undefined': { before: lie('value: undefined') },
  'it is something else': { before: lie('value: { consent: 1 }') },
  'it is a number': { before: lie('value: 7') },
  'the getter throws the second time': {
    before: lie(`get: (() => { let n = 0; const real = localStorage;
      return () => { n += 1; if (n > 1) { ${DENIED}; } return real; }; })()`),
  },
  'reading throws': { before: inline(`Storage.prototype.getItem = () => { ${DENIED}; };`) },
  'reading gives an object': { before: inline(`Storage.prototype.getItem = () => ({ v: 1 });`) },
  'writing throws': { before: inline(`Storage.prototype.setItem = () => { ${FULL}; };`) },
  'it is full': {
    before: inline(FILL),
  },
  'no cookies': {
    before: inline(`Object.defineProperty(Document.prototype, 'cookie', { configurable: true,
      get() { ${DENIED}; }, set() { ${DENIED}; } });`),
  },
};

describe('blocked storage', { concurrency: 3 }, () => {
  for (const [name, page] of Object.entries(BLOCKED)) {
    test(name, async () => {
      const hosts = world.hosts();
      await world.visit({ ...page, site: hosts.site }, async (visit) => {
        await visit.run(insert, `https://${hosts.tracked}/x.js`);
        await visit.idle();
        assert.equal(world.log.requests(hosts.tracked).length, 0, 'requests before consent');
        assert.deepEqual(await decided(visit), [false, undefined]);
        await visit.run('consentGate.grant("marketing")');
        await visit.ranWhen(hosts.tracked.split('.')[0]);
        assert.deepEqual(await decided(visit), [true, 'api']);
        await visit.run('dispatchEvent(new StorageEvent("storage", { key: "consent-gate" }))');
        assert.deepEqual(await decided(visit), [true, 'api'], 'after reading it again');
        await visit.run('consentGate.withdraw()');
        assert.deepEqual(await decided(visit), [true, 'withdrawal']);
        await visit.run(insert, `https://again.${hosts.tracked}/x.js`);
        await visit.idle();
        assert.equal(world.log.requests(`again.${hosts.tracked}`).length, 0);
        assert.ok(visit.errors.length <= 1, visit.errors.join('\n'));
        assert.equal(visit.errors.filter((error) => error.startsWith('uncaught')).length, 0);
      });
    });
  }
});

/** Obstacles that keep the second record from being stored. @type {Record<string, string>} */
const OBSTACLES = {
  'storage is full': FILL,
  'the page throws away what is written': `Storage.prototype.setItem = () => {};`,
  'the page refuses what is written': `Storage.prototype.setItem = () => { ${FULL}; };`,
};

describe('a consent does not outlive the refusal', { concurrency: 3 }, () => {
  for (const [name, obstacle] of Object.entries(OBSTACLES)) {
    test(name, async () => {
      const hosts = world.hosts();
      await world.visit({ site: hosts.site }, async (visit) => {
        await visit.run('consentGate.grantAll()');
        assert.ok(await visit.run('localStorage.getItem("consent-gate")'));
        await visit.run(`${obstacle} consentGate.withdraw()`);
        assert.deepEqual(await decided(visit), [true, 'withdrawal']);
        const stored = JSON.parse(await visit.run('localStorage.getItem("consent-gate")'));
        assert.equal(stored?.method ?? 'withdrawal', 'withdrawal');
      });
    });
  }
});

describe('a locked API', { concurrency: 3 }, () => {
  const config = { api: 'locked' };
  /** Events without user activation that are trusted, or look so. @type {Record<string, string>} */
  const without = {
    'no event': 'grant()',
    'a click of a script': `button.addEventListener('click', grant); button.click()`,
    'a made click': `button.addEventListener('click', grant); button.dispatchEvent(new MouseEvent('click', { bubbles: true }))`,
    'a click that says it is trusted': `const made = new Proxy(new MouseEvent('click'), {});
      Object.defineProperty(window, 'event', { configurable: true, value: { isTrusted: true, type: 'click' } });
      grant(made)`,
    'a message': `onmessage = grant; postMessage(1)`,
    'the load of an image': `const image = new Image(); image.onerror = grant; image.src = 'data:,'`,
    'a form that a script submits': `const form = document.createElement('form'); document.body.append(form);
      form.onsubmit = (event) => { event.preventDefault(); grant(); }; form.requestSubmit()`,
    'a timer': `setTimeout(grant)`,
  };
  for (const [name, code] of Object.entries(without)) {
    test(`refuses to grant: ${name}`, async () => {
      const hosts = world.hosts();
      await world.visit({ config, body: BUTTON, site: hosts.site }, async (visit) => {
        await visit.run(insert, `https://${hosts.tracked}/x.js`);
        await visit.run(`new Promise((done) => {
          const grant = () => { consentGate.grant('marketing'); consentGate.grantAll(); done(); };
          const button = document.querySelector('button');
          ${code};
        })`);
        await visit.idle();
        assert.deepEqual(await decided(visit), [false, undefined]);
        assert.equal(world.log.requests(hosts.tracked).length, 0);
        assert.equal(visit.errors.length, 2, visit.errors.join('\n'));
        assert.match(
          visit.errors[0],
          /^Consent Gate: the API is locked .*only the banner can grant/,
        );
      });
    });
  }

  test('allows all code to deny, withdraw, read and listen', async () => {
    const hosts = world.hosts();
    await world.visit({ config, site: hosts.site }, async (visit) => {
      await visit.run('consentGate.deny("marketing")');
      assert.deepEqual(await decided(visit), [true, 'api']);
      await visit.run('consentGate.withdraw()');
      assert.deepEqual(await decided(visit), [true, 'withdrawal']);
      const heard = await visit.run(`let heard = 0;
        document.addEventListener('consentgate:open', () => { heard += 1; });
        consentGate.open(); heard`);
      assert.equal(heard, 1);
      assert.deepEqual(visit.errors, []);
    });
  });
});

const BUTTON = '<button>Yes</button>';

/** Runs in the page. @param {string} src */
function insert(src) {
  document.head.append(Object.assign(document.createElement('script'), { src }));
}

/** @param {import('./support/browser.mjs').Visit} visit */
async function decided(visit) {
  const { decided: answer, record } = await visit.run('consentGate.state()');
  return [answer, record?.method];
}
