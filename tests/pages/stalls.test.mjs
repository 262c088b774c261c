/**
 * @file A host that never answers delays nothing for longer than the site allows: its script leaves the queue, is
 * reported, and runs if its response arrives later.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { insert, tag } from './scenarios/tags.mjs';

/** Markup of the silent script and the one after it, by lane. */
const LANES = {
  blocking: (/** @type {string[]} */ ...urls) => urls.map((url) => tag(url)).join(''),
  deferred: (/** @type {string[]} */ ...urls) => urls.map((url) => tag(url, 'defer')).join(''),
  ordered: (/** @type {string[]} */ ...urls) =>
    urls.map((url) => insert(url, 's.async = false')).join(''),
};

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** Returns the hosts `a`, which is silent until `open` is called, and `b`. */
function cast() {
  const n = world.next();
  const [a, b] = ['a', 'b'].map((name) => `${name}${n}.doubleclick.net`);
  return {
    a,
    b,
    ids: [`a${n}`, `b${n}`],
    open: world.server.hold(a),
    urls: [a, b].map((host) => `https://${host}/x.js`),
  };
}

describe('a host that never answers', { concurrency: 4 }, () => {
  for (const [lane, make] of Object.entries(LANES)) {
    test(`${lane}: the next one runs, and the late one when it comes`, async () => {
      const { a, ids, open, urls } = cast();
      const options = {
        body: make(...urls),
        config: { fetch_timeout: 400 },
        until: /** @type {const} */ ('load'),
        silent: true,
      };
      await world.visit(options, async (visit) => {
        await visit.grantAll();
        await visit.ranWhen(ids[1]);
        assert.equal(await stateOf(visit, urls[0]), 'failed');
        open();
        await visit.ranWhen(ids[0]);
        await visit.idle();
        assert.equal(await stateOf(visit, urls[0]), 'released');
        assert.deepEqual([await visit.ran(ids[0]), await visit.ran(ids[1])], [1, 1]);
        assert.deepEqual(await visit.order(), [ids[1], ids[0]]);
      });
      assert.ok(world.log.requests(a).length <= 2, 'the scanner’s request and the release’s');
    });
  }

  test('free insertions do not wait at all', async () => {
    const { ids, urls } = cast();
    const body = insert(urls[0]) + insert(urls[1]);
    await world.visit({ body }, async (visit) => {
      await visit.grantAll();
      await visit.ranWhen(ids[1]);
    });
  });

  test('ten seconds by default', async () => {
    const { ids, urls } = cast();
    const options = {
      body: LANES.blocking(...urls),
      until: /** @type {const} */ ('load'),
      silent: true,
    };
    await world.visit(options, async (visit) => {
      const start = performance.now();
      await visit.grantAll();
      await visit.ranWhen(ids[1]);
      const seconds = (performance.now() - start) / 1000;
      assert.ok(seconds > 9 && seconds < 13, `the next script ran after ${seconds} s`);
    });
  });
});

/** @param {import('./support/browser.mjs').Visit} visit @param {string} url */
async function stateOf(visit, url) {
  const rows = await visit.run('consentGate.report()');
  return rows.find((/** @type {{ url: string }} */ row) => row.url === url)?.state;
}
