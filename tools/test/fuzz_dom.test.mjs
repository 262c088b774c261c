/** @file The DOM fuzzer without a browser: a seed makes one case, cases are minimised, and differences are found. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { differences } from '../../tests/fuzz_dom/compare.mjs';
import { isDocumented } from '../../tests/fuzz_dom/documented.mjs';
import { generate } from '../../tests/fuzz_dom/generate.mjs';
import { minimise, smallerList } from '../../tests/fuzz_dom/minimise.mjs';
import { OPERATIONS, operationsAsCode } from '../../tests/fuzz_dom/operations.mjs';

/** @typedef {import('../../tests/fuzz_dom/generate.mjs').Step} Step */

test('a seed makes the same case every time, and another seed another one', () => {
  assert.deepEqual(generate(7, 'tracked', 60), generate(7, 'tracked', 60));
  assert.notDeepEqual(generate(7, 'tracked', 60), generate(8, 'tracked', 60));
});

test('every operation is code, has a unique id, and is generated', () => {
  const ids = OPERATIONS.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(Object.keys(new Function(`return ${operationsAsCode()}`)()), ids);
  const played = new Set();
  for (let seed = 0; seed < 300; seed += 1)
    for (const [, id] of generate(seed, 'untracked', 100).steps) played.add(id);
  assert.deepEqual(
    ids.filter((id) => !played.has(id)),
    [],
  );
});

test('a case has a tracked URL only if its mode has one', () => {
  const text = (mode) => JSON.stringify(generate(3, mode, 300).steps);
  assert.doesNotMatch(text('untracked'), /\{t:/);
  assert.match(text('tracked'), /\{t:/);
  for (const [, id, html] of generate(3, 'requests', 300).steps)
    if (id === 'static') assert.doesNotMatch(String(html), /\{t:/);
});

test('a list is minimised as long as it fails', async () => {
  const list = Array.from({ length: 50 }, (_, i) => i);
  const fails = async (it) => it.includes(3) && it.includes(41);
  assert.deepEqual(await smallerList(list, fails), [3, 41]);
});

test('a case is minimised to the steps and the argument that it needs', async () => {
  /** @type {Step[]} */
  const steps = [
    [0, 'static', '<p>'],
    [1, 'create-element', 'img'],
    [2, 'loaded'],
    [3, 'inner-html', '@1', '<p>a</p><img src="{t:1.png}" alt="b"><i>'],
    [4, 'remove', '@1'],
  ];
  const fails = async ({ steps: some }) =>
    some.some(([, id, , html]) => id === 'inner-html' && /<img.*\{t:1\.png\}/.test(html));
  const small = await minimise({ seed: 1, mode: 'requests', steps }, fails, 3);
  assert.deepEqual(small.steps, [[3, 'inner-html', '@box', '<img{t:1.png}']]);
});

/** The observations of a page, with one step. @param {object} [more] other fields */
const outcome = (more = {}) => ({
  before: { steps: [{ step: 1, id: 'remove', value: 'undefined', lines: [] }], later: {}, looks: ['tree'] },
  requests: [],
  early: [],
  late: [],
  ran: [],
  ...more,
}); // prettier-ignore

/** The expected findings, by the kind of the difference. @type {[string, object, import('../../tests/fuzz_dom/generate.mjs').Mode][]} */
const DIFFERENT = [
  ['value of remove', { before: { ...outcome().before, steps: [{ step: 1, id: 'remove', value: 'null', lines: [] }] } }, 'untracked'],
  ['events in remove', { before: { ...outcome().before, steps: [{ step: 1, id: 'remove', value: 'undefined', lines: ['x'] }] } }, 'untracked'],
  ['steps at remove', { before: { ...outcome().before, steps: [] } }, 'untracked'],
  ['later IMG#', { before: { ...outcome().before, later: { 'IMG#1': ['load'] } } }, 'untracked'],
  ['tree', { before: { ...outcome().before, looks: ['other tree'] } }, 'untracked'],
  ['requests', { requests: ['untracked/1.png'] }, 'tracked'],
  ['ran', { ran: ['1.js script'] }, 'untracked'],
  ['leak', { early: ['tracked/1.png'] }, 'requests'],
  ['doubled', { late: ['tracked/1.png', 'tracked/1.png'] }, 'requests'],
]; // prettier-ignore

for (const [kind, more, mode] of DIFFERENT) {
  test(`found: ${kind}`, () => {
    const given = { seed: 1, mode, steps: [] };
    const found = differences(given, outcome(), outcome(more));
    assert.deepEqual(
      found.map((it) => it.kind),
      [kind],
    );
    assert.equal(isDocumented(given, found[0]), false);
    assert.deepEqual(differences(given, outcome(), outcome()), []);
  });
}

test('only the order of attributes is ignored', () => {
  const given = generate(1, 'tracked', 1);
  const isPassed = (bare, gated) =>
    isDocumented(given, { kind: 'tree', without: `  <P ${bare}>`, with: `  <P ${gated}>` });
  assert.ok(isPassed('id="a" style="b"', 'style="b" id="a"'));
  assert.ok(!isPassed('id="a" style="b"', 'style="b" id="c"'));
  assert.ok(!isPassed('id="a" style="b"', 'id="a"'));
});
