/**
 * @file The requests that each protection level stops before consent, in this version of this browser, by the server's
 * log over several first visits; and that consent takes effect. The preload scanner's behaviour is not standardized, so
 * these are regression tests of the browser as much as of the gate.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ENGINE, startWorld } from './support/browser.mjs';
import { pageText } from './support/pages.mjs';
import { rewrite } from './support/rewrite.mjs';
import { KINDS, NONCE, reached, strongPage, tagsOf } from './support/static.mjs';

/** `./build.sh bench static` counts more of them. */
const VISITS = Number(process.env.VISITS ?? 5);

const IMAGES = [
  ...['img', 'srcset', 'picture', 'poster', 'input', 'background'],
  ...['svgimage', 'svgset', 'svgmask', 'col'],
];

/**
 * Elements that the gate holds and no policy blocks. The browser may sometimes be faster: with an image, or with a
 * frame if there is already a connection to its host.
 */
const SELDOM = [...IMAGES, 'iframe'];

/** How often that may happen. It is a race in the browser, which stops the frame and requests it at the same time. */
const SELDOM_VISITS = Math.floor(VISITS / 2);

/**
 * Kinds of which requests may be seen before consent, by protection level.
 * @type {Record<string, { chromium: string[], firefox: string[], connections?: boolean, seldom?: string[] }>}
 */
const THROUGH = {
  'one-tag': { chromium: KINDS, firefox: KINDS },
  // The parser requests these when it inserts them.
  quiet: {
    chromium: ['style', 'import', 'preload', 'modulepreload'],
    firefox: KINDS,
    seldom: SELDOM,
  },
  // Firefox fetches one image of a list early, whatever the policy says.
  sealed: { chromium: [], firefox: ['srcset', 'picture'] },
  'sealed-nonce': {
    chromium: ['modulepreload'],
    firefox: [...IMAGES, 'video', 'object', 'embed', 'embedcode', 'preload', 'modulepreload'],
    seldom: SELDOM,
  },
  rewritten: { chromium: [], firefox: [], connections: true },
};

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** @param {string} strength @param {string} site @param {string} body */
const page = (strength, site, body) => strongPage(strength, site, { body });

describe('before consent', { concurrency: 1 }, () => {
  for (const [strength, { connections, seldom = [], ...through }] of Object.entries(THROUGH)) {
    test(strength, async (t) => {
      /** @type {ReturnType<typeof reached>} */
      const seen = [];
      for (let i = 0; i < VISITS; i += 1) seen.push(...(await firstVisit(strength)));
      t.diagnostic(`${strength}: ${counted(seen)}`);
      const passes = through[ENGINE];
      const leaked = seen.filter(
        ({ method, kind }) => !passes.includes(kind) && (connections || method !== 'CONNECT'),
      );
      const often = leaked.filter(({ kind }) => !seldom.includes(kind));
      assert.deepEqual(often, [], `what reached a tracked host in ${VISITS} first visits`);
      assert.ok(leaked.length <= SELDOM_VISITS, `${leaked.map(({ kind }) => kind)} got through`);
    });
  }
});

/** Returns the requests that reached tracked hosts. @param {string} strength */
async function firstVisit(strength) {
  const { tracked, site } = world.hosts();
  const text = page(strength, site, tagsOf(tracked));
  await world.visit({ site, text }, async (visit) => {
    await visit.loaded();
    await visit.idle();
    const said = strength.split('-nonce')[0];
    assert.equal(await visit.run('consentGate.state().strength'), said);
  });
  return reached(world.log, tracked);
}

/** @param {ReturnType<typeof reached>} seen  @returns {string} how often each kind was asked for */
function counted(seen) {
  const counts = KINDS.map((kind) => {
    const number = (/** @type {string} */ what) =>
      seen.filter((it) => it.method === what && it.kind === kind).length;
    return `${kind} ${number('GET')}/${number('CONNECT')}`;
  });
  return `requests/connections of ${VISITS}: ${counts.join(', ')}`;
}

test('a frame is judged before the images that are inserted with it', async () => {
  const { tracked, site } = world.hosts();
  const images = `<img src="https://${tracked}/x.png">`.repeat(20);
  const text = page('one-tag', site, `${images}<iframe src="https://${tracked}/x.html"></iframe>`);
  const firsts = [];
  // The parser may pause before the frame, which is then inserted alone.
  for (let i = 0; i < VISITS; i += 1) {
    await world.visit({ site, text }, async (visit) => {
      await visit.loaded();
      const [first] = await visit.run('consentGate.report().filter((row) => row.ticket)');
      firsts.push(first.kind);
    });
  }
  assert.ok(firsts.includes('iframe'), `met first: ${firsts}`);
});

describe('after consent', { concurrency: 1 }, () => {
  for (const strength of ['one-tag', 'quiet', 'sealed-nonce', 'rewritten']) {
    test(`${strength}: no reload is needed`, async () => {
      const { tracked, site } = world.hosts();
      const body = `<script src="https://${tracked}/x.js"></script>`;
      await world.visit({ site, text: page(strength, site, body) }, async (visit) => {
        await visit.run('self.here = 1');
        await visit.grantAll();
        await visit.ranWhen(tracked.split('.')[0]);
        assert.equal(await visit.run('self.here'), 1);
      });
    });
  }

  test('rewritten: everything loads, from the original attributes', async () => {
    const { tracked, site } = world.hosts();
    const body = tagsOf(tracked);
    await world.visit({ site, text: page('rewritten', site, body) }, async (visit) => {
      await visit.grantAll();
      for (const kind of KINDS) await world.log.when(`${kind}.${tracked}`, { what: kind });
      const left = await visit.run('document.querySelectorAll("[data-consent-gate]").length');
      assert.equal(left, 0, 'no mark is left');
    });
  });

  test('rewritten: tags before the gate are inert, and still released', async () => {
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

  test('rewritten: only allowed requests load', async () => {
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

  test('sealed: consent reloads, and the lock is open', async () => {
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

  for (const kind of ['img', 'style'])
    test(`sealed: consent reloads where nothing waits but ${kind}`, async () => {
      const { tracked, site } = world.hosts();
      const body = tagsOf(tracked, [kind]);
      await world.visit({ site, text: page('sealed', site, body) }, async (visit) => {
        await visit.loaded();
        assert.equal(
          reached(world.log, tracked).filter(({ method }) => method === 'GET').length,
          0,
        );
        await visit.run('consentGate.grantAll()');
        await world.log.when(`${kind}.${tracked}`, { what: kind });
      });
    });

  test('sealed with a nonce: held tags load, except style sheets, which load on the next visit', async () => {
    const { tracked, site } = world.hosts();
    const body = tagsOf(tracked);
    await world.visit({ site, text: page('sealed-nonce', site, body) }, async (visit) => {
      await visit.loaded();
      await visit.run('self.here = 1');
      await visit.grantAll();
      const sheets = ['style', 'import'];
      for (const kind of KINDS.filter((it) => !sheets.includes(it)))
        await world.log.when(`${kind}.${tracked}`, { what: kind });
      assert.equal(await visit.run('self.here'), 1);
      for (const kind of sheets) assert.equal(world.log.requests(`${kind}.${tracked}`).length, 0);
      await visit.page.reload();
      await world.log.when(`style.${tracked}`, { what: 'style' });
      assert.equal(await visit.run('consentGate.state().strength'), 'one-tag');
    });
  });

  test('sealed with a nonce: scripts that a released script inserts run, too', async () => {
    const { tracked, site } = world.hosts();
    const child = `https://${tracked}/y.js?id=child`;
    const files = {
      '/own.js': {
        body: `document.head.append(Object.assign(document.createElement('script'), { src: '${child}' }))`,
        headers: { 'content-type': 'text/javascript' },
      },
    };
    const own = `<script nonce="${NONCE}" src="/own.js"></script>`;
    const text = page('sealed-nonce', site, `${own}<script src="/own.js?without"></script>`);
    await world.visit({ site, text, files }, async (visit) => {
      await visit.loaded();
      await visit.grantAll();
      await visit.ranWhen('child');
      assert.equal(await visit.ran('child'), 1, 'a tag of the site without the nonce is refused');
    });
  });

  test('sealed with a nonce: a partial choice opens it partially', async () => {
    const { tracked, site } = world.hosts();
    const clarity = '<script src="https://www.clarity.ms/tag/abc"></script>';
    const body = `${clarity}<script src="https://${tracked}/x.js"></script>`;
    await world.visit({ site, text: page('sealed-nonce', site, body) }, async (visit) => {
      await visit.loaded();
      await visit.run('self.here = 1; consentGate.grant("analytics")');
      await visit.ranWhen('www');
      assert.equal(await visit.run('self.here'), 1);
      await visit.page.reload();
      await visit.ranWhen('www');
      assert.equal(await visit.run('consentGate.state().strength'), 'sealed');
      assert.equal(world.log.requests(tracked).length, 0);
      const reloaded = visit.page.waitForEvent('load');
      await visit.run('consentGate.grantAll()');
      await reloaded;
      await visit.ranWhen(tracked.split('.')[0]);
    });
  });

  test('sealed: a partial choice opens it partially', async () => {
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
