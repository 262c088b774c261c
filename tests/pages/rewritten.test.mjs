/**
 * @file Markup that `consent-gate rewrite` has made inert: no third party gets a request before consent, and after it
 * the page is as written. The pages are those of `scenarios/`, and one with every tag that a rewrite changes.
 */
import { after, before, describe, test } from 'node:test';
import { ELEMENTS, WRITTEN } from './scenarios/elements.mjs';
import { EVENTS } from './scenarios/events.mjs';
import { LAST } from './scenarios/last_script.mjs';
import { LATE } from './scenarios/late.mjs';
import { ORDER } from './scenarios/order.mjs';
import { startWorld } from './support/browser.mjs';
import { judge } from './support/expected.mjs';
import { sameWhenRewritten } from './support/scenario.mjs';

const GROUPS = {
  order: ORDER,
  events: EVENTS,
  late: LATE,
  'last script': LAST,
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
      const id = `rewritten ${group}: ${name}`;
      test(name, () => judge(id, () => sameWhenRewritten(world, scenario, 'rewritten')));
      const again = `${id}, again`;
      test(`${name}, again`, () => judge(again, () => sameWhenRewritten(world, scenario, 'again')));
    }
  });
}
