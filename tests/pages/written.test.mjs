/**
 * @file Reads of written HTML and of markup in strings: the cases of `written/cases.txt`, each in a page without the
 * gate and in one with it.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { judge } from './support/expected.mjs';
import { inScript } from './support/pages.mjs';

const FILE = new URL('written/cases.txt', import.meta.url);
const wanted = process.env.CASES ?? '';

/** @returns {string[][]} id and code */
const cases = () =>
  readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split(/ \| (.*)/s).map((cell) => cell.trim()))
    .filter(([id]) => RegExp(wanted).test(id));

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('cases', { concurrency: 2 }, () => {
  for (const [id, code] of cases())
    test(id, () =>
      judge(`written: ${id}`, async () => {
        const bare = await outcome(code, false);
        assert.ok(bare.length > 0 && !bare[0].startsWith('thrown'), `${bare}: the case is wrong`);
        assert.deepEqual(await outcome(code, true), bare);
      }),
    );
});

/**
 * Returns the log of a case.
 * @param {string} code @param {boolean} gate
 * @returns {Promise<string[]>}
 */
async function outcome(code, gate) {
  const { tracked } = world.hosts();
  const url = (/** @type {string} */ file) =>
    JSON.stringify(`https://t.${tracked.slice(tracked.indexOf('.') + 1)}/${file}`);
  const body = `<script>
    var D = document, E = (name) => D.createElement(name), $ = (id) => D.getElementById(id), logged = [];
    var log = (...values) => values.forEach((value) => logged.push(JSON.stringify(value) ?? 'undefined'));
    try {
      ((c, u, j) => { ${inScript(code)} })(D.body.appendChild(E('div')), ${url('x.html')}, ${url('x.js')});
    } catch (error) { logged.unshift('thrown ' + error); }
  </script>`;
  return world.visit({ body, gate }, (visit) =>
    visit.run(() => /** @type {any} */ (globalThis).logged),
  );
}
