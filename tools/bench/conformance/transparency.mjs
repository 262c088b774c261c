/**
 * @file Transparency: what a page in which nothing is tracked notices of a tool, by the cases of `transparency.test.mjs`
 * and the shape of every interface. A tool's own globals are left out of the shape and counted apart.
 */
import { isDeepStrictEqual } from 'node:util';
import { cases, runCases } from '../../../tests/pages/transparency/cases.mjs';
import { shapeOfRealm } from '../../../tests/pages/transparency/shape.mjs';
import { visit } from './visit.mjs';

/** @typedef {import('./visit.mjs').World} World */
/** @typedef {import('./visit.mjs').Started} Started */

/**
 * What a page can see.
 * @typedef {object} Seen
 * @property {Record<string, unknown>} cases what each case has kept
 * @property {Record<string, string>} page the shape of the page's realm
 * @property {Record<string, string>} frame the shape of an empty frame's realm
 */

/**
 * What a page notices of a tool.
 * @typedef {object} Changes
 * @property {number} of how many cases there are
 * @property {string[]} cases that come out otherwise than without a tool
 * @property {number} shape how many properties of the page's and an empty frame's interfaces differ
 * @property {string[]} globals names that the tool adds to the window
 */

/**
 * Looks at a page with a tool.
 * @param {World} world @param {Started} tool
 * @returns {Promise<Seen>}
 */
export async function look(world, tool) {
  const outcomes = await runCases(world, (page, use) => visit(world, tool, page, {}, use));
  const until = /** @type {const} */ ('load');
  const [page, frame] = [false, true].map((inFrame) =>
    visit(world, tool, { until }, {}, (opened) =>
      opened.run(shapeOfRealm, { inFrame, except: [], sorted: true }),
    ),
  );
  return { cases: outcomes, page: await page, frame: await frame };
}

/** @param {Seen} seen @param {Seen} bare without a tool  @returns {Changes} */
export function changes(seen, bare) {
  const ids = cases().map(([id]) => id);
  const known = new Set(namesOf(bare));
  const globals = namesOf(seen).filter((name) => !known.has(name));
  const page = without(seen.page, globals);
  return {
    of: ids.length,
    cases: ids.filter((id) => !isDeepStrictEqual(seen.cases[id], bare.cases[id])),
    shape: differing(page, bare.page) + differing(seen.frame, bare.frame),
    globals,
  };
}

/** The names of the window. @param {Seen} seen */
const namesOf = ({ page }) => page.self.split(',');

/** A shape without the tool's own globals. @param {Record<string, string>} page @param {string[]} globals */
function without(page, globals) {
  const own = new Set(globals);
  const others = Object.entries(page).filter(([path]) => {
    const [realm, name] = path.split('.');
    return realm !== 'self' || !own.has(name);
  });
  const self = page.self.split(',').filter((name) => !own.has(name));
  return { ...Object.fromEntries(others), self: self.join() };
}

/** @param {Record<string, string>} one @param {Record<string, string>} other */
function differing(one, other) {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].filter((key) => one[key] !== other[key]).length;
}
