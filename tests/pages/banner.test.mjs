/**
 * @file The banner: the records of its buttons, actions that change nothing, and how a visitor returns to it. Only
 * trusted events answer it.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { Visit, startWorld } from './support/browser.mjs';
import { inline, pageText } from './support/pages.mjs';
import {
  ANALYTICS,
  CHAT,
  PEOPLE,
  UNDECIDED,
  asked,
  chosen,
  controlled,
  flip,
  part,
  record,
  shop,
  statesOf,
  ticked,
} from './support/question.mjs';
import { html } from './support/stand_ins.mjs';
import { test } from './support/test.mjs';

const ALL = ['functional', 'analytics', 'marketing'];

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/**
 * Actions of the visitor on the first layer, and the resulting record.
 * @type {Record<string, [(visit: Visit) => Promise<void>, object]>}
 */
const ANSWERS = {
  'accept all': [
    (visit) => part(visit, 'accept').click(),
    { method: 'banner', on: ALL, choices: {} },
  ],
  'reject all': [
    (visit) => part(visit, 'reject').click(),
    { method: 'banner', on: [], choices: {} },
  ],
  'save, untouched': [(visit) => save(visit), { method: 'preferences', on: [], choices: {} }],
  'one category': [
    (visit) => save(visit, 'analytics'),
    { method: 'preferences', on: ['analytics'], choices: {} },
  ],
  'all categories': [
    (visit) => save(visit, ...ALL),
    { method: 'preferences', on: ALL, choices: {} },
  ],
  'a category by its name': [
    async (visit) => {
      await chosen(visit);
      await visit.page.locator('label:has([part="switch analytics"]) span').click();
      await part(visit, 'save').click();
    },
    { method: 'preferences', on: ['analytics'], choices: {} },
  ],
  'one feature': [
    (visit) => save(visit, 'People cdp sdk'),
    { method: 'preferences', on: [], choices: { 'infobip/people-cdp-sdk': true } },
  ],
  'a category but one feature': [
    (visit) => save(visit, 'marketing', 'People cdp sdk'),
    { method: 'preferences', on: ['marketing'], choices: { 'infobip/people-cdp-sdk': false } },
  ],
  'a vendor that needs no consent, refused': [
    (visit) => save(visit, 'Infobip'),
    { method: 'preferences', on: [], choices: { infobip: false } },
  ],
  'there and back': [
    (visit) => save(visit, 'Infobip', 'Infobip', 'analytics', 'analytics'),
    { method: 'preferences', on: [], choices: {} },
  ],
};

/** @param {Visit} visit @param {...string} switches */
async function save(visit, ...switches) {
  await chosen(visit);
  for (const name of switches) await flip(visit, name);
  await part(visit, 'save').click();
}

describe('answers', { concurrency: 3 }, () => {
  for (const [name, [act, expected]] of Object.entries(ANSWERS)) {
    test(name, () =>
      onShop({}, async (visit) => {
        await act(visit);
        await part(visit, 'banner').waitFor({ state: 'hidden' });
        assert.deepEqual(await record(visit), expected);
        assert.deepEqual(visit.errors, []);
      }),
    );
  }

  test('only vendors that need no consent are ticked in advance', () =>
    onShop({}, async (visit) => {
      await chosen(visit);
      assert.deepEqual(await ticked(visit), ['Infobip', 'Chat widget', 'Messaging api']);
    }));

  test('accepted vendors start, refused ones do not', () =>
    onShop({}, async (visit) => {
      await save(visit, 'analytics');
      await visit.ranWhen('www');
      const states = await statesOf(visit, [CHAT, ANALYTICS, PEOPLE]);
      assert.deepEqual(states, ['allowed', 'released', 'waiting']);
    }));
});

/** Actions of a visitor or a page that are not an answer. @type {Record<string, (visit: Visit) => Promise<unknown>>} */
const NO_ANSWERS = {
  scrolling: (visit) => visit.page.mouse.wheel(0, 400),
  Escape: (visit) => visit.page.keyboard.press('Escape'),
  'a click beside it': (visit) => visit.page.mouse.click(5, 5),
  'leaving by a link of the page': (visit) => visit.page.locator('#link').click(),
  'opening and closing': async (visit) => {
    await chosen(visit);
    await part(visit, 'close').click();
  },
  'opening, switching, Escape': async (visit) => {
    await chosen(visit);
    await flip(visit, 'marketing');
    await visit.page.keyboard.press('Escape');
  },
  'the company list, and Escape': async (visit) => {
    await part(visit, 'vendors').click();
    await visit.page.keyboard.press('Escape');
  },
  'code that clicks': (visit) =>
    visit.run(() => {
      const root = /** @type {any} */ (document.querySelector('consent-gate-banner')).shadowRoot;
      for (const button of root.querySelectorAll('button')) {
        button.click();
        for (const type of ['pointerdown', 'mousedown', 'mouseup', 'click', 'keydown', 'keyup'])
          button.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true }));
      }
    }),
  'code that catches our listeners': (visit) => visit.run('assertNothingCaught()'),
  'code that knocks at the door': (visit) =>
    visit.run(
      `consentGate['consent-gate-banner']((powers) => powers.choose('grantAll', [], 'banner'))`,
    ),
  'code that brings the file in once more': (visit) =>
    visit.run(() => {
      const script = document.createElement('script');
      return new Promise((resolve) => {
        script.onload = resolve;
        document.head.append(Object.assign(script, { src: '/consent-gate-banner.js' }));
      }).then(() => 0);
    }),
};

/** The page replaces functions before the gate's file is requested. */
const CATCHER = inline(`
  const caught = [], add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, listener, ...more) {
    if (this instanceof Node && this.getRootNode() instanceof ShadowRoot) caught.push(type);
    if (this instanceof HTMLButtonElement || this instanceof HTMLInputElement) caught.push(type);
    return add.call(this, type, listener, ...more);
  };
  self.assertNothingCaught = () => { if (caught.length) throw new Error('caught ' + caught); };
`);

describe('no answers', { concurrency: 3 }, () => {
  for (const [name, act] of Object.entries(NO_ANSWERS)) {
    test(name, () =>
      onShop({ head: CATCHER }, async (visit) => {
        await act(visit);
        await visit.idle();
        assert.deepEqual(await record(visit), UNDECIDED);
        assert.equal(await part(visit, 'banner').isVisible(), true);
        assert.deepEqual(await statesOf(visit, [ANALYTICS, PEOPLE]), ['waiting', 'waiting']);
      }),
    );
  }

  test('code cannot flip a switch', () =>
    onShop({}, async (visit) => {
      await chosen(visit);
      await visit.run(() => {
        const root = /** @type {any} */ (document.querySelector('consent-gate-banner')).shadowRoot;
        for (const input of root.querySelectorAll('input')) {
          input.click();
          input.checked = true;
          input.dispatchEvent(new Event('change', { bubbles: true }));
        }
      });
      await part(visit, 'save').click();
      await controlled(visit);
      assert.deepEqual(await record(visit), { method: 'preferences', on: [], choices: {} });
    }));

  test('another page shows the banner again', () =>
    onShop({ files: { '/next': html(pageText(shop())) } }, async (visit) => {
      await visit.page.goto(`${visit.url}next`);
      await asked(visit);
      assert.deepEqual(await record(visit), UNDECIDED);
    }));

  test('waiting for a day', () =>
    onShop({}, async ({ url }) => {
      const page = await world.browser.newPage({ ignoreHTTPSErrors: true });
      const visit = new Visit(page, world.log, new URL(url).host);
      await page.clock.install();
      await page.goto(url);
      await asked(visit);
      await page.clock.runFor(86_400_000);
      assert.deepEqual(await record(visit), UNDECIDED);
      assert.equal(await part(visit, 'banner').isVisible(), true);
      await page.context().close();
    }));
});

/** @typedef {Partial<import('./support/browser.mjs').PageOptions>} More */

/** Visits the shop and waits for the banner. @param {More} more @param {(visit: Visit) => Promise<void>} use */
const onShop = ({ config, ...more }, use) =>
  world.visit(shop(config, more), async (visit) => {
    await asked(visit);
    await use(visit);
  });
