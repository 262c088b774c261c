/** @file Packed bytes are unpacked byte for byte, in both forms. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { runInNewContext } from 'node:vm';
import { load } from '../typescript.mjs';
import { KEY, asChars, asLetters, padded } from '../embed.mjs';

const { opened } = await load('www/engine/embedded-wasm.ts');
const { unpack: unpackChars } = await load('www/engine/unpack-chars.ts');
const { unpack: unpackLetters } = await load('www/engine/unpack-letters.ts');

/** Every pair of bytes, so that every escape has every neighbour. */
const PAIRS = Uint8Array.from({ length: 2 * 65536 }, (_, i) => (i & 1 ? i >> 1 : i >> 9) & 255);

/** @param {string} literal */
const evaluate = (literal) => /** @type {string} */ (runInNewContext(literal));

test('one char per byte: packed and unpacked', () => {
  const text = evaluate(asChars(PAIRS));
  assert.equal(text.length, PAIRS.length);
  assert.deepEqual(opened(unpackChars(text), KEY).bytes, PAIRS);
});

test('one char per byte: changed line ends have no effect', () => {
  const literal = asChars(PAIRS).replaceAll('\n', '\r\n');
  assert.deepEqual(opened(unpackChars(evaluate(literal)), KEY).bytes, PAIRS);
});

test('one char per byte: no zero and no raw carriage return in the file', () => {
  assert.doesNotMatch(asChars(PAIRS), /[\0\r]/);
});

test('two letters per byte: packed, harmless, and unpacked', () => {
  const literal = asLetters(PAIRS);
  assert.match(literal, /^"[A-Pa-p]+"$/);
  assert.deepEqual(unpackLetters(evaluate(literal)), PAIRS);
});

test('a wasm is padded to whole words, and stays valid', () => {
  const wasm = [0, 97, 115, 109, 1, 0, 0, 0];
  for (const more of [[], [0, 1, 0], [0, 2, 1, 32], [0, 3, 2, 32, 32], [0, 4, 3, 32, 32, 32]]) {
    const bytes = padded(Uint8Array.from([...wasm, ...more]));
    assert.equal(bytes.length % 4, 0);
    assert.ok(WebAssembly.validate(bytes), `${more}`);
  }
});

test('the checksum detects every changed byte and bit', () => {
  const bytes = Uint8Array.from({ length: 64 }, (_, n) => n * 7);
  const whole = opened(bytes, 0).sum;
  for (const [at, byte] of bytes.entries())
    for (let bit = 1; bit < 256; bit *= 2) {
      bytes[at] = byte ^ bit;
      assert.notEqual(opened(bytes, 0).sum, whole, `${at}, ${bit}`);
      bytes[at] = byte;
    }
  assert.notEqual(opened(bytes.slice(0, 60), 0).sum, whole);
});
