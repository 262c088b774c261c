/**
 * @file With nothing tracked the gate is not there: the same values, exceptions, records, events and
 * order, and the same shape of every interface, in pages with and without it.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { IN_FIREFOX, startWorld } from './support/browser.mjs';
import { judge } from './support/expected.mjs';
import { inline } from './support/pages.mjs';
import { javascript } from './support/stand_ins.mjs';
import { shapeOfRealm } from './transparency/shape.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

const SKIP = process.env.GATE === 'none';

/** What the README lists as visible. */
const VISIBLE = ['consentGate'];

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('cases', () => {
  /** @type {Record<string, unknown>[]} */
  let outcomes;
  before(async () => {
    outcomes = [await runCases(false), await runCases(true)];
    for (const [id] of cases()) expectEnd(id, outcomes[0][id]);
  });
  for (const [id] of cases()) {
    test(id, { skip: SKIP }, () =>
      judge(`transparency: ${id}`, async () => assert.deepEqual(outcomes[1][id], outcomes[0][id])),
    );
  }
  test('errors', { skip: SKIP }, () => {
    const [bare, gated] = outcomes.map(({ errors }) => /** @type {string[]} */ (errors));
    assert.deepEqual(
      gated.filter((error) => !bare.includes(error)),
      [],
    );
  });
});

/** A case that does not run, or does not end, compares nothing. @param {string} id @param {unknown} lines */
function expectEnd(id, lines) {
  assert.ok(lines, `${id} does not run without a gate`);
  assert.ok(!JSON.stringify(lines).includes('no end within'), `${id} does not end without a gate`);
}

describe('shape', () => {
  for (const inFrame of [false, true]) {
    const name = inFrame ? 'of a frame' : 'of the page';
    test(name, { skip: SKIP }, () =>
      judge(`shape: ${name}`, async () => {
        const [bare, gated] = [await shape(false, inFrame), await shape(true, inFrame)];
        const keys = new Set([...Object.keys(bare), ...Object.keys(gated)]);
        const differing = [...keys].filter((key) => bare[key] !== gated[key]);
        assert.deepEqual(
          differing.map((key) => `${key}: ${bare[key]} → ${gated[key]}`),
          [],
        );
      }),
    );
  }
});

/** @param {boolean} gate @param {boolean} inFrame  @returns {Promise<Record<string, string>>} */
function shape(gate, inFrame) {
  return world.visit({ gate }, (visit) =>
    visit.run(shapeOfRealm, { inFrame, besides: VISIBLE, sorted: IN_FIREFOX }),
  );
}

/**
 * Runs all cases in one page, one after another.
 * @param {boolean} gate
 * @returns {Promise<Record<string, unknown>>}
 */
async function runCases(gate) {
  const { site, untracked } = world.hosts();
  world.server.on(site, ({ path }) => siteScript(path));
  world.server.put(site, '/frame.html', '<!doctype html><title>frame</title><p>frame');
  const body = inline(harness(untracked)) + cases().map(inlineCase).join('\n');
  return world.visit({ body, gate, site, until: 'load' }, async (visit) => {
    const outcome = await visit.run('runCases()');
    const text = JSON.stringify(outcome).replaceAll(site, 'site').replaceAll(untracked, 'free');
    return { ...JSON.parse(text), errors: visit.errors.map((it) => it.replaceAll(site, 'site')) };
  });
}

/** `/log/ID?text=…&delay=…` logs its id and does the text. @param {string} path */
function siteScript(path) {
  const { pathname, searchParams } = new URL(path, 'https://site.invalid');
  if (pathname === '/missing-404.js') return { status: 404 };
  if (!pathname.startsWith('/log/')) return undefined;
  const answer = javascript(
    `log(${JSON.stringify(pathname.slice(5))});${searchParams.get('text')}`,
  );
  const delay = Number(searchParams.get('delay'));
  return delay ? new Promise((resolve) => setTimeout(resolve, delay, answer)) : answer;
}

/** @param {string[]} row @param {number} n */
function inlineCase([id, code], n) {
  return inline(`cases.push([${JSON.stringify(id)}, ${n}, async (c, uid) => { ${code} }]);`);
}

/** What the cases are written with, and the loop that runs them. @param {string} untracked */
function harness(untracked) {
  return `var cases = [], lines = [], observers = [];
  var E = (name) => document.createElement(name);
  var show = (value) => value === undefined ? "undefined" : value instanceof Node || typeof value === "function" ? String(value) : value;
  var log = (...values) => { lines.push(values.map(show)); };
  var once = (target, type) => new Promise((done) => target.addEventListener(type, done, { once: true }));
  var url = (id, text = "", delay = 0) => "/log/" + id + "?" + new URLSearchParams({ text, delay });
  var free = (id) => "https://${untracked}/" + id + ".js";
  var watch = (target) => {
    const observer = new MutationObserver((records) => records.forEach((it) => log("record", it.type, it.target.localName,
      it.attributeName, it.oldValue, [...it.addedNodes].map((node) => node.nodeName), [...it.removedNodes].map((node) => node.nodeName))));
    observer.observe(target, { childList: true, subtree: true, attributes: true, characterData: true, attributeOldValue: true });
    observers.push(observer);
  };
  var late = () => new Promise((_, fail) => setTimeout(fail, 3000, new Error("no end within 3 s")));
  var turn = () => new Promise((done) => setTimeout(done));
  var runCases = async () => {
    const outcome = self.outcome = {};
    for (const [id, n, code] of cases) {
      const container = document.body.appendChild(E("div"));
      try { log("returned", await Promise.race([code(container, n), late()])); } catch (error) { log("threw", error.constructor.name, error.name, error.message); }
      await turn();
      observers.splice(0).forEach((observer) => observer.disconnect());
      outcome[id] = lines.splice(0);
      container.remove();
    }
    return outcome;
  };`;
}

/** @returns {string[][]} id and code of each case */
function cases() {
  const text = readFileSync(new URL('transparency/cases.txt', import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return rows.map((row) => {
    const [id, ...code] = row.split(' | ');
    return [id.trim(), code.join(' | ').trim()];
  });
}
