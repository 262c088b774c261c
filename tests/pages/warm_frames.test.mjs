/**
 * @file A static frame whose host has a connection and a process already, since Chromium isolates sites. Its document
 * may run before the parser pauses, which is the first moment at which code of the page can run. Rewritten markup is
 * not affected.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { pageText } from './support/pages.mjs';
import { command } from './support/rewrite.mjs';
import { javascript } from './support/stand_ins.mjs';
import { test } from './support/test.mjs';

/** The parser parses one token without a pause, however long that takes. Meanwhile the frame's process runs. */
const LONG_TOKEN = `<svg><path d="${'M0 0L1 1'.repeat(500_000)}"/></svg>`;

/** Whether the frame runs first is a race. With this number of visits it happens at least once. */
const VISITS = 10;

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld({ flags: ['--site-per-process'] });
});

const folder = mkdtempSync(join(tmpdir(), 'warm-'));

after(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});

test('one tag: the frame can run before consent, and runs again after it', async () => {
  for (let i = 0; i < VISITS; i += 1) {
    const { early, all, requested } = await visited(false);
    assert.equal(all, early + 1, 'runs after consent');
    assert.ok(requested >= early, 'the server has seen what ran');
    if (early === 1) return;
  }
  assert.fail('the frame has waited in every visit: docs/limits.md says that it may not');
});

test('rewritten: no request before consent, and it runs once', async () => {
  for (let i = 0; i < 3; i += 1)
    assert.deepEqual(await visited(true), { early: 0, all: 1, requested: 0 });
});

/**
 * Returns how often the frame has run before consent and in all, and how often it was requested before.
 * @param {boolean} rewritten
 */
async function visited(rewritten) {
  const n = world.next();
  const [site, vendor] = [`s${n}.site.test`, `v${n}.vendor.test`];
  const open = holdSlowScript(site);
  const config = { vendors: { mine: { domains: [`${vendor}/held`], category: 'marketing' } } };
  const body = `<iframe src="https://${vendor}/free.html?id=free"></iframe><script src="/slow.js"></script>
    <iframe src="https://${vendor}/held/f.html?id=held"></iframe>${LONG_TOKEN}`;
  const given = pageText({ config, body });
  const text = rewritten ? rewrite(given, site, config) : given;
  return world.visit({ site, text, until: 'commit' }, async (visit) => {
    await visit.ranWhen('free');
    open();
    await visit.loaded();
    const [early, requested] = [await visit.ran('held'), heldRequests(vendor)];
    await visit.grantAll();
    await visit.ranWhen('held', early + 1);
    return { early, all: await visit.ran('held'), requested };
  });
}

/** @param {string} text @param {string} site @param {object} config */
function rewrite(text, site, config) {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  return command(['rewrite', '-', '-o', '-', '--site', `https://${site}`, '--config', file], text);
}

/** Delays the page's script, for which the parser waits, until the returned function is called. @param {string} site */
function holdSlowScript(site) {
  /** @type {() => void} */
  let open = () => {};
  const answer = new Promise((done) => (open = () => done(javascript(''))));
  world.server.on(site, ({ path }) =>
    path === '/slow.js' ? /** @type {any} */ (answer) : undefined,
  );
  return open;
}

/** @param {string} vendor */
const heldRequests = (vendor) =>
  world.log.requests(vendor).filter(({ path }) => path.startsWith('/held/')).length;
