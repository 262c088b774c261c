/** @file The gate with other vendor tables: the output of `consent-gate build`, and the full table. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startWorld } from './support/browser.mjs';
import { javascript } from './support/stand_ins.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'consent-gate-'));

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(async () => {
  await world.close();
  rmSync(folder, { recursive: true });
});

const OWN = `id = "own-statistics"
name = "Own statistics"
website = "https://numbers.example"
category = "analytics"
consent_required = true
reason = "Counts."
domains = ["numbers.example"]
checked = 2026-11-21
sources = [{ kind = "vendor-docs", url = "https://numbers.example/", checked = 2026-11-21 }]
`;

/** The requests of each gate before a consent. @type {[string, string[], Record<string, string | null>][]} */
const CASES = [
  [
    'chosen vendors and an own one',
    ['--vendors', 'infobip', '--with', join(folder, 'own-statistics.toml')],
    {
      'https://numbers.example/x.js': 'own-statistics',
      'https://s3.eu-central-1.amazonaws.com/portal-cdn-production/people-events-sdk/pe.js':
        'infobip',
      'https://www.clarity.ms/tag/x': null,
    },
  ],
  [
    'everything',
    ['--full'],
    {
      'https://www.clarity.ms/tag/x': 'microsoft-clarity',
      'https://cdn.pendo.io/agent/static/x/pendo.js': 'pendo.io',
      'https://cdn.hadronid.net/hadron.js': 'audigent',
      'https://u.example-cdn.test/x.js': null,
    },
  ],
  [
    'everything under another name',
    ['--full', '--name', 'kind-page'],
    { 'https://cdn.pendo.io/agent/static/x/pendo.js': 'pendo.io' },
  ],
];

for (const [name, args, expected] of CASES) {
  test(name, async () => {
    writeFileSync(join(folder, 'own-statistics.toml'), OWN);
    const out = join(folder, name.replaceAll(' ', '-'));
    const binary = join(ROOT, 'target/debug/consent-gate');
    execFileSync(binary, ['build', ...args, '--from', join(ROOT, 'dist'), '-o', out]);
    const as = args.includes('--name') ? 'kind-page.js' : 'consent-gate.js';
    const gate = { '/built.js': javascript(readFileSync(join(out, as))) };
    const page = { gateTag: '<script src="/built.js"></script>', files: gate };
    const urls = Object.keys(expected);
    const asked = (/** @type {string} */ url) => world.log.requests(new URL(url).host).length;
    const before = urls.map(asked); // Another table allows some of them.
    await world.visit(page, async (visit) => {
      await visit.run((/** @type {string[]} */ list) => {
        for (const src of list)
          document.head.append(Object.assign(document.createElement('script'), { src }));
      }, urls);
      const rows = await visit.run('consentGate.report()');
      const held = rows.filter((/** @type {any} */ row) => row.state === 'waiting');
      const found = Object.fromEntries(
        urls.map((url) => [
          url,
          held.find((/** @type {any} */ row) => row.url === url)?.vendor ?? null,
        ]),
      );
      assert.deepEqual(found, expected);
      for (const url of urls.filter((it) => expected[it] === null))
        await world.log.when(new URL(url).host);
      const tracked = urls.filter((it) => expected[it] !== null);
      assert.deepEqual(
        tracked.map(asked),
        tracked.map((url) => before[urls.indexOf(url)]),
      );
      assert.deepEqual(visit.errors, []);
    });
  });
}
