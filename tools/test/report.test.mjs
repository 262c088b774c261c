/** @file The report: every bench with figures becomes a line, charts and a table, and a tool that failed is a row. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bars } from '../bench/report/chart.mjs';
import { SECTIONS } from '../bench/report/sections.mjs';
import { kept, keptNames } from '../bench/results.mjs';

test('every result has a section', () => {
  const names = SECTIONS.map(({ name }) => name);
  assert.deepEqual(
    keptNames().filter((name) => !names.includes(name)),
    [],
  );
  assert.ok(keptNames().length > 0);
});

for (const { name, line, text, table, charts } of SECTIONS) {
  const result = kept(name);
  test(`${name}: a line, and a table whose rows are as long as its head`, { skip: !result }, () => {
    const data = result?.data;
    assert.match(`${line(data)} ${text(data)}`, /^(?!.*(?:undefined|NaN)).+$/s);
    const [head, ...rows] = table(data);
    assert.ok(rows.length > 0);
    for (const row of rows) assert.equal(row.length, head.length, row[0]);
    for (const chart of charts(data))
      for (const [, value] of chart.rows) assert.ok(Number.isFinite(value));
  });
}

test('a tool that did not start has a row', () => {
  const speed = SECTIONS.find(({ name }) => name === 'speed');
  const networks = { 'slow 4G': { paint: [1, 2, 3], blocked: [0, 0, 0], shift: [0, 0, 0] } };
  const none = { name: 'none', bytes: [1, 1, 1], memory: [1, 1, 1], networks };
  const rows = [none, { name: 'broken', failed: 'no such file' }];
  const [, , broken] = /** @type {any} */ (speed).table({ rows });
  assert.deepEqual(broken.slice(0, 2), ['broken', 'did not start: no such file']);
});

test('a chart is well-formed and escapes names', () => {
  const chart = bars({ id: 'x', title: 'a < b', unit: '%', rows: [['one & two', 0]] });
  assert.match(chart, /^<svg [^]*<title>a &lt; b, %<\/title>[^]*one &amp; two[^]*<\/svg>\n$/);
});
