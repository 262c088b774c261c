/**
 * @file The entry for bundlers, and `examples/spa`, which uses it: a single-page app whose routes add and remove held
 * elements.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bundleInto } from '../../examples/spa/build.mjs';
import { startWorld } from './support/browser.mjs';
import { javascript } from './support/stand_ins.mjs';

/** @type {import('./support/browser.mjs').World} */
let world;
/** @type {string} */
let folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'consent-gate-spa-'));
  await bundleInto(folder);
  world = await startWorld();
});

after(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

const MODULE = new URL('../../dist/consent-gate.mjs', import.meta.url);
const files = { '/consent-gate.mjs': javascript(readFileSync(MODULE)) };
const IMPORT = `<script type="module">
  import gate, { consentGate, ready } from "/consent-gate.mjs";
  self.same = [gate === window.consentGate, consentGate === gate, (await ready) === gate];
</script>`;

test('the module exports the gate of the classic file', async () => {
  await world.visit({ files, body: IMPORT, until: 'load' }, async (visit) => {
    assert.deepEqual(await visit.run('same'), [true, true, true]);
    assert.deepEqual(visit.errors, []);
  });
});

test('without wasm it is ready after the fallback has loaded', async () => {
  const headers = { 'content-security-policy': "script-src 'self' 'unsafe-inline'" };
  const body = IMPORT.replace('self.same', 'self.engine = consentGate.state().engine; self.same');
  await world.visit({ files, headers, body, until: 'load' }, async (visit) => {
    assert.deepEqual(
      [await visit.run('engine'), await visit.run('same')],
      ['js', [true, true, true]],
    );
  });
});

test('without the classic file it throws with the remedy', async () => {
  await world.visit({ files, gate: false, body: IMPORT, until: 'load' }, async (visit) => {
    assert.equal(visit.errors.length, 1);
    assert.match(
      visit.errors[0],
      /consent-gate\.js has not run on this page: put its <script> tag first/,
    );
  });
});

test('on a server it exports undefined, and does not throw', async () => {
  const { consentGate, ready } = await import(MODULE.href);
  assert.deepEqual([consentGate, await ready], [undefined, undefined]);
});

test('examples/spa: routes add and remove held elements', async () => {
  const { site } = world.hosts();
  const page = { site, text: readFileSync(join(folder, 'index.html'), 'utf8') };
  const app = { '/app.js': javascript(readFileSync(join(folder, 'app.js'))) };
  await world.visit({ ...page, files: app, until: 'load' }, async (visit) => {
    const go = async (/** @type {string} */ path, /** @type {string} */ title) => {
      await visit.page.click(`a[href="#${path}"]`);
      await visit.page.locator('h1', { hasText: title }).waitFor();
    };
    const states = async (/** @type {string} */ host) => {
      const rows = await visit.run('consentGate.report()');
      return rows
        .filter((/** @type {any} */ it) => it.url.includes(host))
        .map((/** @type {any} */ it) => it.state);
    };
    const asked = (/** @type {string} */ host, /** @type {string} */ path) =>
      world.log.requests(host).filter((entry) => entry.path.startsWith(path)).length;
    const maps = () => asked('www.google.com', '/maps/embed');
    const tags = () => asked('www.clarity.ms', '/tag/example');

    await go('/map', 'Map');
    assert.deepEqual(await states('google.com/maps'), ['waiting']);
    await go('/', 'Home');
    assert.deepEqual(await states('google.com/maps'), ['discarded'], 'its route is gone');
    await visit.run('consentGate.grant("functional")');
    await visit.idle();
    assert.equal(maps(), 0, 'nothing is released that is not there any more');

    await go('/map', 'Map');
    await world.log.when(() => maps() === 1, { what: 'the map, allowed by now' });
    await go('/numbers', 'Numbers');
    assert.match(await visit.page.innerText('section'), /Not measured/);
    assert.deepEqual([await states('clarity.ms'), tags()], [['waiting'], 0]);
    await visit.run('consentGate.grant("analytics")');
    await world.log.when(() => tags() === 1, { what: 'the tag of the route' });
    await visit.page.getByText('Measured.', { exact: true }).waitFor();
    assert.deepEqual(visit.errors, []);
  });
});
