/** @file The importer: the facts that it imports, those that it leaves out, and its messages. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { categoryOf } from '../import/categories.mjs';
import { csv, proposals, readCookies, seconds } from '../import/cookies.mjs';
import { owned, readList, readVendors } from '../import/hosts.mjs';
import { entities, version } from '../import/package.mjs';
import { rowsOf } from '../import/rows.mjs';
import { COLUMNS, diff, keepDates, read, write } from '../import/tsv.mjs';

const VENDORS = [
  { id: 'acme', name: 'Acme', domains: ['acme.example', '=one.mixed.example', 'google.*'] },
  { id: 'other', name: 'Other', rule: [{ match: ['=split.example/path', '*/any.js'] }] },
];
const LIMITS = { own: owned(VENDORS, ['de', 'co.uk']), shared: new Set(['shared.example']) };

/** @param {string} domain @param {string} [category] */
function imported(domain, category = 'ad') {
  const list = [{ name: 'Entity', category, domains: [domain] }];
  const [row] = rowsOf(list, LIMITS, '1.0.0', '2026-11-22');
  return row && `${row.domain} ${row.match} ${row.category}`;
}

for (const [domain, wanted] of [
  ['*.new.example', 'new.example suffix marketing'],
  ['new.example', 'new.example exact marketing'],
  ['*.NEW.example', 'new.example suffix marketing'],
  ['*.acme.example', undefined],
  ['sub.acme.example', undefined],
  ['notacme.example', 'notacme.example exact marketing'],
  ['one.mixed.example', undefined],
  ['two.mixed.example', 'two.mixed.example exact marketing'],
  ['*.mixed.example', 'mixed.example suffix unclassified'],
  ['split.example', undefined],
  ['www.google.co.uk', undefined],
  ['www.google.evil', 'www.google.evil exact marketing'],
  ['*.shared.example', undefined],
  ['mine.shared.example', 'mine.shared.example exact marketing'],
  ['*.a b', undefined],
  ['localhost', undefined],
])
  test(`of ${domain} stays ${wanted}`, () => assert.equal(imported(String(domain)), wanted));

test('a category without a default stays unclassified', () => {
  for (const [category, ours] of [
    ['ad', 'marketing'],
    ['analytics', 'analytics'],
    ['consent-provider', 'necessary'],
    ['utility', 'unclassified'],
    ['social', 'unclassified'],
    ['constructor', 'unclassified'],
    ['of-tomorrow', 'unclassified'],
  ])
    assert.equal(categoryOf(category), ours, category);
});

test('rows are sorted, and a suffix is not repeated by the hosts below it', () => {
  const domains = ['z.example', '*.b.example', 'a.b.example', 'a.example', 'a.example'];
  const rows = rowsOf([{ name: 'E', category: 'ad', domains }], LIMITS, '1', '2026-11-22');
  assert.deepEqual(
    rows.map((row) => row.domain),
    ['a.example', 'b.example', 'z.example'],
  );
});

test('a table is read as written', () => {
  const rows = rowsOf([{ name: 'E', category: 'ad', domains: ['*.b.example'] }], LIMITS, '1', 'x');
  assert.deepEqual(read(write(COLUMNS, rows)), rows);
  assert.deepEqual(read(''), []);
});

test('additions, removals and changed categories are printed', () => {
  const make = (/** @type {string} */ domain, /** @type {string} */ category) =>
    rowsOf([{ name: 'E', category, domains: [domain] }], LIMITS, '1', '2026-11-22');
  const old = [
    ...make('gone.example', 'ad'),
    ...make('moved.example', 'ad'),
    ...make('same.example', 'ad'),
  ];
  const now = [
    ...make('moved.example', 'analytics'),
    ...make('new.example', 'ad'),
    ...make('same.example', 'ad'),
  ];
  assert.deepEqual(diff(/** @type {any} */ (old), now), [
    'changed  moved.example (E): marketing -> analytics',
    'added    new.example (E): marketing',
    'removed  gone.example (E): marketing',
  ]);
});

test('an unchanged row keeps its date', () => {
  const list = [{ name: 'E', category: 'ad', domains: ['a.example', 'b.example'] }];
  const [old, now] = ['2025-01-01', '2026-11-22'].map((day) => rowsOf(list, LIMITS, '1', day));
  old[1].category = 'analytics';
  keepDates(/** @type {any} */ (old), now);
  assert.deepEqual(
    now.map((row) => row.checked),
    ['2025-01-01', '2026-11-22'],
  );
});

test('the committed table is the output for the pinned package', () => {
  const own = owned(readVendors('vendors'), readList('vendors/google-domains.txt'));
  const shared = new Set(readList('vendors/shared-hosts.txt'));
  const committed = readFileSync('vendors/imported.tsv', 'utf8');
  const rows = rowsOf(entities('.'), { own, shared }, version('.'), 'today');
  keepDates(read(committed), rows);
  assert.equal(write(COLUMNS, rows), committed, 'run ./build.sh vendors --import');
});

test('quotes, line breaks and empty fields of a CSV file are read', () => {
  assert.deepEqual(csv('a,"b, ""c""",\r\n"d\ne",,f'), [
    ['a', 'b, "c"', ''],
    ['d\ne', '', 'f'],
  ]);
});

test('lifetimes are compared whatever the unit', () => {
  const same = [
    ['1y', '1 year'],
    ['30m', '30 minutes'],
    ['session', '1 day'],
    ['13mo', '13 Months'],
    ['60 days till 3650 days', '3650d'],
    ['persistent', 'forever'],
  ];
  for (const [a, b] of same) assert.equal(seconds(a), seconds(b), `${a}, ${b}`);
  assert.ok(seconds('1y') < seconds('13mo') && seconds('1m') < seconds('1mo'));
});

test('the cookie report proposes names and longer lifetimes, and no description', () => {
  const columns =
    'ID,Platform,Category,Cookie / Data Key name,Domain,Description,Retention period,Data Controller,User Privacy & GDPR Rights Portals,Wildcard match';
  const known = readCookies(
    [
      columns,
      '1,Acme,Analytics,_acme,,SECRET,2 years,Acme,,0',
      '2,ACME!,Analytics,_new_,,SECRET,1 hour,Acme,,1',
      '3,Acme,Analytics,_fine,,SECRET,30 days,Acme,,0',
      '5,Acme,Marketing,SR<Rotator>,,SECRET,1 day,Acme,,0',
      '6,Acme,Functional,choice [x4],,SECRET,1 year,Acme,,0',
      '7,Acme,Marketing,<id>,,SECRET,1 year,Acme,,0',
      '4,Nobody,Analytics,_none,,SECRET,1 year,Nobody,,0',
    ].join('\n'),
  );
  const storage = [
    { name: '_acme', match: 'exact', max_age: '1y' },
    { name: '_fi', match: 'prefix', max_age: '30d' },
  ];
  assert.deepEqual(proposals(known, [{ id: 'acme', name: 'Acme', storage }]), [
    'vendors/acme.toml: _acme has 1y, the database 2 years (Acme)',
    'vendors/acme.toml: lacks _new_ (prefix, 1 hour; ACME!)',
    'vendors/acme.toml: lacks SR (prefix, 1 day; Acme)',
    'vendors/acme.toml: lacks choice (exact, 1 year; Acme)',
  ]);
  assert.throws(() => readCookies('a,b\n1,2'), /no column "platform"/);
});
