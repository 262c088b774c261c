/** @file Takes screenshots of both layers into `target/screenshots`, for a review after every run. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { takeAll } from '../../tools/screenshots.mjs';
import { startWorld } from './support/browser.mjs';
import { test } from './support/test.mjs';

const MOST_BYTES = 60_000;

test('no two pictures are the same', async () => {
  const world = await startWorld();
  try {
    const pictures = (await takeAll(world)).map((file) => readFileSync(file).toString('base64'));
    assert.equal(new Set(pictures).size, pictures.length);
  } finally {
    await world.close();
  }
});

test("the README's picture is there and small", () => {
  assert.ok(readFileSync('docs/banner.png').length < MOST_BYTES);
});
