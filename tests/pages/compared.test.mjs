/**
 * @file Calls from `compared/calls.txt`, each made in a page without the gate and in one with it, before consent. The
 * value, the exception and the order in which the browser reads the arguments must be the same.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { judge } from './support/expected.mjs';

/** @typedef {{ value: string, error: string, reads: string[] }} Outcome */

const SKIP = process.env.GATE === 'none';

/** Rows: id and expression. */
const CALLS = readFileSync(new URL('compared/calls.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => /** @type {RegExpExecArray} */ (/^(\S+)\s*\| (.*)$/.exec(line)).slice(1, 3));

/** @type {import('./support/browser.mjs').World} */
let world;
/** @type {Record<string, Outcome>[]} */
let outcomes;

before(async () => {
  world = await startWorld();
  outcomes = [await play(false), SKIP ? {} : await play(true)];
});

after(() => world.close());

/**
 * Makes all calls in one page.
 * @param {boolean} gate
 */
function play(gate) {
  const { site, tracked } = world.hosts();
  return world.visit({ gate, site }, async (visit) => {
    /** @type {Record<string, Outcome>} */
    const all = await visit.run(makeCalls, { calls: CALLS, url: `https://${tracked}/x.js` });
    return JSON.parse(
      JSON.stringify(all).replaceAll(tracked, 'tracked.test').replaceAll(site, 'site.test'),
    );
  });
}

/**
 * Runs in the page.
 * @param {{ calls: string[][], url: string }} input
 */
function makeCalls({ calls, url }) {
  /** @type {string[]} */
  let reads = [];
  const make = (/** @type {string} */ name) => document.createElement(name);
  const scope = {
    u: url,
    spy: (/** @type {string} */ name, /** @type {any} */ value) => ({
      toString: () => (reads.push(`${name} as text`), value),
      valueOf: () => (reads.push(`${name} as value`), value),
    }),
    reads(/** @type {string} */ name, /** @type {any} */ object) {
      for (const [key, value] of Object.entries(object))
        Object.defineProperty(object, key, { get: () => (reads.push(`${name}.${key}`), value) });
      return object;
    },
    E: make,
    sheet: () => /** @type {any} */ (document.head.appendChild(make('style'))).sheet,
    blob: (/** @type {string} */ of) =>
      URL.createObjectURL(new Blob([`importScripts("${of}")`], { type: 'text/javascript' })),
  };
  const kindOf = (/** @type {any} */ value) =>
    value === null || typeof value !== 'object'
      ? `${typeof value} ${String(value)}`
      : Object.prototype.toString.call(value);
  /** @type {Record<string, any>} */
  const outcomes = {};
  for (const [id, code] of calls) {
    reads = [];
    const d = document.body.appendChild(make('div'));
    d.append(make('p'));
    const all = { ...scope, d };
    const body = code.startsWith('{ ') ? code : `return ${code}`;
    const outcome = { value: '', error: '', reads };
    try {
      const value = new Function(...Object.keys(all), body)(...Object.values(all));
      if (value instanceof Promise) value.catch(() => {});
      outcome.value = kindOf(value);
    } catch (error) {
      const { name, message, constructor } = /** @type {any} */ (error);
      outcome.error = `${constructor.name} ${name}: ${message}`;
    }
    d.remove();
    outcomes[id] = outcome;
  }
  return outcomes;
}

describe('compared calls', () => {
  for (const [id] of CALLS) {
    test(id, { skip: SKIP }, () =>
      judge(`compared: ${id}`, async () => {
        assert.ok(!/^SyntaxError SyntaxError: (?!Failed)/.test(outcomes[0][id].error), 'no code');
        assert.deepEqual(outcomes[1][id], outcomes[0][id]);
      }),
    );
  }
  test('half of the calls end by an exception, half by a value', { skip: SKIP }, () => {
    const failing = CALLS.filter(([id]) => outcomes[0][id].error).length;
    assert.ok(failing > CALLS.length / 4 && failing < (CALLS.length * 3) / 4, `${failing}`);
  });
});
