/** @file The console line about a script of the site that fails because a library is held. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';
import { javascript } from './support/stand_ins.mjs';

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** @param {string} body @param {object} [config] @param {string} [head] */
async function hints(body, config = {}, head = '') {
  const { site } = world.hosts();
  world.server.put(
    site,
    '/js/init.js',
    javascript("setTimeout(go); go();\nfunction go() { new Vimeo.Player('x'); }"),
  );
  const page = {
    body: `<script src="https://player.vimeo.com/api/player.js"></script>${body}`,
    config,
    head,
    site,
  };
  return world.visit(page, async (visit) => {
    await visit.loaded();
    await visit.idle();
    await visit.heard();
    const lines = visit.errors.filter((line) => line.includes('Consent Gate'));
    return lines.map((line) => line.replaceAll(site, 'SITE'));
  });
}

const OWN = '<script src="/js/init.js?v=1"></script>';

test('a file is named once, with the line for the config', async () => {
  const lines = await hints(OWN);
  assert.equal(lines.length, 1, lines.join('\n'));
  assert.match(lines[0], /https:\/\/SITE\/js\/init\.js:2 fails because "vimeo" is held/);
  assert.ok(lines[0].includes('"dependents": [{"src":"/js/init.js","vendor":"vimeo"}]'), lines[0]);
});

test('the hint for an inline script in front of the tag names the attribute', async () => {
  const lines = await hints('', {}, inline("addEventListener('load', () => new Vimeo.Player(1))"));
  assert.equal(lines.length, 1, lines.join('\n'));
  assert.match(lines[0], /add data-consent="vimeo" to its tag/);
});

test('a file in the config is held, and nothing is reported', async () => {
  assert.deepEqual(await hints(OWN, { dependents: ['/js/init.js'] }), []);
});

test('an error about something else is not explained', async () => {
  assert.deepEqual(await hints(inline('setTimeout(() => nothing.at.all)')), []);
});
