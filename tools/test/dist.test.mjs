/** @file The built files start with the right bytes, contain only allowed characters, and reject damaged wasm. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

/** @param {string} name */
const read = (name) => readFileSync(new URL(`../../dist/${name}`, import.meta.url));

test('the gate starts with a byte order mark and is UTF-8', () => {
  const bytes = read('consent-gate.js');
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  new TextDecoder('utf-8', { fatal: true }).decode(bytes);
});

test('the gate starts with its name, version and licence', () => {
  const [line] = read('consent-gate.js').toString().slice(1).split('\n');
  assert.match(line, /^\/\*! consent-gate \d+\.\d+\.\d+, MIT OR Apache-2\.0 \*\/$/);
});

for (const name of ['consent-gate.inline.js', 'consent-gate-fallback.js']) {
  test(`${name} is ASCII`, () => {
    assert.equal(
      read(name).find((byte) => byte > 126 || byte === 13 || byte === 0),
      undefined,
    );
  });
}

// One character above U+00FF makes the browser keep the whole file at two bytes per character while the page is open.
for (const name of ['consent-gate.js', 'consent-gate-full.js']) {
  test(`${name} fits in one byte a char`, () => {
    const wide = read(name)
      .toString()
      .slice(1)
      .match(/[^\0-\u00ff]/g);
    assert.equal(wide, null);
  });
}

test('the form for inlining has no characters that HTML would parse', () => {
  assert.doesNotMatch(read('consent-gate.inline.js').toString(), /<(!--|\/?script)/i);
});

test('the rewriters contain their licences, and fetch no wasm', () => {
  for (const name of ['consent-gate-sw.js', 'consent-gate-rewriter.mjs']) {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(read(name));
    assert.match(text, /^\/\*! Consent Gate .*lol_html.*BSD-3-Clause/);
    assert.doesNotMatch(text, /import\.meta|instantiateStreaming|_bg\.wasm/);
  }
  assert.ok(WebAssembly.validate(read('consent-gate-rewriter.wasm')));
});

test('the fallback contains no glue and starts nothing alone', () => {
  const text = read('consent-gate-fallback.js').toString();
  assert.match(text, /Symbol\.for\("consent-gate"\)/);
  assert.doesNotMatch(text, /TextDecoder|document\./);
});
