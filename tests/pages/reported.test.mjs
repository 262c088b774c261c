/**
 * @file Reported pages, from `reported/`: each file is unchanged except for the gate's tag, at the
 * vendors' real hosts. They are visited without the gate, with the vendor's host blocked, and with the gate: before a
 * choice, after a grant, after a refusal, and with a refusal on record; with the original markup, and rewritten.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { BANNERS, ROWS } from './reported/rows.mjs';
import { startWorld } from './support/browser.mjs';
import { gateMarkup, RECORDER } from './support/pages.mjs';
import { controlled, part, record } from './support/question.mjs';
import { rewrite } from './support/rewrite.mjs';
import { NOTE } from './support/scenario.mjs';

/** @typedef {import('./reported/rows.mjs').Row} Row */
/** @typedef {import('./support/browser.mjs').Visit} Visit */

/**
 * The conditions of a visit. `vendor` is the response of its host.
 * @typedef {{ gate?: boolean, rewritten?: boolean, vendor?: 'blocked' | 'answers', site?: string, config?: object }}
 * How
 */

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

for (const [name, row] of Object.entries(ROWS)) {
  describe(name, () => {
    test('without the gate', () => isAs(row.marks, { gate: false }));
    test('blocked', () => isAs(row.blocked, { gate: false, vendor: 'blocked' }));
    for (const rewritten of row.isTemplate ? [false] : [false, true]) {
      const form = rewritten ? ', rewritten' : '';
      test(`granted${form}`, () => granted(name, row, { rewritten }));
      test(`refused${form}`, () => refused(name, row, { rewritten }));
      test(`refused on an earlier page${form}`, () => refusedEarlier(name, row, { rewritten }));
    }
  });

  /** @param {string[]} marks @param {How} how */
  function isAs(marks, how) {
    return visit(name, row, how, (page) => marked(page, marks, ''));
  }
}

describe('the banner', () => {
  for (const [name, state] of Object.entries(BANNERS))
    for (const rewritten of [false, true])
      for (const answer of ['accept', 'reject']) {
        const form = rewritten ? ', rewritten' : '';
        test(`${name}: ${answer}${form}`, () => answers(name, state, answer, { rewritten }));
      }
});

/** @param {string} name @param {Row} row @param {How} how */
async function granted(name, row, how) {
  const native = await visit(name, row, { gate: false }, async (page) => {
    await marked(page, row.marks, '');
    return errorsOf(page);
  });
  await visit(name, row, how, async (page, from) => {
    await marked(page, row.before, 'before a choice');
    if (how.rewritten && row.before !== row.marks)
      assert.deepEqual(requestsSince(from, row), [], 'requests of a rewritten page');
    await page.grantAll();
    await marked(page, row.granted ?? row.marks, 'after a grant');
    addsNone(await errorsOf(page), native);
  });
}

/** @param {string} name @param {Row} row @param {How} how */
async function refused(name, row, how) {
  const { before: early, refused: then = early, granted: all = [...then, ...row.marks] } = row;
  const native = await blocked(name, row);
  await visit(name, row, how, async (page) => {
    await marked(page, early, 'before a choice');
    await page.run('consentGate.denyAll()');
    await marked(page, then, 'after a refusal');
    await page.grantAll();
    await marked(page, all, 'after a refusal and a grant');
    addsNone(await errorsOf(page), native);
  });
}

/** @param {string} name @param {Row} row @param {How} how */
async function refusedEarlier(name, row, how) {
  const { before: early, refused: then = early, granted: all = [...then, ...row.marks] } = row;
  const native = await blocked(name, row);
  const { site } = world.hosts();
  await world.visit({ site }, (page) => page.run('consentGate.denyAll()'));
  await visit(name, row, { ...how, site }, async (page, from) => {
    await marked(page, then, 'with a refusal on record');
    if (how.rewritten && row.before !== row.marks)
      assert.deepEqual(requestsSince(from, row), [], 'requests of a rewritten page');
    await page.grantAll();
    await marked(page, all, 'after a grant');
    addsNone(await errorsOf(page), native);
  });
}

/** Returns the console messages if the vendor's host is blocked. @param {string} name @param {Row} row */
const blocked = (name, row) =>
  visit(name, row, { gate: false, vendor: 'blocked' }, async (page) => {
    await marked(page, row.blocked, 'blocked');
    return errorsOf(page);
  });

/**
 * Checks that the banner is shown after the page's changes, and that a press answers it.
 * @param {string} name @param {string} state an expression that is true after the page's changes
 * @param {string} answer @param {How} how
 */
async function answers(name, state, answer, how) {
  const config = { banner: { controller: 'Example shop', policy_url: '/privacy' } };
  await visit(name, {}, { ...how, config }, async (page) => {
    await page.page.waitForFunction(state);
    await part(page, answer).click();
    await controlled(page);
    assert.equal((await record(page)).method, 'banner');
    await page.run('consentGate.open()');
    await part(page, 'save').waitFor();
    assert.equal(await page.page.locator('consent-gate-banner').count(), 1, 'once');
    assert.deepEqual(page.errors, []);
  });
}

/**
 * Opens the page of a file.
 * @template T
 * @param {string} name @param {Partial<Row>} row @param {How} how
 * @param {(page: Visit, from: number) => Promise<T>} use `from` is the position in the server's log at which the visit
 * begins
 */
async function visit(name, row, { site = world.hosts().site, ...how }, use) {
  for (const [url, answer] of Object.entries(row.answers ?? {})) {
    const { host, pathname } = new URL(url.replace('SITE', `https://${site}`));
    const isBlocked = how.vendor === 'blocked' && host === row.vendor;
    world.server.put(host, pathname, isBlocked ? { refused: true } : answer);
  }
  const from = world.log.entries.length;
  return world.visit({ site, text: textOf(name, how, site) }, (page) => use(page, from));
}

/** @param {string} name @param {How} how @param {string} site */
function textOf(name, { gate = true, rewritten = false, config }, site) {
  const file = readFileSync(new URL(`reported/${name}.html`, import.meta.url), 'utf8');
  const first = (gate ? gateMarkup({ config }) : '') + RECORDER + NOTE;
  const text = withGate(file, first);
  return rewritten ? rewrite(text, site) : text;
}

/**
 * Inserts the gate at the position in the file, else first in its head, else before the text.
 * @param {string} file @param {string} first
 */
function withGate(file, first) {
  if (file.includes('<!--GATE-->'))
    return file.replace('<!--GATE-->', () => first).replace('<!--NOTE-->', '');
  if (/^<!doctype html><script/i.test(file))
    return file.replace('<script', () => `${first}<script`);
  return file.startsWith('<!doctype html><html><head>')
    ? file.replace('<head>', () => `<head>${first}`)
    : first + file;
}

/** @param {Visit} page @param {string[]} marks @param {string} when */
async function marked(page, marks, when) {
  await page.loaded();
  await page.ranWhen(null, marks.length);
  await page.idle();
  const order = await page.order();
  assert.deepEqual(order.map(withoutTime), marks, when);
}

/**
 * Removes the seconds from a mark: a refusal ends a request earlier than the timeout of held ones.
 * @param {string} mark
 */
const withoutTime = (mark) => mark.replace(/ after [0-5] s$/, '');

/** @param {number} from @param {Row} row */
const requestsSince = (from, { vendor }) =>
  world.log.requests((entry) => entry.seq >= from && entry.host === vendor).map(({ path }) => path);

/** @param {Visit} page */
async function errorsOf(page) {
  await page.heard();
  return page.errors;
}

/** @param {string[]} errors @param {string[]} native */
function addsNone(errors, native) {
  const added = errors.filter((error) => !native.includes(error));
  assert.deepEqual(added, [], 'errors with the gate alone');
}
