/**
 * @file The placeholder in a held frame: the vendor and the reason, a button to load once and one to allow always. The
 * page around it stays unchanged.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import axe from 'axe-core';
import { startWorld } from './support/browser.mjs';
import { LANGUAGES, UNDECIDED, record } from './support/question.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */
/** @typedef {import('./support/browser.mjs').PageOptions} PageOptions */
/** @typedef {ReturnType<import('./support/browser.mjs').World['hosts']>} Hosts */

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/**
 * Two frames of one vendor in a grid, and one that needs no consent. A script inserts them: the browser may request a
 * static frame early.
 * @param {Hosts} hosts
 */
const GRID = ({ tracked, untracked }) => `
<style>:root { --consent-gate-accent: rgb(1, 2, 3) } main { display: grid; grid-template-columns: 1fr 1fr; inline-size: 900px } iframe { inline-size: 400px; block-size: 250px }</style>
<main><h1>Videos</h1><p>Two.</p></main><script>
document.querySelector('main').insertAdjacentHTML('beforeend', '<iframe id="a" title="A" src="https://${tracked}/a.html"></iframe>' +
  '<iframe id="b" title="B" src="https://${tracked}/b.html"></iframe><iframe id="free" title="Free" src="https://${untracked}/x.html"></iframe>');
</script>`;

describe('the two buttons', { concurrency: 2 }, () => {
  test('once: this frame loads, the other waits, and nothing is recorded', () =>
    onGrid({}, async (visit, { tracked }) => {
      await press(visit, '#a', 'once');
      await world.log.when(tracked);
      await visit.ranWhen(id(tracked));
      assert.deepEqual(pathsOf(tracked), ['/a.html']);
      assert.deepEqual(await record(visit), UNDECIDED);
      const states = await visit.run(
        "consentGate.report().filter((row) => row.kind === 'iframe').map((row) => row.state)",
      );
      assert.deepEqual(states.sort(), ['allowed', 'released', 'waiting']);
      await visible(visit, '#b', 'once');
    }));

  test('always: every frame of the vendor loads, by a record that says how', () =>
    onGrid({}, async (visit, { tracked }) => {
      await press(visit, '#a', 'always');
      await visit.ranWhen(id(tracked), 2);
      assert.deepEqual(pathsOf(tracked).sort(), ['/a.html', '/b.html']);
      const { method, choices } = await record(visit);
      assert.deepEqual([method, choices], ['placeholder', { doubleclick: true }]);
    }));

  for (const name of ['once', 'always']) {
    test(`${name}: a click that code makes has no effect`, () =>
      onGrid({}, async (visit, { tracked }) => {
        await visible(visit, '#a', name);
        await inside(visit, '#a', name).evaluate((/** @type {HTMLElement} */ it) => it.click());
        await visit.idle();
        assert.deepEqual([pathsOf(tracked), await record(visit)], [[], UNDECIDED]);
      }));

    test(`${name}: by keyboard alone, with the API locked`, () =>
      onGrid({ api: 'locked' }, async (visit, { tracked }) => {
        await visible(visit, '#a', name);
        await inside(visit, '#a', name).focus();
        await visit.page.keyboard.press('Enter');
        await visit.ranWhen(id(tracked));
      }));
  }

  test('attributes that the page sets on the frame meanwhile stay', () =>
    onGrid({}, async (visit, { tracked }) => {
      await visible(visit, '#a', 'once');
      const look =
        "(({ className, style, title }) => [className, style.color, title])(document.getElementById('a'))";
      await visit.run(
        "{ const a = document.getElementById('a'); a.style.color = 'red'; a.classList.add('k'); a.removeAttribute('title') }",
      );
      assert.deepEqual(await visit.run(look), ['k', 'red', '']);
      await press(visit, '#a', 'once');
      await visit.ranWhen(id(tracked));
      assert.deepEqual(await visit.run(look), ['k', 'red', '']);
    }));

  test('loaded once and navigated, the frame is held again', () =>
    onGrid({}, async (visit, { tracked }) => {
      await press(visit, '#a', 'once');
      await visit.ranWhen(id(tracked));
      await visit.run(`document.getElementById('a').src = 'https://${tracked}/c.html'; 0`);
      await visible(visit, '#a', 'once');
      assert.deepEqual(pathsOf(tracked), ['/a.html']);
    }));
});

describe('the page is unchanged', { concurrency: 2 }, () => {
  test('no element is inserted beside a frame, and no box moves', () =>
    onGrid({}, async (visit) => {
      await visible(visit, '#a', 'once');
      await visible(visit, '#b', 'once');
      const shown = await visit.run(geometry);
      assert.deepEqual(shown, await withoutGate(geometry));
    }));

  test('history and the Back button are unchanged', () =>
    onGrid({}, async (visit, { tracked }) => {
      await visible(visit, '#a', 'once');
      const before = await visit.run('history.length');
      await press(visit, '#a', 'once');
      await visit.ranWhen(id(tracked));
      assert.equal(await visit.run('history.length'), before);
    }));

  test('to the page the frame has loaded with its placeholder', () =>
    world.visit(
      {
        head: `<script>self.loads = 0; document.addEventListener('load', ({ target }) => target.id === 'a' && (loads += 1), true)</script>`,
        ...pageOf({}),
      },
      async (visit) => {
        await visible(visit, '#a', 'once');
        await visit.run(`new Promise((done) => {
          const look = () => (loads > 0 ? done() : setTimeout(look, 5));
          look();
        })`);
        await visit.idle();
        assert.equal(await visit.run('loads'), 1);
      },
    ));
});

describe('accessibility', { concurrency: 2 }, () => {
  for (const language of LANGUAGES) {
    test(`axe-core finds nothing: ${language}`, () =>
      onGrid({ language }, async (visit) => {
        await visible(visit, '#a', 'once');
        await visible(visit, '#b', 'once');
        assert.deepEqual(await findings(visit), []);
      }));
  }

  test("it has the site's colours", () =>
    onGrid({}, async (visit) => {
      await visible(visit, '#a', 'once');
      const color = await inside(visit, '#a', 'once').evaluate(
        (/** @type {Element} */ it) => getComputedStyle(it).backgroundColor,
      );
      assert.equal(color, 'rgb(1, 2, 3)');
    }));

  test('in print the buttons are hidden and the text stays', () =>
    onGrid({}, async (visit) => {
      await visible(visit, '#a', 'once');
      await visit.page.emulateMedia({ media: 'print' });
      const frame = visit.page.frameLocator('#a');
      const seen = [
        await frame.locator('h1').isVisible(),
        await frame.locator('.buttons').isVisible(),
      ];
      await visit.page.emulateMedia({ media: null });
      assert.deepEqual(seen, [true, false]);
    }));

  for (const [size, wanted] of /** @type {const} */ ([
    ['400x250', [true, true]],
    ['300x110', [false, true]],
    ['80x30', [false, false]],
  ])) {
    test(`a frame of ${size} shows what there is room for`, () =>
      onGrid({}, async (visit) => {
        await visible(visit, '#a', 'once');
        const [width, height] = size.split('x');
        await visit.run(
          `Object.assign(document.getElementById('a').style, { inlineSize: '${width}px', blockSize: '${height}px' }); 0`,
        );
        const shown = await inside(visit, '#a', 'once').evaluate((/** @type {Element} */ it) => [
          getComputedStyle(/** @type {any} */ (it.getRootNode()).querySelector('h1')).position !==
            'absolute' && it.checkVisibility(),
          it.checkVisibility(),
        ]);
        assert.deepEqual(shown, wanted);
      }));
  }
});

describe('no placeholder', { concurrency: 2 }, () => {
  test('the site has another banner: "banner": false', () =>
    onGrid({ banner: false }, async (visit) => {
      await visit.loaded();
      await visit.idle();
      assert.equal(
        await visit.page.frameLocator('#a').locator('#consent-gate-placeholder').count(),
        0,
      );
    }));

  test('a visitor who has chosen, without a settings button: a held frame nevertheless has a placeholder', () =>
    onGrid({ banner: { control: false } }, async (visit) => {
      await visit.run('consentGate.denyAll()');
      await visit.page.reload();
      await visible(visit, '#a', 'once');
    }));
});

/** @param {object} config @returns {PageOptions & { hosts: Hosts, site: string }} */
function pageOf(config) {
  const hosts = world.hosts();
  return {
    hosts,
    site: hosts.site,
    body: GRID(hosts),
    config: { banner: {}, ...config },
  };
}

/**
 * @param {object} config @param {(visit: Visit, hosts: Hosts) => Promise<void>} use
 */
function onGrid(config, use) {
  const page = pageOf(config);
  return world.visit(page, (visit) => use(visit, page.hosts));
}

/** Returns the result of the page's code without a gate. @param {() => unknown} look */
function withoutGate(look) {
  return world.visit({ ...pageOf({}), gate: false }, async (visit) => {
    await visit.loaded();
    return visit.run(look);
  });
}

/** Runs in the page: returns every element of its body that is not the gate's, with its position. */
function geometry() {
  const own = document.querySelectorAll('main, main *');
  return Array.from(own, (it) => {
    const { x, y, width, height } = it.getBoundingClientRect();
    return [it.localName, it.id, it.children.length, x, y, width, height];
  });
}

/** @param {Visit} visit @param {string} frame @param {string} name */
const inside = (visit, frame, name) => visit.page.frameLocator(frame).locator(`[part="${name}"]`);

/** @param {Visit} visit @param {string} frame @param {string} name */
const visible = (visit, frame, name) => inside(visit, frame, name).waitFor();

/** @param {Visit} visit @param {string} frame @param {string} name */
const press = (visit, frame, name) => inside(visit, frame, name).click();

/** Returns the mark of a host's stand-in. @param {string} host */
const id = (host) => host.split('.')[0];

/** Returns the paths that were requested from a host. @param {string} host @returns {string[]} */
const pathsOf = (host) => world.log.requests(host).map(({ path }) => path);

/** Returns the findings of axe-core for the placeholders. @param {Visit} visit @returns {Promise<string[]>} */
async function findings(visit) {
  const found = [];
  let looked = 0;
  for (const frame of visit.page.frames()) {
    if (!(await frame.evaluate("!!document.getElementById('consent-gate-placeholder')"))) continue;
    looked += 1;
    await frame.evaluate(axe.source);
    const { violations } = await frame.evaluate('axe.run({ iframes: false })');
    for (const { id: rule, nodes } of /** @type {any[]} */ (violations))
      found.push(...nodes.map((/** @type {any} */ node) => `${rule}: ${node.html}`));
  }
  assert.equal(looked, 2);
  return found;
}
