/**
 * @file What each strength stops before consent, in this version of this browser: requests for static markup by what
 * the server saw, over several first visits; and that consent takes effect. How the browser's scanner behaves is no
 * standard, so these are regression tests of the browser as much as of the gate.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { pageText } from './support/pages.mjs';
import { command, rewrite } from './support/rewrite.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

/** `VISITS=20` for the numbers of `docs/static-markup.md`. */
const VISITS = Number(process.env.VISITS ?? 5);

/** Kinds of static tags; `$h` is a tracked host. The letter before the host tells the kind in the log. */
const TAGS = {
  script: '<script src="https://script.$h/x.js"></script>',
  async: '<script async src="https://async.$h/x.js"></script>',
  defer: '<script defer src="https://defer.$h/x.js"></script>',
  module: '<script type="module" src="https://module.$h/x.js"></script>',
  img: '<img src="https://img.$h/x.png">',
  srcset: '<img srcset="https://srcset.$h/x.png 1x">',
  picture: '<picture><source srcset="https://picture.$h/x.png"><img alt=""></picture>',
  iframe: '<iframe src="https://iframe.$h/x.html"></iframe>',
  object: '<object data="https://object.$h/x.html"></object>',
  embed: '<embed src="https://embed.$h/x.html">',
  video: '<video preload="auto" src="https://video.$h/x.mp4"></video>',
  poster: '<video poster="https://poster.$h/x.png"></video>',
  input: '<input type="image" src="https://input.$h/x.png">',
  svgimage: '<svg width="9" height="9"><image href="https://svgimage.$h/x.png"/></svg>',
  style: '<link rel="stylesheet" href="https://style.$h/x.css">',
  preload: '<link rel="preload" as="script" href="https://preload.$h/x.js">',
  import: '<style>@import "https://import.$h/x.css";</style>',
  background: '<p style="background: url(https://background.$h/x.png)">text</p>',
};

const ALL = Object.keys(TAGS);

/**
 * What a strength stops here: kinds of which no request may be seen, and whether connections count, too.
 * @type {Record<string, { stops: string[], connections: boolean }>}
 */
const STRENGTHS = {
  'one-tag': { stops: [], connections: false },
  // Images pass: the gate itself does not hold them yet.
  quiet: { stops: ['script', 'async', 'defer', 'module', 'iframe'], connections: false },
  sealed: { stops: ALL, connections: false },
  rewritten: { stops: ALL, connections: true },
};

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** @param {string} strength @param {string} site @param {string} body */
function page(strength, site, body) {
  if (strength === 'rewritten') return rewrite(pageText({ body }), site);
  const lines = command(['snippet', '--strength', strength]);
  return pageText({ gate: false, before: lines, body });
}

describe('before consent', { concurrency: 1 }, () => {
  for (const [strength, { stops, connections }] of Object.entries(STRENGTHS)) {
    test(strength, async (t) => {
      /** @type {string[]} */
      const seen = [];
      for (let i = 0; i < VISITS; i += 1) seen.push(...(await firstVisit(strength)));
      t.diagnostic(`${strength}: ${counted(seen)}`);
      const leaked = seen.filter((entry) => {
        const [method, kind] = entry.split(' ');
        return stops.includes(kind) && (connections || method !== 'CONNECT');
      });
      assert.deepEqual(leaked, [], `what reached a tracked host in ${VISITS} first visits`);
    });
  }
});

/**
 * What reached tracked hosts: method and kind.
 * @param {string} strength
 */
async function firstVisit(strength) {
  const { tracked, site } = world.hosts();
  const body = Object.values(TAGS).join('\n').replaceAll('$h', tracked);
  const text = page(strength, site, body);
  await world.visit({ site, text }, async (visit) => {
    await visit.loaded();
    await visit.idle();
    assert.equal(await visit.run('consentGate.state().strength'), strength);
  });
  const entries = world.log.entries.filter(({ host }) => host.endsWith(`.${tracked}`));
  return entries.map(({ method, host }) => `${method} ${host.split('.')[0]}`);
}

/** @param {string[]} seen  @returns {string} how many of the visits each kind was asked for in */
function counted(seen) {
  const counts = ALL.map((kind) => {
    const number = (/** @type {string} */ what) => seen.filter((it) => it === `${what} ${kind}`);
    return `${kind} ${number('GET').length}/${number('CONNECT').length}`;
  });
  return `requests/connections of ${VISITS}: ${counts.join(', ')}`;
}

describe('after consent', { concurrency: 1 }, () => {
  for (const strength of ['one-tag', 'quiet', 'rewritten']) {
    test(`${strength}: no reload is needed`, async () => {
      const { tracked, site } = world.hosts();
      const body = `<script src="https://${tracked}/x.js"></script>`;
      await world.visit({ site, text: page(strength, site, body) }, async (visit) => {
        assert.equal(await visit.run('consentGate.state().strength'), strength);
        await visit.run('self.here = 1');
        await visit.grantAll();
        await visit.ranWhen(tracked.split('.')[0]);
        assert.equal(await visit.run('self.here'), 1);
      });
    });
  }

  test('rewritten: everything loads, from its own attributes', async () => {
    const { tracked, site } = world.hosts();
    const body = Object.values(TAGS).join('\n').replaceAll('$h', tracked);
    await world.visit({ site, text: page('rewritten', site, body) }, async (visit) => {
      await visit.grantAll();
      for (const kind of ALL) await world.log.when(`${kind}.${tracked}`, { what: kind });
      const left = await visit.run('document.querySelectorAll("[data-consent-gate]").length');
      assert.equal(left, 0, 'no mark is left');
    });
  });

  test('rewritten: what stands before the gate is inert, and released all the same', async () => {
    const { tracked, site } = world.hosts();
    const before = `<script src="https://${tracked}/x.js"></script><iframe src="https://${tracked}/x.html"></iframe>`;
    const text = rewrite(pageText({ before }), site);
    await world.visit({ site, text }, async (visit) => {
      await visit.loaded();
      await visit.idle();
      assert.equal(world.log.requests(tracked).length, 0);
      await visit.grantAll();
      await visit.ranWhen(tracked.split('.')[0], 2);
      assert.equal(await visit.run('consentGate.state().late'), false);
    });
  });

  test('rewritten: only what the choice lets', async () => {
    const { tracked, site } = world.hosts();
    const images = `<img src="https://${tracked}/x.png" srcset="https://${tracked}/y.png 1x, https://www.clarity.ms/tag/z 2x">`;
    const body = `${images}<img src="https://c.clarity.ms/c.gif"><script src="https://www.clarity.ms/tag/abc"></script>`;
    await world.visit({ site, text: page('rewritten', site, body) }, async (visit) => {
      await visit.run('consentGate.grant("analytics")');
      await visit.ranWhen('www');
      await visit.idle();
      assert.equal(world.log.requests(tracked).length, 0, 'marketing waits');
      await visit.grantAll();
      await world.log.when(tracked);
      const waiting = await visit.run('consentGate.state().waiting');
      assert.equal(waiting, 0);
    });
  });

  test('sealed: consent reloads, and the seal is gone', async () => {
    const { tracked, site } = world.hosts();
    const body = `<script src="https://${tracked}/x.js"></script>`;
    await world.visit({ site, text: page('sealed', site, body) }, async (visit) => {
      await visit.loaded();
      const reloaded = visit.page.waitForEvent('load');
      await visit.run('consentGate.grantAll()');
      await reloaded;
      await visit.ranWhen(tracked.split('.')[0]);
      assert.equal(await visit.run('consentGate.state().strength'), 'one-tag');
      assert.deepEqual(visit.errors, []);
    });
  });

  test('sealed: a choice in part opens it in part', async () => {
    const { tracked, site } = world.hosts();
    const clarity = '<script src="https://www.clarity.ms/tag/abc"></script>';
    const body = `${clarity}<script src="https://${tracked}/x.js"></script>`;
    await world.visit({ site, text: page('sealed', site, body) }, async (visit) => {
      await visit.loaded();
      const reloaded = visit.page.waitForEvent('load');
      await visit.run('consentGate.grant("analytics")');
      await reloaded;
      await visit.ranWhen('www');
      assert.equal(await visit.run('consentGate.state().strength'), 'sealed');
      assert.equal(world.log.requests(tracked).length, 0);
    });
  });
});
