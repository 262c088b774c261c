/**
 * @file Released scripts run as HTML would have run them. Each page is visited without the gate and with it: the marks,
 * the final state, the requests and the errors must be the same.
 */
import { after, before, describe, test } from 'node:test';
import { ELEMENTS, WRITTEN } from './scenarios/elements.mjs';
import { EVENTS } from './scenarios/events.mjs';
import { JAVASCRIPT_FRAMES } from './scenarios/javascript_frames.mjs';
import { LAST } from './scenarios/last_script.mjs';
import { LATE } from './scenarios/late.mjs';
import { ORDER } from './scenarios/order.mjs';
import { startWorld } from './support/browser.mjs';
import { judge } from './support/expected.mjs';
import { sameAsWithoutGate } from './support/scenario.mjs';

const GROUPS = {
  order: ORDER,
  events: EVENTS,
  late: LATE,
  'last script': LAST,
  'javascript: frames': JAVASCRIPT_FRAMES,
  elements: ELEMENTS,
  'document.write': WRITTEN,
};

/** @type {import("./support/browser.mjs").World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

for (const [group, scenarios] of Object.entries(GROUPS)) {
  describe(group, { concurrency: 3 }, () => {
    for (const [name, scenario] of Object.entries(scenarios)) {
      test(name, () => judge(`${group}: ${name}`, () => sameAsWithoutGate(world, scenario)));
    }
  });
}
