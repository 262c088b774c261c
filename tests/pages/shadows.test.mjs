/**
 * @file Shadow roots that get content before their host is in a document: random trees, compared with the scripts that
 * HTML would run, the time of an insertion, and the garbage collection of a discarded host.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { test } from './support/test.mjs';

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** Seeds of the random trees. A seed that has failed stays on the list. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

/**
 * Builds trees of nested shadow hosts without a document, moves their parts, then inserts some of them. Runs in the
 * page.
 * @param {{ seed: number, host: string }} options
 * @returns {string[]} the numbers of the scripts that HTML runs
 */
function play({ seed, host }) {
  let state = seed;
  const random = (/** @type {number} */ n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % n;
  };
  /** Every place for a node: an element, a fragment, or a shadow root. @type {any[]} */
  const places = [];
  /** @type {any[]} */
  const nodes = [];
  const scripts = new Map();
  const elsewhere = document.implementation.createHTMLDocument().createElement('div');
  const make = () => {
    const node = document.createElement(['div', 'p', 'span', 'x-a', 'x-b.c'][random(5)]);
    nodes.push(node);
    places.push(node);
    if (random(2) && node.localName !== 'x-b.c')
      places.push(node.attachShadow({ mode: random(2) ? 'open' : 'closed' }));
    return node;
  };
  const script = () => {
    const node = document.createElement('script');
    node.src = `https://${host}/x.js?id=${scripts.size}`;
    scripts.set(node, String(scripts.size));
    nodes.push(node);
    return node;
  };
  const extract = (/** @type {any} */ place) => {
    const range = new Range();
    range.selectNodeContents(place);
    range.setStart(place, random(place.childNodes.length + 1));
    return range.extractContents();
  };
  const acts = [
    (/** @type {any} */ place) => place.append(make()),
    (/** @type {any} */ place) => place.prepend(make(), make()),
    (/** @type {any} */ place) => place.append(script()),
    (/** @type {any} */ place) => place.append(nodes[random(nodes.length)]),
    (/** @type {any} */ place) => place.insertBefore(nodes[random(nodes.length)], place.firstChild),
    (/** @type {any} */ place) => place.replaceChildren(nodes[random(nodes.length)]),
    (/** @type {any} */ place) => place.append(extract(places[random(places.length)])),
    () => nodes[random(nodes.length)].remove(),
    () => elsewhere.append(nodes[random(nodes.length)]),
    () => document.adoptNode(nodes[random(nodes.length)]),
  ];
  for (let i = 0; i < 10; i += 1) make();
  for (let i = 0; i < 300; i += 1) {
    try {
      acts[random(acts.length)](places[random(places.length)]);
    } catch (error) {
      if (/** @type {Error} */ (error).name !== 'HierarchyRequestError') throw error;
    }
  }
  for (let i = 0; i < 15; i += 1) document.body.append(nodes[random(nodes.length)]);
  const ran = [...scripts.keys()].filter(
    (node) => node.getRootNode({ composed: true }) === document,
  );
  return ran.map((node) => scripts.get(node));
}

describe('random shadow trees', () => {
  for (const seed of SEEDS) {
    test(`seed ${seed}`, async () => {
      const { tracked, site } = world.hosts();
      await world.visit({ site }, async (visit) => {
        const expected = await visit.run(play, { seed, host: tracked });
        assert.notEqual(expected.length, 0, 'a tree without scripts shows nothing');
        await visit.idle();
        assert.equal(world.log.requests(tracked).length, 0, 'requests before consent');
        await visit.grantAll();
        for (const id of expected) await visit.ranWhen(id);
        await visit.idle();
        assert.deepEqual((await visit.order()).sort(), [...expected].sort());
      });
    });
  }
});

/** Makes `n` hosts with a style in their shadow. */
const HOSTS = `(n) => Array.from({ length: n }, () => {
  const host = document.createElement('div');
  const style = document.createElement('style');
  style.textContent = 'p { color: red }';
  host.attachShadow({ mode: 'closed' }).append(style);
  return host;
})`;

/** Operations whose time must be proportional to `n`, in ms. */
const TIMED = {
  'inserting the tree of n hosts': `(n) => {
    const tree = document.createElement('div');
    tree.append(...(${HOSTS})(n));
    const start = performance.now();
    document.body.append(tree);
    return performance.now() - start;
  }`,
  'inserting n elements after n hosts were discarded': `(n) => {
    (${HOSTS})(n);
    const start = performance.now();
    for (let i = 0; i < n; i += 1) document.body.appendChild(document.createElement('p'));
    return performance.now() - start;
  }`,
  'inserting n small trees after n hosts were discarded': `(n) => {
    (${HOSTS})(n);
    const start = performance.now();
    for (let i = 0; i < n; i += 1) {
      const tree = document.createElement('p');
      tree.append(document.createElement('b'));
      document.body.appendChild(tree);
    }
    return performance.now() - start;
  }`,
};

/** Times shorter than this, in ms, are too short to measure the growth. */
const FLOOR = 40;

describe('time is linear', () => {
  for (const [name, code] of Object.entries(TIMED)) {
    test(name, async () => {
      await world.visit({}, async (visit) => {
        const few = await visit.run(`(${code})(400)`);
        const many = await visit.run(`(${code})(4000)`);
        assert.ok(many <= 25 * Math.max(few, FLOOR), `400: ${few} ms, 4000: ${many} ms`);
      });
    });
  }
});

test('a discarded host is collected', async () => {
  await world.visit({}, async (visit) => {
    await visit.run(`self.gone = (${HOSTS})(100).map((host) => new WeakRef(host)), undefined`);
    const session = await visit.page.context().newCDPSession(visit.page);
    await session.send('HeapProfiler.collectGarbage');
    await session.detach();
    assert.equal(await visit.run('gone.filter((host) => host.deref()).length'), 0);
  });
});
