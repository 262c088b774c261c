/** @file What is packed comes out again, byte for byte, in both forms. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { runInNewContext } from 'node:vm';
import { unpack as unpackChars } from '../../www/unpack-chars.js';
import { unpack as unpackLetters } from '../../www/unpack-letters.js';
import { KEY, asChars, asLetters, checksum } from '../embed.mjs';

/** Every pair of bytes, so that every escape meets every neighbour. */
const PAIRS = Uint8Array.from({ length: 2 * 65536 }, (_, i) => (i & 1 ? i >> 1 : i >> 9) & 255);

/** @param {string} literal */
const evaluate = (literal) => /** @type {string} */ (runInNewContext(literal));

test('one char per byte: packed and unpacked', () => {
  const text = evaluate(asChars(PAIRS));
  assert.equal(text.length, PAIRS.length);
  assert.deepEqual(unpackChars(text, KEY), PAIRS);
});

test('one char per byte: changed line ends do no harm', () => {
  const literal = asChars(PAIRS).replaceAll('\n', '\r\n');
  assert.deepEqual(unpackChars(evaluate(literal), KEY), PAIRS);
});

test('one char per byte: no zero and no raw carriage return in the file', () => {
  assert.doesNotMatch(asChars(PAIRS), /[\0\r]/);
});

test('two letters per byte: packed, harmless, and unpacked', () => {
  const literal = asLetters(PAIRS);
  assert.match(literal, /^"[A-Pa-p]+"$/);
  assert.deepEqual(unpackLetters(evaluate(literal)), PAIRS);
});

test('the checksum is FNV-1a', () => {
  assert.equal(checksum('foobar') >>> 0, 0xbf9cf968);
});
