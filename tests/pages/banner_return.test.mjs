/**
 * @file How a visitor returns to the banner: the settings button, the site's link, another tab; and the offers of a
 * reload if something runs that is no longer allowed.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { inline, pageText } from './support/pages.mjs';
import {
  ANALYTICS,
  CHAT,
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

/** @typedef {import('./support/browser.mjs').Visit} Visit */

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

const DAY = 86_400_000;
/** Returns a record that grants everything, with changes. @param {object} changes */
function recordText(changes) {
  const choices = { necessary: true, functional: true, analytics: true, marketing: true };
  const [time, expires] = [Date.now() - DAY, Date.now() + DAY];
  return JSON.stringify({
    v: 1,
    id: '0'.repeat(32),
    time,
    method: 'banner',
    expires,
    choices,
    ...changes,
  });
}

const NOTHING = { necessary: true, functional: false, analytics: false, marketing: false };

/** Stores a record of an earlier visit. @param {object} choices */
function stored(choices) {
  const text = recordText({ choices: { ...NOTHING, ...choices } });
  return inline(`localStorage['consent-gate'] ??= '${text}'`);
}

describe('coming back', { concurrency: 3 }, () => {
  test('a visitor who has chosen sees the settings button, and no banner', () =>
    onChosen({}, async (visit) => {
      await controlled(visit);
      assert.equal(await part(visit, 'banner').isVisible(), false);
    }));

  test('"control": false: nothing is loaded after a choice, until the site calls open()', () =>
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

  test('one click withdraws after opening; a reload is offered, and done', () =>
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

  test('withdrawn when nothing has run: no reload is offered', () =>
    onChosen({}, async (visit) => {
      await chosen(visit, 'control');
      await part(visit, 'withdraw').click();
      await visit.page.locator('[part="status"]:not(:empty)').waitFor();
      assert.equal(await part(visit, 'reload').isVisible(), false);
    }));

  test('a vendor that ran and is switched off: a reload is offered, and can wait', () =>
    onChosen({ choices: { analytics: true } }, async (visit) => {
      await visit.ranWhen('www');
      await chosen(visit, 'control');
      await flip(visit, 'analytics');
      await part(visit, 'save').click();
      await part(visit, 'later').click();
      assert.equal(await part(visit, 'reload').isVisible(), false);
      assert.equal(await part(visit, 'control').isVisible(), true);
    }));

  test('saved choices are shown unchanged', () =>
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

  test('an answer in another tab closes the banner here', () =>
    onShop({}, async (visit) => {
      const other = await visit.page.context().newPage();
      await other.goto(visit.url);
      await other.locator('[part="reject"]').click();
      await controlled(visit);
      assert.equal(await part(visit, 'banner').isVisible(), false);
      await other.close();
    }));

  test('another tab deletes the record: the banner is shown again', () =>
    onChosen({}, async (visit) => {
      await controlled(visit);
      const other = await visit.page.context().newPage();
      await other.goto(`${visit.url}pulse`);
      await other.evaluate('localStorage.clear()');
      await asked(visit);
      await other.close();
    }));

  test('an opt-out: running vendors are shown as on, and rejecting offers the reload', () =>
    onShop({ config: { regime: 'opt-out', banner: {} } }, async (visit) => {
      await visit.ranWhen('www');
      await part(visit, 'reject').click();
      await part(visit, 'reload').waitFor();
      assert.deepEqual(await record(visit), { method: 'banner', on: [], choices: {} });
    }));
});

/** Stored values that do not count as a choice. @type {Record<string, string>} */
const NO_RECORDS = {
  'half of a record': '{"v":1,"id":"0123456789abc',
  'another product’s': '{"categories":["marketing"],"revision":1}',
  'from the future': recordText({ time: Date.now() + DAY, expires: Date.now() + 2 * DAY }),
  expired: recordText({ expires: Date.now() - 1000 }),
  'of another policy version': recordText({ policy_version: '1' }),
};

describe('asked again', { concurrency: 3 }, () => {
  for (const [name, text] of Object.entries(NO_RECORDS)) {
    test(name, () =>
      onShop({ before: inline(`localStorage['consent-gate'] = '${text}'`) }, async (visit) => {
        assert.deepEqual(await record(visit), UNDECIDED);
        assert.deepEqual(await statesOf(visit, [ANALYTICS]), ['waiting']);
        const isWhole = /^expired|^of another policy/.test(name);
        assert.match(visit.errors.join('\n'), isWhole ? /^$/ : /^Consent Gate: .*damaged.*$/);
      }),
    );
  }

  test('without storage, each page shows the banner, and an answer counts on this one', () => {
    const full = inline(
      `Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };`,
    );
    return onShop({ before: full }, async (visit) => {
      await part(visit, 'accept').click();
      await controlled(visit);
      assert.equal((await record(visit)).method, 'banner');
      await visit.page.reload();
      await asked(visit);
    });
  });
});

describe('pages of every kind', { concurrency: 3 }, () => {
  test('a frame of the same site shows no banner', () => {
    const files = { '/inner': html(pageText(shop())) };
    const frame = '<iframe src="/inner"></iframe>';
    return onShop({ files, body: `<h1>Outer</h1>${frame}` }, async (visit) => {
      const inner = visit.page.frames().find((it) => it.url().endsWith('/inner'));
      assert.ok(inner);
      await inner.locator('[part="banner"]').waitFor({ state: 'attached' });
      assert.equal(await inner.locator('[part="banner"]').isVisible(), false);
      await part(visit, 'reject').click();
      await inner.waitForFunction('consentGate.state().decided');
    });
  });

  test('Global Privacy Control is shown as honoured until the visitor consents', () => {
    const before = inline(
      `Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true });`,
    );
    return onShop({ before, config: { regime: 'opt-out', banner: {} } }, async (visit) => {
      assert.equal(await part(visit, 'signal').count(), 1);
      await part(visit, 'accept').click();
      await chosen(visit, 'control');
      assert.equal(await visit.page.locator('dialog [part="signal"]').count(), 0);
    });
  });

  test('a tag manager is shown by its verdict: one of two categories is enough', () => {
    const src = 'https://www.googletagmanager.com/gtm.js?id=GTM-1';
    return onShop({ body: `<h1>Shop</h1><script async src="${src}"></script>` }, async (visit) => {
      await chosen(visit);
      await flip(visit, 'analytics');
      assert.ok((await ticked(visit)).includes('Google Tag Manager'), 'before it is saved');
      await part(visit, 'save').click();
      await visit.ranWhen('GTM-1');
      assert.deepEqual(await statesOf(visit, [src]), ['released']);
    });
  });

  test('a config with invalid vendors is reported once, and the banner is shown', () => {
    const vendors = { infobip: { category: 'ads', consent: 'no', features: 7 } };
    return onShop({ config: { vendors, banner: {} } }, async (visit) => {
      await chosen(visit);
      assert.equal(visit.errors.length, 3, visit.errors.join('\n'));
      assert.ok((await ticked(visit)).includes('Infobip'));
    });
  });

  test('without any engine, an answer closes the banner', () => {
    const headers = { 'content-security-policy': "script-src 'self' 'unsafe-inline'" };
    const files = { '/consent-gate-fallback.js': { status: 404 } };
    return onShop({ headers, files }, async (visit) => {
      assert.equal(await visit.run('consentGate.state().engine'), 'none');
      await part(visit, 'accept').click();
      await controlled(visit);
      assert.equal(await part(visit, 'banner').isVisible(), false);
    });
  });
});

describe('open()', { concurrency: 3 }, () => {
  test('before the file is there', () =>
    onShop({ head: inline('consentGate.open()') }, async (visit) => {
      await part(visit, 'save').waitFor();
    }));

  test('"banner": false: events are fired, and nothing is loaded', () =>
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
      assert.deepEqual(await record(visit), {
        method: 'banner',
        on: ['functional', 'analytics', 'marketing'],
        choices: {},
      });
    }));
});

/** Waits until two frames have been painted and the event loop has run its tasks. @param {Visit} visit */
async function frames(visit) {
  await visit.loaded();
  await visit.run(
    `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`,
  );
  await visit.idle();
}

/** Returns the gate's further files that were requested from this site's server. @param {Visit} visit */
function asksFor(visit) {
  const { host } = new URL(visit.url);
  const paths = world.log.requests(host).map(({ path }) => path);
  return paths.filter((path) => /banner|texts|vendors/.test(path));
}

/** @typedef {Partial<import('./support/browser.mjs').PageOptions>} More */

/** Visits the shop and waits for the banner. @param {More} more @param {(visit: Visit) => Promise<void>} use */
const onShop = ({ config, ...more }, use) =>
  world.visit(shop(config, more), async (visit) => {
    await asked(visit);
    await use(visit);
  });

/**
 * Visits the shop as a visitor who has chosen.
 * @param {More & { choices?: object }} more @param {(visit: Visit) => Promise<void>} use
 */
const onChosen = ({ config, choices = {}, ...more }, use) =>
  world.visit(shop(config, { before: stored(choices), ...more }), use);
