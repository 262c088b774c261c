/** @file The cuts in generated code are exact: they fail if the text is not the known one. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { forInlining, fill, HOLES } from '../bundle.mjs';
import { slimGlue } from '../glue.mjs';
import { factory } from '../translate.mjs';

const names = {
  module: 'a',
  imports: new Map([['__wbg_x', 'b']]),
  exports: new Map([['ask', 'c']]),
};

test('glue of another version is rejected, with the missing part', () => {
  assert.throws(() => slimGlue('export function ask() {}', names), /glue has changed/);
});

test('output of another wasm2js is rejected', () => {
  assert.throws(() => factory('export default 1'), /wasm2js's output has changed/);
});

test('a bundle without exactly one place for the wasm is rejected', () => {
  assert.throws(() => fill('x', 'wasm', '""'), /0 places/);
  assert.throws(() => fill(`${HOLES.wasm}+${HOLES.wasm}`, 'wasm', '""'), /2 places/);
  assert.equal(fill(`f(${HOLES.table})`, 'table', '`$&`'), 'f(`$&`)');
});

test('nothing in an inlined script ends it or hides its end', () => {
  const text = forInlining('a="</script>",b="<!-- <SCRIPT>",c=1<d');
  assert.equal(text, 'a="\\x3c/script>",b="\\x3c!-- \\x3cSCRIPT>",c=1<d');
});
