/**
 * @file The banner under strict policies, and without one of its files: all held requests stay held, the page stays
 * usable, and one console line contains the missing file.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gateFile as fileOf, startWorld } from './support/browser.mjs';
import { pageText } from './support/pages.mjs';
import {
  ANALYTICS,
  LANGUAGES,
  asked,
  chosen,
  controlled,
  part,
  record,
  shop,
} from './support/question.mjs';
import { html } from './support/stand_ins.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

const NONCE = 'n1';
const TRUSTED = "require-trusted-types-for 'script'; trusted-types consent-gate";

/** Policies under which the banner works unchanged. @type {Record<string, string>} */
const POLICIES = {
  'own files only': `default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'nonce-${NONCE}'`,
  "a nonce and 'strict-dynamic'": `default-src 'none'; connect-src 'self'; script-src 'nonce-${NONCE}' 'strict-dynamic' 'wasm-unsafe-eval'`,
  'without wasm': `default-src 'self'; script-src 'self' 'nonce-${NONCE}'`,
  'Trusted Types': TRUSTED,
  all: `default-src 'none'; connect-src 'self'; script-src 'nonce-${NONCE}' 'strict-dynamic'; ${TRUSTED}`,
};

describe('policies', { concurrency: 3 }, () => {
  for (const [name, policy] of Object.entries(POLICIES)) {
    test(name, async () => {
      const headers = { 'content-security-policy': policy };
      await world.visit(
        shop({ language: 'de' }, { headers, nonce: NONCE, body: WRITTEN }),
        async (visit) => {
          await visit.page.evaluate(listenForRefusals);
          await asked(visit);
          assert.equal(await part(visit, 'accept').textContent(), 'Alle akzeptieren');
          await chosen(visit);
          await visit.page.locator('input[part="switch analytics"]').click();
          await part(visit, 'save').click();
          await controlled(visit);
          const { method, on } = await record(visit);
          assert.deepEqual([method, on], ['preferences', ['analytics']]);
          assert.equal(
            await visit.run(
              `getComputedStyle(document.querySelector('consent-gate-banner').shadowRoot.querySelector('[part=control]')).position`,
            ),
            'fixed',
          );
          assert.deepEqual(await visit.run('refusals'), []);
          const ours = visit.errors.filter((line) =>
            /style|Consent Gate|banner|vendors/.test(line),
          );
          assert.deepEqual(ours, []);
        },
      );
    });
  }
});

/** A vendor on the page, in a tag that the policies above do not block before the gate does. */
const WRITTEN = `<main><h1>Shop</h1></main><script nonce="${NONCE}" src="${ANALYTICS}"></script>`;

/** Runs in the page: records violations of the policy from now on. */
function listenForRefusals() {
  /** @type {any} */
  const page = window;
  page.refusals = [];
  document.addEventListener('securitypolicyviolation', (event) =>
    page.refusals.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`),
  );
}

const MISSING = { status: 404 };
const ERROR_PAGE = html('<!doctype html><title>Not found</title>');

/** Files of the site with the same name. @type {Record<string, string>} */
const OTHER_FILES = {
  null: 'null',
  'a number': '7',
  'an object': '{"vendors":[{"id":1}]}',
  'an empty list': '[]',
  'a list of words': '["a","b"]',
  'a list of nulls': '[null]',
  'rows of another kind': '[{"id":7,"name":{}}]',
  'rows with other parts': '[{"id":"google-analytics","name":"x","features":"f"}]',
  'features without ids': '[{"id":"google-analytics","name":"x","features":[null]}]',
  'cookies of another kind': '[{"id":"google-analytics","name":"x","cookies":[7]}]',
  'names of every object': '[{"id":"__proto__","name":"x","category":"constructor"}]',
};

/** @param {string} body */
const json = (body) => ({ body, headers: { 'content-type': 'application/json' } });

/** Responses instead of the file. @type {Record<string, import('./support/stand_ins.mjs').Answer>} */
const INSTEAD = { nothing: MISSING, 'an error page': ERROR_PAGE };

describe('files that do not load', { concurrency: 3 }, () => {
  for (const [name, answer] of Object.entries(INSTEAD)) {
    test(`the banner's: ${name}`, () =>
      without('consent-gate-banner.js', answer, {}, async (visit) => {
        // The browser reports that an HTML page is not a script.
        const html = answer === ERROR_PAGE ? ["uncaught SyntaxError: Unexpected token '<'"] : [];
        await complained(visit, /could not load the consent banner/, html);
        assert.equal(await visit.run(`document.querySelector('consent-gate-banner')`), null);
        assert.equal(await visit.run('consentGate.state().waiting'), 1);
        assert.equal(await visit.page.locator('h1').isVisible(), true);
      }));

    test(`the language's: ${name}`, () =>
      without('consent-gate-texts/de.json', answer, { language: 'de' }, async (visit) => {
        await asked(visit);
        await complained(visit, /asked in English/);
        assert.equal(await part(visit, 'accept').textContent(), 'Accept all');
        assert.equal(await visit.page.locator('section[lang=en]').count(), 1);
      }));

    test(`the vendors': ${name}`, () =>
      without('vendors.json', answer, {}, async (visit) => {
        await asked(visit);
        await chosen(visit);
        await complained(visit, /shown by their ids/);
        assert.equal(
          await visit.page.locator('.vendor label').first().textContent(),
          'google-analytics',
        );
        await visit.page.locator('.vendor input').first().click();
        await part(visit, 'save').click();
        await controlled(visit);
        const { choices } = await record(visit);
        assert.deepEqual(choices, { 'google-analytics': true });
      }));
  }

  for (const [name, text] of Object.entries(OTHER_FILES)) {
    test(`another vendors.json: ${name}`, () =>
      without('vendors.json', json(text), {}, async (visit) => {
        await asked(visit);
        await chosen(visit);
        await complained(visit, /shown by their ids/);
        await visit.page.locator('.vendor input').first().click();
        await part(visit, 'save').click();
        await controlled(visit);
        assert.deepEqual((await record(visit)).choices, { 'google-analytics': true });
        await visit.heard(); // The next page in this tab must not receive messages about this one.
      }));

    test(`another file of texts: ${name}`, () =>
      without('consent-gate-texts/de.json', json(text), { language: 'de' }, async (visit) => {
        await asked(visit);
        await complained(visit, /asked in English/);
        assert.equal(await part(visit, 'accept').textContent(), 'Accept all');
      }));
  }

  test('a blocked banner loads when open() is called again', () => {
    let answer = /** @type {any} */ (MISSING);
    const files = {
      get '/consent-gate-banner.js'() {
        return answer;
      },
    };
    return world.visit(shop({}, { body: WRITTEN, files }), async (visit) => {
      await complained(visit, /could not load the consent banner/);
      answer = undefined;
      await visit.run('consentGate.open()');
      await part(visit, 'save').waitFor();
    });
  });

  test('other names and another folder', () => {
    const names = { 'consent-gate-banner.js': 'ask.js', 'consent-gate-texts/fr.json': 'fr.json' };
    const config = { language: 'fr', base: '/ours/', files: names };
    const files = {
      '/ours/ask.js': /** @type {any} */ (fileOf('consent-gate-banner.js')),
      '/ours/fr.json': /** @type {any} */ (fileOf('consent-gate-texts/fr.json')),
    };
    return world.visit(shop(config, { files }), async (visit) => {
      await asked(visit);
      assert.equal(await part(visit, 'accept').textContent(), 'Tout accepter');
    });
  });
});

/**
 * Languages: the config's, the page's, the browser's, and the one that is shown.
 * @type {[string | undefined, string, string][]}
 */
const CHOICES = [
  ['fr', 'de', 'fr'],
  ['pt-BR', 'de', 'pt'],
  [undefined, 'de-AT', 'de'],
  [undefined, 'ja', 'ja'],
  [undefined, '', 'en'],
  [undefined, 'eo', 'en'],
  ['no-such', 'el', 'el'],
];

describe('languages', { concurrency: 3 }, () => {
  for (const [wanted, page, shown] of CHOICES) {
    test(`config ${wanted}, page "${page}": ${shown}`, () => {
      const text = pageText(shop({ language: wanted })).replace('lang="en"', `lang="${page}"`);
      return world.visit({ text }, async (visit) => {
        await asked(visit);
        assert.equal(await visit.page.locator(`section[lang=${shown}]`).count(), 1);
        const { host } = new URL(visit.url);
        const texts = world.log.requests((it) => it.host === host && it.path.includes('texts'));
        assert.equal(texts.length, shown === 'en' ? 0 : 1);
        assert.deepEqual(visit.errors, []);
      });
    });
  }
  test('sixteen of them', () => assert.equal(LANGUAGES.length, 16));
});

/** A config's `banner`, and the messages about it. @type {[object, string[]][]} */
const OPTIONS = [
  [{ colour: 'red' }, ['config "banner.colour": unknown key; it is ignored']],
  [{ controller: 7 }, ['config "banner.controller" must be a string; the default is used']],
  [
    { control: 'top' },
    ['config "banner.control" must be "bottom-left", "bottom-right" or false; the default is used'],
  ],
  [
    { policy_url: 'javascript:alert(1)' },
    ['config "banner.policy_url" must be an address of the web; the default is used'],
  ],
  [
    { policy_url: 'https://' },
    ['config "banner.policy_url" must be an address of the web; the default is used'],
  ],
  [
    { vendors: 'vimeo' },
    ['config "banner.vendors" must be a list of vendor ids; the default is used'],
  ],
  [{ vendors: ['vimeo'], control: false, policy_url: '/p', controller: 'Ex', __proto__: null }, []],
];

describe('options', { concurrency: 3 }, () => {
  for (const [banner, complaints] of OPTIONS) {
    test(JSON.stringify(banner), () =>
      world.visit(shop({ banner }), async (visit) => {
        await asked(visit);
        assert.deepEqual(
          visit.errors,
          complaints.map((line) => `Consent Gate: ${line}`),
        );
      }),
    );
  }

  test('declared vendors are counted and shown', () =>
    world.visit(shop({ banner: { vendors: ['vimeo', 'google-analytics'] } }), async (visit) => {
      await asked(visit);
      assert.equal(await part(visit, 'vendors').textContent(), 'Companies on this page: 3');
      await chosen(visit);
      const names = await visit.page.locator('.vendor > label').allTextContents();
      assert.deepEqual(names.sort(), ['Google Analytics', 'Infobip', 'Vimeo player']);
    }));

  test('the config of vendors is shown', () => {
    const vendors = {
      infobip: { features: { 'chat-widget': { consent: 'required' } } },
      'google-analytics': { category: 'functional' },
      own: { domains: ['own.example'] },
    };
    const banner = { vendors: ['own'] };
    return world.visit(shop({ vendors, banner }), async (visit) => {
      await asked(visit);
      await chosen(visit);
      const section = (/** @type {number} */ n) =>
        visit.page.locator('.category').nth(n).locator('.vendor > label').allTextContents();
      assert.deepEqual((await section(1)).sort(), ['Google Analytics', 'Infobip']);
      assert.deepEqual(await section(3), ['own']);
      const chat = visit.page.locator('label:has-text("Chat widget") input');
      assert.equal(await chat.isChecked(), false);
    });
  });

  test('the controller is the host by default', () =>
    world.visit(shop({ banner: {} }), async (visit) => {
      await asked(visit);
      const title = await part(visit, 'title').textContent();
      assert.equal(title, `Your privacy on ${new URL(visit.url).host}`);
    }));
});

/**
 * Waits for one line on the console. There must be no other line of the gate, and no error except the browser's.
 * @param {Visit} visit @param {RegExp} line @param {string[]} [uncaught]
 */
async function complained(visit, line, uncaught = []) {
  const ours = () => visit.errors.filter((text) => text.startsWith('Consent Gate'));
  while (!ours().length) await visit.page.waitForEvent('console');
  await visit.idle();
  assert.equal(ours().length, 1, ours().join('\n'));
  assert.match(ours()[0], line);
  assert.deepEqual(
    visit.errors.filter((text) => text.startsWith('uncaught')),
    uncaught,
  );
}

/** @param {string} name @param {object} answer @param {object} config @param {(visit: Visit) => Promise<void>} use */
const without = (name, answer, config, use) =>
  world.visit(shop(config, { body: WRITTEN, files: { [`/${name}`]: answer } }), use);
