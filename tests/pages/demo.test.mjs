/**
 * @file The demo page as a test: in its four states everything matches `www/demo/expected.txt`, and the comparison
 * detects differences.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { differences, readExpected } from '../../www/demo/expected.mjs';
import { putDemo } from '../../www/demo/host.mjs';
import { outcomes } from '../../www/demo/outcome.mjs';
import { visitAll } from '../../www/demo/visits.mjs';
import { startWorld } from './support/browser.mjs';

const expected = readExpected();

/** @type {import('./support/browser.mjs').World} */
let world;
/** @type {import('../../www/demo/visits.mjs').Snapshot[]} */
let snapshots;

before(async () => {
  world = await startWorld();
  putDemo(world.server);
  snapshots = await visitAll(world, expected);
});

after(() => world.close());

test('every tag of the demo page behaves as expected in every state', () => {
  assert.deepEqual(differences(expected, outcomes(snapshots), snapshots), []);
});

/** Possible failures, and the beginning of the line about each. @type {[string, (copy: any[]) => void, RegExp][]} */
const MISHAPS = [
  [
    'a dynamic tag is requested before consent',
    ([first]) => first.urls.push('https://www.clarity.ms/tag/a1d3r0ar26'),
    /^microsoft-clarity: before: requested 1×/,
  ],
  [
    'a held static tag runs',
    ([first]) => first.ran.push('google-maps'),
    /^google-maps: before: .*ran 1×/,
  ],
  ['a tag runs twice', ([, , all]) => all.ran.push('doubleclick'), /^doubleclick: all: .*ran 2×/],
  [
    'a tag never comes back',
    ([, , all]) =>
      all.urls.splice(
        all.urls.findIndex((/** @type {string} */ url) => url.includes('people-events')),
        1,
      ),
    /^infobip-people: all: requested 0×/,
  ],
  [
    'a script overtakes its library',
    ([, , all]) => all.ran.unshift(all.ran.splice(all.ran.indexOf('google-maps-inline'), 1)[0]),
    /^google-maps-inline: did not run behind google-maps/,
  ],
  [
    'a request that nobody answers for',
    ([first]) => first.urls.push('https://pixel.example/i.gif'),
    /^before: a request that no tag answers for: https:\/\/pixel\.example/,
  ],
  [
    'a cookie outlives the withdrawal',
    ([, , , last]) => last.cookies.push('_ga'),
    /^withdrawn: the cookie _ga/,
  ],
];

for (const [name, harm, line] of MISHAPS) {
  test(`the demo notices: ${name}`, () => {
    const copy = structuredClone(snapshots);
    harm(copy);
    const found = differences(expected, outcomes(copy), copy);
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(found[0], line);
  });
}
