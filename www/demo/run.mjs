/**
 * @file The demo, `./build.sh demo [--serve]`: visits the company's page in headless Chromium, prints a table of what
 * every tag did, saves a picture of each state, and fails if anything differs from `expected.txt`.
 */
import { gateIsBuilt, startWorld } from '../../tests/pages/support/browser.mjs';
import { differences, readExpected } from './expected.mjs';
import { putDemo } from './host.mjs';
import { outcomes } from './outcome.mjs';
import { keepOpen } from './serve.mjs';
import { tableText } from './table.mjs';
import { visitAll } from './visits.mjs';

const [option, ...rest] = process.argv.slice(2);
if (rest.length > 0 || (option && option !== '--serve')) {
  console.error(`demo takes --serve or nothing, not '${process.argv.slice(2).join(' ')}'`);
  process.exit(2);
}
if (!gateIsBuilt()) {
  console.error('dist/consent-gate.js is missing: ./build.sh build makes it');
  process.exit(2);
}

process.exitCode = (await visitAndCompare()) ? 0 : 1;
if (option === '--serve') await keepOpen();

/** @returns {Promise<boolean>} whether nothing differed */
async function visitAndCompare() {
  const world = await startWorld();
  try {
    putDemo(world.server);
    const expected = readExpected();
    const snapshots = await visitAll(world, expected);
    const seen = outcomes(snapshots);
    console.log(`\n${tableText(seen)}`);
    console.log(cookies(snapshots));
    return tell(differences(expected, seen, snapshots));
  } finally {
    await world.close();
  }
}

/** @param {import('./visits.mjs').Snapshot[]} snapshots */
function cookies(snapshots) {
  const lists = snapshots.map(
    ({ state, cookies: names }) => `${state} ${names.join(' ') || 'none'}`,
  );
  return `cookies: ${lists.join('; ')}.`;
}

/** @param {string[]} found */
function tell(found) {
  console.log('pictures: target/demo/1-before.png, 2-analytics.png, 3-all.png, 4-withdrawn.png\n');
  if (found.length === 0) console.log('Everything is as www/demo/expected.txt says.');
  else
    console.log(`${found.length} differences from www/demo/expected.txt:\n  ${found.join('\n  ')}`);
  return found.length === 0;
}
