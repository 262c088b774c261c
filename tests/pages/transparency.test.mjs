/**
 * @file With nothing tracked, the gate is not noticeable: the same values, exceptions, records, events and order, and
 * the same shape of every interface, in pages with and without it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ENGINE, startWorld } from './support/browser.mjs';
import { judge } from './support/expected.mjs';
import { cases, runCases } from './transparency/cases.mjs';
import { shapeOfRealm } from './transparency/shape.mjs';

const SKIP = process.env.GATE === 'none';

/** The differences that docs/limits.md lists. */
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
    outcomes = [await outcomesOf(false), await outcomesOf(true)];
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

/** Checks that a case has run and ended: otherwise it compares nothing. @param {string} id @param {unknown} lines */
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
const shape = (gate, inFrame) =>
  world.visit({ gate }, (visit) =>
    visit.run(shapeOfRealm, { inFrame, besides: VISIBLE, sorted: ENGINE !== 'chromium' }),
  );

/** @param {boolean} gate */
const outcomesOf = (gate) => runCases(world, (page, use) => world.visit({ ...page, gate }, use));
