/**
 * @file Order: the scenarios of `order.test.mjs` with a tool. An order counts as kept where nothing of it ran before
 * consent, and after it everything ran as on a page without a tool; a script that was never held has no order.
 */
import { isDeepStrictEqual } from 'node:util';
import { ELEMENTS, WRITTEN } from '../../../tests/pages/scenarios/elements.mjs';
import { EVENTS } from '../../../tests/pages/scenarios/events.mjs';
import { ORDER } from '../../../tests/pages/scenarios/order.mjs';
import { trust } from '../../../tests/pages/support/pages.mjs';
import { NOTE, makeCast } from '../../../tests/pages/support/scenario.mjs';
import { accept, edited, visit, within } from './visit.mjs';

/** @typedef {import('../../../tests/pages/support/scenario.mjs').Scenario} Scenario */
/** @typedef {import('../../../tests/pages/support/scenario.mjs').Cast} Cast */
/** @typedef {import('./visit.mjs').Visit} Visit */
/** @typedef {'kept' | 'other' | 'early'} Order as without a tool; another one, or not all; run before consent */

/** Every scenario, by its name. @type {[string, Scenario][]} */
export const SCENARIOS = Object.entries({
  ...ORDER,
  ...EVENTS,
  ...ELEMENTS,
  ...WRITTEN,
});

/**
 * Plays a scenario with a tool; its markup is edited where the tool stops nothing else.
 * @param {import('./visit.mjs').World} world @param {import('./visit.mjs').Started} tool @param {Scenario} scenario
 * @returns {Promise<Order>}
 */
export function tryScenario(world, tool, scenario) {
  const cast = makeCast(world, scenario);
  const { config, headers, nonce } = scenario;
  const markup = (/** @type {string} */ text) => (tool.byMarkup ? edited(tool, text) : text);
  const head = trust(NOTE, { nonce }) + markup(scenario.head?.(cast) ?? '');
  const body = markup(scenario.body?.(cast) ?? '');
  const page = { head, body, headers, until: /** @type {const} */ ('commit') };
  return visit(world, tool, page, { config, nonce }, async (opened) => {
    if (!(await held(opened, tool, scenario))) return letGo(scenario, cast, 'early');
    await accept(opened, tool);
    await within(scenario.during?.(opened, cast) ?? Promise.resolve());
    letGo(scenario, cast, 'other');
    await within(opened.ranWhen(null, scenario.order.length));
    await within(opened.idle());
    return isKept(scenario, await within(opened.order()));
  });
}

/** Whether nothing of the scenario has run when the page is there. @param {Visit} opened @param {import('./peers.mjs').Tool} tool @param {Scenario} scenario */
async function held(opened, tool, { before = [] }) {
  if (tool.name === 'no tool') return true;
  await within(opened.loaded());
  await within(opened.idle());
  return isDeepStrictEqual(await within(opened.order()), before);
}

/** Lets every answer go, so that no page waits for ever. @param {Scenario} scenario @param {Cast} cast @param {Order} order */
function letGo({ slow = [] }, cast, order) {
  for (const name of slow) cast.open(name);
  return order;
}

/** @param {Scenario} scenario @param {unknown[] | undefined} marks  @returns {Order} */
const isKept = ({ order, gated }, marks) =>
  isDeepStrictEqual(marks, order) || (gated && isDeepStrictEqual(marks, gated)) ? 'kept' : 'other';
