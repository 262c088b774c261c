/**
 * @file Accessibility of the banner: axe-core on both layers in every language, keyboard navigation, equal weight of
 * accept and reject, and small, zoomed, dark and high-contrast screens.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import axe from 'axe-core';
import { startWorld } from './support/browser.mjs';
import {
  LANGUAGES,
  SHOP,
  asked,
  chosen,
  controlled,
  focused,
  part,
  press,
  settled,
  shop,
} from './support/question.mjs';
import { test } from './support/test.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDE = { width: 1280, height: 720 };
const NARROW = { width: 320, height: 568 };

/**
 * The screens.
 * @type {Record<string, [{ width: number, height: number }, { colorScheme?: 'light' | 'dark', forcedColors?: 'active' |
 * 'none' }]>}
 */
const SCREENS = {
  'light, wide': [WIDE, { colorScheme: 'light' }],
  'dark, 320 pixels': [NARROW, { colorScheme: 'dark' }],
};

describe('axe-core finds nothing', { concurrency: 2 }, () => {
  for (const language of LANGUAGES) {
    for (const [name, [size, media]] of Object.entries(SCREENS)) {
      test(`${language}, ${name}`, () =>
        onScreen(size, media, { language }, async (visit) => {
          assert.deepEqual(await findings(visit), [], 'the first layer');
          await chosen(visit);
          for (const summary of await visit.page.locator('summary').all())
            if (!(await summary.evaluate((it) => it.parentElement?.hasAttribute('open'))))
              await summary.click();
          assert.deepEqual(await findings(visit), [], 'the second layer');
          await part(visit, 'save').click();
          await controlled(visit);
          assert.deepEqual(await findings(visit), [], 'the control');
        }));
    }
  }

  test('axe-core finds a mistake', () =>
    onScreen(WIDE, {}, {}, async (visit) => {
      await visit.run(() => {
        const root = document.querySelector('consent-gate-banner')?.shadowRoot;
        const sheet = new CSSStyleSheet();
        sheet.replaceSync('[part=reject]{color:#8fa7c8}');
        root?.adoptedStyleSheets.push(sheet);
        root?.querySelector('[part=control]')?.removeAttribute('hidden');
        root?.querySelector('[part=control]')?.removeAttribute('aria-label');
        root?.querySelector('[part=control]')?.removeAttribute('title');
      });
      const ids = (await findings(visit)).map((line) => line.split(':')[0]);
      assert.deepEqual(ids.sort(), ['button-name', 'color-contrast']);
    }));
});

describe('keyboard', { concurrency: 3 }, () => {
  test('through both layers and back', () =>
    onScreen(WIDE, {}, {}, async (visit) => {
      assert.equal(await focused(visit), 'body', 'the first layer takes no focus');
      assert.equal(await press(visit, 'Tab'), 'link');
      const stops = [];
      for (let i = 0; i < 5; i += 1) stops.push(await press(visit, 'Tab'));
      assert.deepEqual(stops, ['policy', 'vendors', 'reject', 'accept', 'choose']);
      assert.equal(await press(visit, 'Enter'), 'title-of-choices');
      await visit.page.locator('.vendor').first().waitFor();
      assert.deepEqual(await walk(visit), [...INSIDE, 'close'], 'all of the dialog, then around');
      assert.equal(await press(visit, 'Shift+Tab'), 'save', 'around the other way');
      assert.equal(await press(visit, 'Escape'), 'choose', 'back where it came from');
    }));

  test('a switch by the space bar, saved by Enter; the focus goes back to the page', () =>
    onScreen(WIDE, {}, {}, async (visit) => {
      await press(visit, 'Tab');
      for (let i = 0; i < 5; i += 1) await press(visit, 'Tab');
      await press(visit, 'Enter');
      await visit.page.locator('.vendor').first().waitFor();
      while ((await press(visit, 'Tab')) !== 'switch analytics');
      await press(visit, 'Space');
      while ((await press(visit, 'Tab')) !== 'save');
      assert.equal(await press(visit, 'Enter'), 'link');
      const { categories, record } = await visit.run('consentGate.state()');
      assert.deepEqual([categories.analytics, record.method], [true, 'preferences']);
    }));

  for (const answer of ['reject', 'accept']) {
    test(`${answer} by Enter: the focus goes back to the page`, () =>
      onScreen(WIDE, {}, {}, async (visit) => {
        await press(visit, 'Tab');
        while ((await press(visit, 'Tab')) !== answer);
        assert.equal(await press(visit, 'Enter'), 'link');
      }));
  }

  test('without a focus in the page, the settings button gets it; opened from there, and back', () =>
    onScreen(WIDE, {}, {}, async (visit) => {
      await part(visit, 'reject').click();
      await controlled(visit);
      assert.equal(await focused(visit), 'control');
      await press(visit, 'Enter');
      await visit.page.locator('.vendor').first().waitFor();
      assert.equal(await press(visit, 'Escape'), 'control');
    }));

  test('opened by a button of the page: back to it', () =>
    onScreen(WIDE, {}, { banner: { control: false } }, async (visit) => {
      await visit.run(`{ const own = document.createElement('button'); own.id = 'own';
        own.textContent = 'Privacy'; own.onclick = () => consentGate.open();
        document.querySelector('main').append(own); }`);
      await visit.page.locator('#own').click();
      await visit.page.locator('.vendor').first().waitFor();
      assert.equal(await press(visit, 'Escape'), 'own');
    }));

  const links = Array.from({ length: 60 }, (_, i) => `<p><a href="#${i}">Link ${i}</a></p>`);
  test('the first layer does not cover the focused element, even at the end of the page', () =>
    onScreen(
      WIDE,
      {},
      {},
      async (visit) => {
        for (let i = 0; i < 61; i += 1) await press(visit, 'Tab');
        assert.equal(await visit.run('document.activeElement.textContent'), 'Link 59');
        const free = await visit.run(() => {
          const { top, bottom } = /** @type {Element} */ (
            document.activeElement
          ).getBoundingClientRect();
          const layer = document
            .querySelector('consent-gate-banner')
            ?.shadowRoot?.querySelector('.layer');
          return [top >= 0, bottom <= Number(layer?.getBoundingClientRect().top)];
        });
        assert.deepEqual(free, [true, true]);
      },
      { body: SHOP + links.join('') },
    ));
});

/** Every stop of the dialog with the shop's two vendors, in order. */
const SWITCH = 'switch';
const INSIDE = [
  'close',
  'switch functional',
  SWITCH, // Infobip
  'summary',
  ...Array(4).fill(SWITCH),
  'summary',
  'switch analytics',
  SWITCH, // Google Analytics
  'summary',
  ...Array(7).fill(SWITCH),
  'summary',
  'switch marketing',
  'summary',
  'save',
];

/** Presses Tab until the focus returns to the first stop. @param {Visit} visit */
async function walk(visit) {
  const stops = [];
  do stops.push(await press(visit, 'Tab'));
  while (stops.length < 60 && (stops.length < 2 || stops.at(-1) !== 'close'));
  return stops;
}

describe('look', { concurrency: 3 }, () => {
  /** @type {typeof SCREENS} */
  const screens = { ...SCREENS, 'high contrast': [WIDE, { forcedColors: 'active' }] };
  for (const [name, [size, media]] of Object.entries(screens)) {
    test(`accept, reject and choose weigh the same: ${name}`, () =>
      onScreen(size, media, {}, async (visit) => {
        const [reject, accept, choose] = await visit.run(looks, ['reject', 'accept', 'choose']);
        assert.ok(Object.keys(reject).length > 200, 'all computed styles');
        assert.deepEqual(accept, reject);
        assert.deepEqual(choose, reject);
      }));
  }

  /**
   * Screens on which everything must be reachable without horizontal scrolling: 1280 pixels at 400 % are the second.
   */
  const small = { '320 wide': NARROW, '400 % zoom': { width: 320, height: 256 } };
  for (const [name, size] of Object.entries(small)) {
    test(`nothing is cut off, targets are large enough: ${name}`, () =>
      onScreen(size, {}, { language: 'de' }, async (visit) => {
        assert.deepEqual(await visit.run(unreachable), []);
        await chosen(visit);
        assert.deepEqual(await visit.run(unreachable), []);
      }));
  }

  test('right to left is mirrored', () =>
    onScreen(WIDE, {}, { language: 'ar' }, async (visit) => {
      const x = async (/** @type {string} */ name) =>
        (await part(visit, name).boundingBox())?.x ?? 0;
      assert.ok((await x('reject')) > (await x('accept')));
      assert.equal(await visit.page.locator('section[lang=ar][dir=rtl]').count(), 1);
    }));

  test('reduced motion: nothing moves', () =>
    onScreen(WIDE, { reducedMotion: 'reduce' }, {}, async (visit) => {
      const seconds = await visit.run(() => {
        const layer = document
          .querySelector('consent-gate-banner')
          ?.shadowRoot?.querySelector('.layer');
        return parseFloat(getComputedStyle(/** @type {Element} */ (layer)).animationDuration);
      });
      assert.ok(seconds <= 0.001, `${seconds} s`);
    }));

  test("a site's own theme: custom properties and parts", () =>
    onScreen(WIDE, {}, {}, async (visit) => {
      await visit.run(`{ const sheet = new CSSStyleSheet();
        sheet.replaceSync('consent-gate-banner { --consent-gate-accent: rgb(1, 2, 3); } consent-gate-banner::part(banner) { border-top: 7px solid }');
        document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }`);
      const [accept] = await visit.run(looks, ['accept']);
      const [banner] = await visit.run(looks, ['banner']);
      assert.equal(accept['background-color'], 'rgb(1, 2, 3)');
      assert.equal(banner['border-top-width'], '7px');
    }));

  test('it is not printed', () =>
    onScreen(WIDE, { media: 'print' }, {}, async (visit) => {
      assert.equal(await part(visit, 'banner').isVisible(), false);
    }));
});

/**
 * Runs in the page: returns computed styles of parts, except those that depend on text and position.
 * @param {string[]} parts
 */
function looks(parts) {
  const root = document.querySelector('consent-gate-banner')?.shadowRoot;
  // Columns share the rest of a pixel.
  const rounded = (/** @type {string} */ text) => text.replace(/\d+\.\d+/g, (n) => n.split('.')[0]);
  return parts.map((name) => {
    const style = getComputedStyle(/** @type {Element} */ (root?.querySelector(`[part=${name}]`)));
    const entries = Array.from(style, (key) => [key, rounded(style.getPropertyValue(key))]);
    return Object.fromEntries(entries);
  });
}

/**
 * Runs in the page: returns elements that are narrower or lower than 24 pixels, or overflow the window horizontally.
 */
function unreachable() {
  const root = /** @type {ShadowRoot} */ (
    document.querySelector('consent-gate-banner')?.shadowRoot
  );
  const stage =
    root.querySelector('dialog') ?? /** @type {Element} */ (root.querySelector('.layer'));
  const bad = stage.scrollWidth > stage.clientWidth ? ['the layer scrolls sideways'] : [];
  for (const it of stage.querySelectorAll('button,input,a,summary')) {
    const { left, right, width, height } = it.getBoundingClientRect();
    if (!it.checkVisibility()) continue;
    it.scrollIntoView({ block: 'nearest' });
    if (width < 24 || height < 24 || left < 0 || right > innerWidth)
      bad.push(`${it.getAttribute('part') ?? it.textContent} ${width}×${height} at ${left}`);
  }
  return bad;
}

/** Returns the findings of axe-core. @param {Visit} visit @returns {Promise<string[]>} */
async function findings(visit) {
  await settled(visit);
  await visit.run(`if (!self.axe) { ${axe.source} }; 0`);
  const { violations } = await visit.run(
    (/** @type {string[]} */ values) =>
      /** @type {any} */ (window).axe.run({ runOnly: { type: 'tag', values } }),
    RULES,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((/** @type {any} */ node) => `${id}: ${node.html} ${node.failureSummary}`),
  );
}

/**
 * @param {{ width: number, height: number }} size
 * @param {Parameters<import('playwright-core').Page['emulateMedia']>[0]} media
 * @param {object} config
 * @param {(visit: Visit) => Promise<void>} use
 * @param {Partial<import('./support/browser.mjs').PageOptions>} [more] of the page
 */
const onScreen = (size, media, config, use, more) =>
  world.visit(shop(config, more), async (visit) => {
    await visit.page.setViewportSize(size);
    await visit.page.emulateMedia(PLAIN);
    await visit.page.emulateMedia(media);
    if (media?.media !== 'print') await asked(visit);
    else await part(visit, 'banner').waitFor({ state: 'attached' });
    await use(visit).finally(async () => {
      await visit.page.emulateMedia(PLAIN);
      await visit.page.setViewportSize(WIDE);
    });
  });

const PLAIN = { media: null, colorScheme: null, forcedColors: null, reducedMotion: null };
