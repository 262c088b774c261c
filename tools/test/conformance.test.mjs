/** @file The table of `./build.sh bench conformance`, and markup as the tools' documentation requires it. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { editTags } from '../bench/conformance/edit.mjs';
import { NO_TOOL, PEERS } from '../bench/conformance/peers.mjs';
import { letter, startAll, sum, sumLoaders, sumOrders, table } from '../bench/conformance/rows.mjs';
import { sampleOf, spread } from '../bench/conformance/sample.mjs';

const BOGUS = { ...NO_TOOL, name: 'no-such-tool' };

test('a tool that does not start is a row, and the others are measured', async () => {
  const [ours] = PEERS;
  const { started, rows } = await startAll([NO_TOOL, BOGUS, ours], async (tool) => {
    if (tool === BOGUS) throw new Error('node_modules/no-such-tool is missing\nat somewhere');
    return tool;
  });
  assert.deepEqual(started, [NO_TOOL, ours]);
  const problem = 'did not start: node_modules/no-such-tool is missing';
  assert.deepEqual(
    rows.map((row) => row.problem),
    [undefined, problem, undefined],
  );
  rows[2].total = sum([{ before: 'stopped', after: true, control: true }]);
  const lines = table({ sampled: false, tried: 9, all: 9, tools: rows, outcomes: {} }).split('\n');
  assert.match(line(lines, BOGUS.name), new RegExp(`^\\| no-such-tool +\\| ${problem} `));
  assert.match(line(lines, ours.name), /^\| consent-gate +\| 1 +\| 0 +\| 0 +\| 1 of 1 +\| 0 of 1 /);
});

/** @param {string[]} lines @param {string} name */
const line = (lines, name) => lines.find((it) => it.startsWith(`| ${name}`)) ?? '';

test('a sample is marked as a sample', () => {
  const data = { tried: 5, all: 9, tools: [], outcomes: {} };
  assert.match(table({ ...data, sampled: true }), /a sample of 5 of the 9 vectors/);
  assert.doesNotMatch(table({ ...data, sampled: false, tried: 9 }), /sample/);
});

/** Outcomes, their letters, and where they count. */
const OUTCOMES = /** @type {const} */ ([
  ['S', { before: 'stopped', after: true }, ['stopped', 'loaded']],
  ['s', { before: 'stopped', after: false }, ['stopped']],
  ['F', { before: 'fetched', after: true }, ['fetched', 'ranLater']],
  ['f', { before: 'fetched', after: false }, ['fetched']],
  ['L', { before: 'leaked' }, ['leaked']],
  ['L', { before: 'leaked', brokeControl: true }, ['leaked', 'brokeControl']],
  ['-', undefined, ['failed']],
]);

for (const [expected, outcome, counts] of OUTCOMES) {
  test(`${JSON.stringify(outcome)} is ${expected} and counts as ${counts}`, () => {
    assert.equal(letter(outcome), expected);
    const { of, controls, ...sums } = sum([outcome && { ...outcome, control: true }]);
    assert.deepEqual([of, controls], [1, outcome ? 1 : 0]);
    const counted = Object.entries(sums).filter(([, count]) => count === 1);
    assert.deepEqual(counted.map(([name]) => name).sort(), [...counts].sort());
  });
}

test('a row without a control cannot break it', () => {
  const { controls, brokeControl } = sum([
    { before: 'leaked', brokeControl: true, control: false },
  ]);
  assert.deepEqual([controls, brokeControl], [0, 0]);
});

test('orders and loaders are summed up', () => {
  assert.deepEqual(sumOrders(['kept', 'early', 'kept', 'other']), {
    of: 4,
    kept: 2,
    other: 1,
    early: 1,
  });
  const loaders = [
    { name: 'a', settled: true, held: true },
    { name: 'b', settled: false, held: false },
    { name: 'free', settled: true },
  ];
  const sums = { of: 3, settled: 2, holdable: 2, held: 1, open: ['b'] };
  assert.deepEqual(sumLoaders(loaders), sums);
});

const U = 'https://t.doubleclick.net/x';

/** A tool, markup, and the markup that its documentation requires. */
const EDITS = [
  [
    'klaro',
    `<script src="${U}.js"></script>`,
    `<script type="text/plain" data-type="text/javascript" data-name="marketing" data-src="${U}.js"></script>`,
  ],
  [
    'klaro',
    `<script type="module" src=${U}.js></script>`,
    `<script type="text/plain" data-type="module" data-name="marketing"  data-src=${U}.js></script>`,
  ],
  [
    'klaro',
    `<img alt="" src="${U}.png">`,
    `<img data-name="marketing" alt="" data-src="${U}.png">`,
  ],
  ['klaro', `<img srcset="${U}.png 1x">`, `<img srcset="${U}.png 1x">`],
  ['klaro', `<a href="${U}">a</a>`, `<a href="${U}">a</a>`],
  [
    'vanilla-cookieconsent',
    `<script>load("${U}")</script>`,
    `<script type="text/plain" data-category="marketing">load("${U}")</script>`,
  ],
  ['vanilla-cookieconsent', `<iframe src="${U}"></iframe>`, `<iframe src="${U}"></iframe>`],
  [
    'c15t',
    `<iframe src="${U}"></iframe>`,
    `<iframe data-category="marketing" data-src="${U}"></iframe>`,
  ],
  [
    'c15t',
    `<script src="${U}.js"></script>`,
    `<script>(self.declared ??= []).push({"src":"${U}.js"});</script>`,
  ],
  [
    'c15t',
    `<script src="https://free.test/x.js"></script>`,
    `<script src="https://free.test/x.js"></script>`,
  ],
  [
    'yett',
    `<script async src="${U}.js"></script>`,
    `<script type="javascript/blocked" async src="${U}.js"></script>`,
  ],
  [
    '@freshjuice/zest',
    `<script src="${U}.js"></script>`,
    `<script data-consent-category="marketing" src="${U}.js"></script>`,
  ],
  [
    'vanilla-cookieconsent',
    `<iframe srcdoc="<script src=${U}></script>"></iframe>`,
    `<iframe srcdoc="<script src=${U}></script>"></iframe>`,
  ],
  [
    'klaro',
    '<script>new google.maps.Map()</script>',
    '<script type="text/plain" data-type="text/javascript" data-name="marketing">new google.maps.Map()</script>',
  ],
];

for (const [name, markup, expected] of EDITS) {
  test(`${name}: ${markup}`, () => {
    const edit = PEERS.find((tool) => tool.name === name)?.edit;
    assert.ok(edit);
    assert.equal(editTags(markup, /doubleclick\.net/, edit), expected);
  });
}

test('a sample has the given number of each class, evenly spread', () => {
  const items = Array.from({ length: 100 }, (_, n) => ({ group: n < 90 ? 'many' : 'few', n }));
  const numbers = sampleOf(items, 9).map(({ n }) => n);
  assert.deepEqual(numbers.slice(0, 9), [0, 10, 20, 30, 40, 50, 60, 70, 80]);
  assert.deepEqual(numbers.slice(9), [90, 91, 92, 93, 94, 95, 96, 97, 98]);
  assert.equal(sampleOf(items).length, 100);
  const all = spread(items);
  assert.equal(new Set(all).size, 100);
  const quarters = new Set(all.slice(0, 20).map(({ n }) => Math.floor(n / 25)));
  assert.equal(quarters.size, 4);
});
