/**
 * @file Consent signals for vendors: the queue when a vendor's script runs, in which order, and the entries after every
 * change. The vendor's script is a stand-in that records the queue and then replaces it, as the real one does. The
 * loaders are those of npm, and the vendors' snippets.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { bundle } from './loaders/bundle.mjs';
import { CASES } from './signals/cases.mjs';
import { ALL, GRANT, consent, tag } from './signals/words.mjs';
import { startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';
import { javascript } from './support/stand_ins.mjs';

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** @type {[string, string, string[]][]} */
const LOADERS = [
  [
    'react-gtm-module',
    'import tag from "react-gtm-module"; tag.initialize({ gtmId: "GTM-1" });',
    ['gtm.js'],
  ],
  ['react-ga4', 'import ga from "react-ga4"; ga.initialize("G-1");', ['js', 'config']],
];

// One after another: the vendors' hosts are the real ones, and each case gives them other responses.
describe('signals to vendors', { concurrency: 1 }, () => {
  for (const [name, it] of Object.entries(CASES)) test(name, () => tellsAsSaid(it));

  test('without a Google tag, no global is made or watched', async () => {
    const body = tag('https://livechat.infobip.com/widget.js');
    await world.visit({ body, until: 'load' }, async (visit) => {
      await visit.run(GRANT);
      assert.deepEqual(
        await visit.run(
          '["dataLayer", "uetq", "clarity", "fbq", "ttq"].filter((it) => it in window)',
        ),
        [],
      );
    });
  });

  for (const [name, code, wanted] of LOADERS)
    test(`${name} from npm`, async () => {
      world.server.on('www.googletagmanager.com', () => javascript(TAKES_OVER('dataLayer')));
      const body = inline(await bundle(code));
      await world.visit({ body, config: {} }, async (visit) => {
        await visit.run(GRANT);
        await visit.ranWhen('vendor');
        const found = await visit.run('found');
        assert.deepEqual(found.slice(0, 2), [
          consent('default', ...ALL),
          consent('update', ...ALL),
        ]);
        assert.deepEqual(
          found.slice(2).map((/** @type {any} */ entry) => entry[0] ?? entry.event),
          wanted,
        );
      });
    });
});

/** @param {import('./signals/cases.mjs').Case} it */
async function tellsAsSaid({ url, global, body, config, gpc, before: first, found, then = [] }) {
  world.server.on(new URL(url).hostname, () => javascript(TAKES_OVER(global)));
  const objects =
    'Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true });';
  const page = { config, body, before: gpc ? inline(objects) : '' };
  await world.visit({ ...page, until: 'load' }, async (visit) => {
    if (first) await visit.run(first);
    await visit.ranWhen('vendor');
    assert.deepEqual(await visit.run('found'), found, 'when the script runs');
    assert.equal(
      await visit.run('wrongForm'),
      0,
      'entries of Consent Mode that are no arguments objects',
    );
    for (const [code, added] of then) {
      await visit.run(`told.length = 0; ${code}`);
      assert.deepEqual(await visit.run('told'), added, code);
    }
    assert.deepEqual(visit.errors, []);
  });
}

/** A stand-in for a vendor's script: records the queue as found, then every later entry. @param {string} global */
const TAKES_OVER = (global) => `
  var target = self.${global}, isArguments = (it) => Object.prototype.toString.call(it) === '[object Arguments]';
  var queue = target.q ?? target.queue ?? target ?? [], told = [];
  var plain = (it) => isArguments(it) ? [...it] : it;
  var found = [...queue].map(plain), wrongForm = [...queue].filter((it) => Array.isArray(it) && it[0] === 'consent' && '${global}'.endsWith('ayer')).length;
  var hear = (...words) => void told.push(words);
  if (typeof target === 'function') {
    if (target.queue) target.callMethod = hear;
    else self.${global} = hear;
  } else if (target.methods) for (const name of target.methods) target[name] = () => hear(name);
  else if ('${global}' === 'uetq') self.uetq = { push: (...words) => told.push(...words) };
  else target.push = (...entries) => void told.push(...entries.map(plain));
  __ran.push({ id: 'vendor' }); __marked();`;
