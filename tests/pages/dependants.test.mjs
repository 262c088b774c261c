/**
 * @file Code that depends on a held library, from `dependants/`. Before a choice it waits and nothing throws. After a
 * consent it runs once and in order. After a refusal the state is that before the choice. Each page is also visited
 * without the gate, and with the library's host blocked.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LIBRARIES } from './dependants/libraries.mjs';
import { ROWS } from './dependants/rows.mjs';
import { startWorld } from './support/browser.mjs';
import { judge } from './support/expected.mjs';
import { NOTE } from './support/scenario.mjs';
import { javascript } from './support/stand_ins.mjs';

/** @typedef {import('./dependants/rows.mjs').Row} Row */
/** @typedef {import('./support/browser.mjs').Visit} Visit */

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('dependants', { concurrency: 3 }, () => {
  for (const [name, row] of Object.entries(ROWS)) {
    test(name, () => judge(`dependants: ${name}`, () => plays(row)));
  }
});

/** @param {Row} row */
async function plays(row) {
  const { marks, before: early = [], gated = marks } = row;
  const bare = await visit(row, { gate: false }, (page) => marksOf(page, marks.length));
  assert.deepEqual(bare.result, marks, 'the marks without the gate');
  assert.deepEqual(bare.errors, [], 'errors without the gate');
  if (process.env.GATE === 'none') return;
  const granted = await visit(row, {}, async (page) => {
    await waits(page, row);
    await page.grantAll();
    return marksOf(page, gated.length);
  });
  assert.deepEqual(granted.result, gated, 'the marks after consent');
  assert.deepEqual(granted.errors, [], 'errors with the gate');
  const refused = await visit(row, {}, async (page) => {
    await waits(page, row);
    await page.run('consentGate.denyAll()');
    await page.idle();
    const after = await page.order();
    await page.grantAll();
    return [after, await marksOf(page, (row.refused ?? gated).length)];
  });
  const last = row.refused ?? gated;
  const then = row.refused ? last.slice(0, last.indexOf('library')) : early;
  assert.deepEqual(refused.result, [then, last], 'the marks after a refusal, and a consent');
  const blocked = await visit(row, { gate: false, blocked: true }, async (page) => {
    await page.loaded();
    await page.idle();
  });
  const added = refused.errors.filter((error) => !blocked.errors.includes(error));
  assert.deepEqual(added, [], 'errors that the page has only with the gate');
}

/** @param {Visit} page @param {Row} row */
async function waits(page, { act, before: early = [] }) {
  await page.loaded();
  await page.idle();
  if (act) await page.run(act);
  await page.idle();
  assert.deepEqual(await page.order(), early, 'the marks before a choice');
  assert.deepEqual(page.errors, [], 'errors before a choice');
}

/** @param {Visit} page @param {number} count */
async function marksOf(page, count) {
  await page.ranWhen(null, count);
  await page.idle();
  return page.order();
}

/**
 * Opens the page of a row. A blocked library fails as one at a port that browsers block.
 * @template T
 * @param {Row} row
 * @param {{ gate?: boolean, blocked?: boolean }} how
 * @param {(page: Visit) => Promise<T>} use
 */
async function visit(row, { gate = true, blocked = false }, use) {
  const { site } = world.hosts();
  const { domain, code, config: usual } = LIBRARIES[row.library];
  const host = `l${world.next()}.${domain}`;
  for (const [path, text] of Object.entries(row.files ?? {}))
    world.server.put(site, path, javascript(text));
  world.server.put(host, '/lib.js', javascript(code));
  const url = `https://${host}${blocked ? ':1' : ''}/lib.js`;
  const fill = (/** @type {string} */ text) => text.replaceAll('LIB', url).replaceAll('SITE', site);
  const config = JSON.parse(fill(JSON.stringify({ ...usual, ...row.config })));
  const page = {
    head: NOTE + fill(row.head ?? ''),
    body: fill(row.body ?? ''),
    gate,
    config,
    site,
  };
  return world.visit(page, async (visited) => {
    const result = await use(visited);
    await visited.heard();
    return { result, errors: visited.errors };
  });
}
