/**
 * @file URLs in the text of code, in each spelling that JavaScript allows. A worker whose text has a tracked URL is
 * held. The host begins with letters that are hexadecimal digits, so that an escape that is read too far hides it.
 */
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { test } from './support/test.mjs';

/** The text of the code for `https://HOST/x.js`. `%` is replaced by the host. @type {Record<string, string>} */
const SPELLINGS = {
  plain: String.raw`"https://%/x.js"`,
  'without a scheme': String.raw`"https:" + "//%/x.js"`,
  'escaped slashes': String.raw`"https:\/\/%\/x.js"`,
  'slashes of two digits': String.raw`"https:\x2f\x2F%\x2fx.js"`,
  'slashes of four digits': String.raw`"https:\u002F\u002F%\u002Fx.js"`,
  'slashes of four digits, lower case': String.raw`"https:\u002f\u002f%\u002fx.js"`,
  'slashes of code points': String.raw`"https:\u{2f}\u{00002F}%\u{2f}x.js"`,
  'octal slashes': String.raw`"https:\57\57%\57x.js"`,
  'an escaped letter of the scheme': String.raw`"\u0068ttps://%/x.js"`,
  'a line continuation': String.raw`"https://` + '\\\n' + String.raw`%/x.js"`,
};

/** @type {import('./support/browser.mjs').World} */
let world;
before(async () => {
  world = await startWorld();
});
after(() => world.close());

describe('URLs in code', { concurrency: 4 }, () => {
  for (const [name, spelling] of Object.entries(SPELLINGS)) {
    test(name, async () => {
      const { site } = world.hosts();
      await world.visit({ site }, async (visit) => {
        assert.deepEqual(await states(visit, spelling, 'connect.facebook.net'), ['waiting']);
      });
    });
  }

  test('what no rule knows is not held', async () => {
    const { site } = world.hosts();
    await world.visit({ site }, async (visit) => {
      for (const spelling of Object.values(SPELLINGS))
        assert.deepEqual(await states(visit, spelling, 'connect.example.net'), []);
    });
  });
});

/**
 * Starts a worker, and returns the states of its requests in the report of the page.
 * @param {import('./support/browser.mjs').Visit} visit @param {string} spelling @param {string} host
 */
async function states(visit, spelling, host) {
  const code = `const url = ${spelling.replaceAll('%', host)}`;
  const url = `URL.createObjectURL(new Blob([${JSON.stringify(code)}]))`;
  await visit.run(`void new Worker(${url})`);
  const rows = await visit.run('consentGate.report()');
  return rows.map((/** @type {{ state: string }} */ { state }) => state);
}
