/**
 * @file The site's Content Security Policy stays in force: tags that it blocks run neither before nor after consent,
 * and tags that it trusts are released as they would have been loaded.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { scriptText } from './support/stand_ins.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

const NONCE = 'n1';
const STRICT = `script-src 'nonce-${NONCE}' 'strict-dynamic' 'wasm-unsafe-eval'`;
const NOT_TRUSTED = "not trusted by the page's CSP";

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** Tags that the policy does not trust, by their mistake; `$u` is the tracked URL. */
const UNTRUSTED = {
  'no nonce': '<script src="$u"></script>',
  'another nonce': '<script nonce="n2" src="$u"></script>',
  'an empty nonce': '<script nonce="" src="$u"></script>',
  async: '<script async src="$u"></script>',
  defer: '<script defer src="$u"></script>',
  module: '<script type="module" src="$u"></script>',
  svg: '<svg><script href="$u"></script></svg>',
  written: `<script nonce="${NONCE}">document.write('<script src="$u"><\\/script>')</script>`,
};

/** Tags that it trusts. */
const TRUSTED = {
  classic: `<script nonce="${NONCE}" src="$u"></script>`,
  async: `<script nonce="${NONCE}" async src="$u"></script>`,
  defer: `<script nonce="${NONCE}" defer src="$u"></script>`,
  module: `<script nonce="${NONCE}" type="module" src="$u"></script>`,
  svg: `<svg><script nonce="${NONCE}" href="$u"></script></svg>`,
  written: `<script nonce="${NONCE}">document.write('<script nonce="${NONCE}" src="$u"><\\/script>')</script>`,
  inserted: `<script nonce="${NONCE}">document.head.append(Object.assign(document.createElement('script'), { src: '$u' }))</script>`,
};

describe("a nonce and 'strict-dynamic'", { concurrency: 3 }, () => {
  for (const [name, tag] of Object.entries(UNTRUSTED)) {
    test(`never released: ${name}`, () =>
      underPolicy(STRICT, tag, { runs: 0, state: 'discarded' }));
  }
  for (const [name, tag] of Object.entries(TRUSTED)) {
    test(`released: ${name}`, () => underPolicy(STRICT, tag, { runs: 1, state: 'released' }));
  }
});

describe('a policy that lists hosts', { concurrency: 3 }, () => {
  const hosts = `script-src 'nonce-${NONCE}' 'wasm-unsafe-eval' https://*.doubleclick.net`;
  const none = `script-src 'nonce-${NONCE}' 'wasm-unsafe-eval' https://elsewhere.example`;
  const tag = UNTRUSTED['no nonce'];
  const config = { csp: 'hosts' };
  test('"csp": "hosts" releases listed scripts', () =>
    underPolicy(hosts, tag, { runs: 1, state: 'released' }, config));
  test('the default does not', () => underPolicy(hosts, tag, { runs: 0, state: 'discarded' }));
  test('scripts that are not listed fail as without a gate', () =>
    underPolicy(none, tag, { runs: 0, state: 'failed' }, config));
});

/**
 * Visits a page with one tracked tag under a policy, grants everything, and checks how it ended.
 * @param {string} policy @param {string} tag
 * @param {{ runs: number, state: string }} expected @param {object} [config]
 */
async function underPolicy(policy, tag, { runs, state }, config) {
  const hosts = world.hosts();
  const url = `https://${hosts.tracked}/x.js`;
  const id = hosts.tracked.split('.')[0];
  const headers = { 'content-security-policy': policy };
  const page = { config, nonce: NONCE, headers, body: tag.replaceAll('$u', url) };
  await world.visit({ ...page, site: hosts.site }, async (visit) => {
    await visit.idle();
    assert.deepEqual(await visit.order(), [], 'what ran before consent');
    const seen = world.log.requests(hosts.tracked).length;
    await visit.grantAll();
    await ended(visit, hosts, runs);
    assert.equal(await visit.ran(id), runs, 'runs after consent');
    const row = (await visit.run('consentGate.report()'))[0];
    assert.deepEqual([row.url, row.state], [url, state]);
    if (state === 'discarded') assert.equal(row.reason, NOT_TRUSTED);
    if (runs === 0) assert.equal(world.log.requests(hosts.tracked).length, seen, 'requests');
    assert.equal(await visit.run('consentGate.state().waiting'), 0);
  });
}

/**
 * Waits until the tag has run or, if it must not, until another one that was released after it has.
 * @param {Visit} visit @param {{ tracked: string }} hosts @param {number} runs
 */
async function ended(visit, { tracked }, runs) {
  if (runs > 0) await visit.ranWhen(tracked.split('.')[0]);
  await visit.run(
    ([src, nonce]) =>
      new Promise((onload) => {
        const script = document.createElement('script');
        document.head.append(Object.assign(script, { src, nonce, onload }));
      }),
    [`https://control.${tracked}/x.js`, NONCE],
  );
  await visit.idle();
}

describe('integrity', { concurrency: 3 }, () => {
  const digest = (/** @type {string} */ text) =>
    `sha384-${createHash('sha384').update(text).digest('base64')}`;
  for (const [where, make] of Object.entries({ static: staticTag, inserted: insertedTag })) {
    test(`integrity that fits, ${where}`, async () => {
      const { id, row, last } = await demanding(make, (id) => digest(scriptText(id)));
      assert.deepEqual([id.runs, row.state, id.event], [1, 'released', 'load']);
      assert.equal(last.headers['sec-fetch-mode'], 'cors');
      assert.ok(String(last.headers.origin).endsWith('.site.test'));
    });
    test(`integrity that does not fit, ${where}`, async () => {
      const { id, row } = await demanding(make, () => digest('something else'));
      assert.deepEqual([id.runs, row.state, id.event], [0, 'failed', 'error']);
    });
  }
});

/** @typedef {(attributes: Record<string, string>) => string} MakeTag */

/** @type {MakeTag} */
function staticTag(attributes) {
  const list = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`);
  return `<script ${list.join(' ')} onload="self.ended = 'load'" onerror="self.ended = 'error'"></script>`;
}

/** @type {MakeTag} */
function insertedTag(attributes) {
  return `<script>{
    const script = document.createElement('script');
    for (const [name, value] of ${JSON.stringify(Object.entries(attributes))}) script.setAttribute(name, value);
    script.onload = script.onerror = ({ type }) => { self.ended = type; };
    document.head.append(script);
  }</script>`;
}

/** @param {MakeTag} make @param {(id: string) => string} integrity */
async function demanding(make, integrity) {
  const hosts = world.hosts();
  const id = hosts.tracked.split('.')[0];
  const src = `https://${hosts.tracked}/x.js`;
  const tag = make({ src, crossorigin: 'anonymous', integrity: integrity(id) });
  return world.visit({ body: tag, site: hosts.site }, async (visit) => {
    await visit.idle();
    assert.deepEqual(await visit.order(), []);
    await visit.grantAll();
    await visit.page.waitForFunction('self.ended');
    await visit.idle();
    const [row] = await visit.run('consentGate.report()');
    const last = /** @type {any} */ (world.log.requests(hosts.tracked).at(-1));
    const event = await visit.run('ended');
    return { id: { runs: await visit.ran(id), event }, row, last };
  });
}
