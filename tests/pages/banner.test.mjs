/**
 * @file The question: what its buttons record, what changes nothing, and how a visitor comes back to it. Only a
 * person's own hand answers it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
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
  part,
  record,
  shop,
} from './support/question.mjs';
import { html } from './support/stand_ins.mjs';

const ALL = ['functional', 'analytics', 'marketing'];

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** A click on the switch of this part, or of the vendor or feature with this name. @param {Visit} visit @param {string} name */
const flip = (visit, name) =>
  visit.page
    .locator(`input[part="switch ${name}"], label:has-text("${name}") input`)
    .first()
    .click();

/** What the visitor does on the first layer, and what the record says then. @type {Record<string, [(visit: Visit) => Promise<void>, object]>} */
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

  test('nothing is ticked beforehand but what needs no consent', () =>
    onShop({}, async (visit) => {
      await chosen(visit);
      assert.deepEqual(await ticked(visit), ['Infobip', 'Chat widget', 'Messaging api']);
    }));

  test('what is accepted starts, what is refused does not', () =>
    onShop({}, async (visit) => {
      await save(visit, 'analytics');
      await visit.ranWhen('www');
      const states = await statesOf(visit, [CHAT, ANALYTICS, PEOPLE]);
      assert.deepEqual(states, ['allowed', 'released', 'waiting']);
    }));
});

/** The names of the switches that are on and can be moved. @param {Visit} visit @returns {Promise<string[]>} */
const ticked = (visit) =>
  visit.run(() => {
    const root = document.querySelector('consent-gate-banner')?.shadowRoot;
    /** @type {NodeListOf<HTMLInputElement>} */
    const inputs = /** @type {any} */ (root?.querySelectorAll('input:checked:enabled'));
    return Array.from(inputs, (input) => input.parentElement?.textContent);
  });

/** What a visitor or a page may do without having answered. @type {Record<string, (visit: Visit) => Promise<unknown>>} */
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
      const root = document.querySelector('consent-gate-banner')?.shadowRoot;
      for (const button of /** @type {any} */ (root?.querySelectorAll('button'))) {
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

/** Before the gate's file is asked for, the page puts its own functions in. */
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

  test('a switch that code flips stays as it was', () =>
    onShop({}, async (visit) => {
      await chosen(visit);
      await visit.run(() => {
        const root = document.querySelector('consent-gate-banner')?.shadowRoot;
        for (const input of /** @type {any} */ (root?.querySelectorAll('input'))) {
          input.click();
          input.checked = true;
          input.dispatchEvent(new Event('change', { bubbles: true }));
        }
      });
      await part(visit, 'save').click();
      await controlled(visit);
      assert.deepEqual(await record(visit), { method: 'preferences', on: [], choices: {} });
    }));

  test('going to another page: it is asked there', () =>
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

const DAY = 86_400_000;
/** What a visit before this one has left. @param {object} choices */
const stored = (choices) =>
  inline(
    `localStorage['consent-gate'] ??= '${JSON.stringify({
      v: 1,
      id: '0'.repeat(32),
      time: Date.now() - DAY,
      method: 'banner',
      expires: Date.now() + DAY,
      choices: {
        necessary: true,
        functional: false,
        analytics: false,
        marketing: false,
        ...choices,
      },
    })}'`,
  );

describe('coming back', { concurrency: 3 }, () => {
  test('a visitor who has chosen sees the control, and no question', () =>
    onChosen({}, async (visit) => {
      await controlled(visit);
      assert.equal(await part(visit, 'banner').isVisible(), false);
    }));

  test('"control": false: nothing is loaded for who has chosen, until the site opens it', () =>
    onChosen({ config: { banner: { control: false } } }, async (visit) => {
      await frames(visit);
      assert.equal(await visit.run(`document.querySelector('consent-gate-banner')`), null);
      await visit.run('consentGate.open()');
      await part(visit, 'save').waitFor();
      assert.deepEqual(asksFor(visit), ['/consent-gate-banner.js', '/vendors.json']);
    }));

  test('"control": "bottom-right"', () =>
    onChosen({ config: { banner: { control: 'bottom-right' } } }, async (visit) => {
      await controlled(visit);
      const box = await part(visit, 'control').boundingBox();
      assert.ok(box && box.x > 600 && box.width >= 24 && box.height >= 24, JSON.stringify(box));
    }));

  test('withdrawn with one click after opening; a reload is offered, and done', () =>
    onChosen({ choices: { analytics: true } }, async (visit) => {
      await visit.ranWhen('www');
      await chosen(visit, 'control');
      await part(visit, 'withdraw').click();
      await part(visit, 'reload').waitFor();
      assert.deepEqual(await record(visit), { method: 'withdrawal', on: [], choices: {} });
      await Promise.all([visit.page.waitForEvent('load'), part(visit, 'reload').click()]);
      await controlled(visit);
      assert.deepEqual(await statesOf(visit, [CHAT, ANALYTICS]), ['allowed', 'waiting']);
    }));

  test('withdrawn where nothing has run: no reload is offered', () =>
    onChosen({}, async (visit) => {
      await chosen(visit, 'control');
      await part(visit, 'withdraw').click();
      await visit.page.locator('[part="status"]:not(:empty)').waitFor();
      assert.equal(await part(visit, 'reload').isVisible(), false);
    }));

  test('what was switched off and has run: a reload is offered, and can wait', () =>
    onChosen({ choices: { analytics: true } }, async (visit) => {
      await visit.ranWhen('www');
      await chosen(visit, 'control');
      await flip(visit, 'analytics');
      await part(visit, 'save').click();
      await part(visit, 'later').click();
      assert.equal(await part(visit, 'reload').isVisible(), false);
      assert.equal(await part(visit, 'control').isVisible(), true);
    }));

  test('saved choices are shown as they are', () =>
    onChosen({ choices: { analytics: true, 'infobip/people-cdp-sdk': true } }, async (visit) => {
      await chosen(visit, 'control');
      assert.deepEqual((await ticked(visit)).slice(0, 5), [
        'Infobip',
        'Chat widget',
        'Messaging api',
        'People cdp sdk',
        'Analytics',
      ]);
    }));

  test('another tab answers: this one is quiet', () =>
    onShop({}, async (visit) => {
      const other = await visit.page.context().newPage();
      await other.goto(visit.url);
      await other.locator('[part="reject"]').click();
      await controlled(visit);
      assert.equal(await part(visit, 'banner').isVisible(), false);
      await other.close();
    }));

  test('another tab takes the record away: it is asked again', () =>
    onChosen({}, async (visit) => {
      await controlled(visit);
      const other = await visit.page.context().newPage();
      await other.goto(`${visit.url}pulse`);
      await other.evaluate('localStorage.clear()');
      await asked(visit);
      await other.close();
    }));

  test('an opt-out: what runs is shown as on, and rejecting offers the reload', () =>
    onShop({ config: { regime: 'opt-out', banner: {} } }, async (visit) => {
      await visit.ranWhen('www');
      await part(visit, 'reject').click();
      await part(visit, 'reload').waitFor();
      assert.deepEqual(await record(visit), { method: 'banner', on: [], choices: {} });
    }));
});

describe('open()', { concurrency: 3 }, () => {
  test('before the file is there', () =>
    onShop({ head: inline('consentGate.open()') }, async (visit) => {
      await part(visit, 'save').waitFor();
    }));

  test('"banner": false: it is told, and nothing is loaded', () =>
    world.visit(shop({ banner: false }), async (visit) => {
      const told = await visit.run(`let told = 0;
        document.addEventListener('consentgate:open', () => told++); consentGate.open(); told`);
      await frames(visit);
      assert.equal(told, 1);
      assert.deepEqual(asksFor(visit), []);
    }));

  test('a locked API: the banner answers, code does not', () =>
    onShop({ config: { api: 'locked', banner: {} } }, async (visit) => {
      await visit.run('consentGate.grantAll()');
      assert.deepEqual(await record(visit), UNDECIDED);
      await part(visit, 'accept').click();
      assert.deepEqual(await record(visit), { method: 'banner', on: ALL, choices: {} });
    }));
});

/** Waits until two frames have been painted and what was in the event loop is done. @param {Visit} visit */
async function frames(visit) {
  await visit.loaded();
  await visit.run(
    `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`,
  );
  await visit.idle();
}

/** The gate's further files that this site's server was asked for. @param {Visit} visit */
function asksFor(visit) {
  const { host } = new URL(visit.url);
  const paths = world.log.requests(host).map(({ path }) => path);
  return paths.filter((path) => /banner|texts|vendors/.test(path));
}

/** Where the requests of these URLs stand. @param {Visit} visit @param {string[]} urls @returns {Promise<string[]>} */
const statesOf = (visit, urls) =>
  visit.run((/** @type {string[]} */ wanted) => {
    /** @type {any[]} */
    const rows = /** @type {any} */ (window).consentGate.report();
    return wanted.map((url) => rows.find((row) => row.url === url)?.state);
  }, urls);

/** @typedef {Partial<import('./support/browser.mjs').PageOptions>} More */

/** Visits the shop and waits for the question. @param {More} more @param {(visit: Visit) => Promise<void>} use */
const onShop = ({ config, ...more }, use) =>
  world.visit(shop(config, more), async (visit) => {
    await asked(visit);
    await use(visit);
  });

/** Visits the shop as a visitor who has chosen. @param {More & { choices?: object }} more @param {(visit: Visit) => Promise<void>} use */
const onChosen = ({ config, choices = {}, ...more }, use) =>
  world.visit(shop(config, { before: stored(choices), ...more }), use);
