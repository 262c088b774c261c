/**
 * @file The JSON Schemas of `schemas/` accept what the crate accepts: configs from `tests/cases/config.txt`, all vendor
 * files, and no broken ones.
 */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import Ajv from 'ajv';
import { parse } from 'smol-toml';

/** @param {string} path from the root of the repository */
const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** @param {string} name */
const compile = (name) => new Ajv().compile(JSON.parse(read(`schemas/${name}.schema.json`)));

const isConfig = compile('config');
const isVendor = compile('vendor');

test('the config schema agrees with the reader', () => {
  const cases = read('tests/cases/config.txt').matchAll(/^(good|bad) (.*)$/gm);
  for (const [, wanted, config] of cases)
    assert.equal(isConfig(JSON.parse(config)), wanted === 'good', config);
});

/** The value of a vendor file, its dates as strings. @param {string} toml */
const vendor = (toml) => JSON.parse(JSON.stringify(parse(toml)));

test('every file of vendors/ fits the vendor schema', () => {
  const files = readdirSync(new URL('../../vendors', import.meta.url)).filter((name) =>
    name.endsWith('.toml'),
  );
  assert.ok(files.length > 400);
  for (const file of files)
    assert.ok(
      isVendor(vendor(read(`vendors/${file}`))),
      `${file}: ${JSON.stringify(isVendor.errors)}`,
    );
});

const WHOLE = read('vendors/infobip.toml');

/** Replacements in a vendor file. @type {[RegExp, string][]} */
const BROKEN = [
  [/^id = .*$/m, ''],
  [/^id = .*$/m, 'id = "Infobip"'],
  [/^name = .*$/m, 'name = ""'],
  [/^website = .*$/m, 'website = "infobip.com"'],
  [/^category = .*$/m, 'category = "ads"'],
  [/^consent_required = .*$/m, 'consent_required = "no"'],
  [/^consent_required = .*$/m, 'consent = false'],
  [/^checked = .*$/m, 'checked = 2026'],
  [/^domains = .*$/m, 'domains = "infobip.com"'],
  [/^domains = .*$/m, 'domains = ["https://infobip.com"]'],
  [/kind = "vendor-docs"/, 'kind = "rumour"'],
  [/^\[\[rule\]\]$/m, '[[rule]]\nmach = []'],
];

for (const [part, put] of BROKEN)
  test(`a vendor file is rejected with ${put || 'a key missing'}`, () => {
    assert.match(WHOLE, part);
    assert.ok(isVendor(vendor(WHOLE)));
    assert.equal(isVendor(vendor(WHOLE.replace(part, put))), false);
  });
