/** @file Makes a case, a list of operations with their arguments, from a seed. */
import { markup } from './markup.mjs';
import { OPERATIONS } from './operations.mjs';
import { Random } from './random.mjs';
import { argument } from './values.mjs';

/**
 * One step of a case: the number by which later steps refer to its result, the operation, its arguments. In addition to
 * the table's operations there are `static` (markup of the page), `loaded` (the next steps are played after parsing),
 * `turn` (the event loop runs its tasks) and `look` (the tree is compared).
 * @typedef {[number, string, ...unknown[]]} Step
 */

/**
 * A case: all actions of a page.
 * @typedef {object} Case
 * @property {number} seed
 * @property {Mode} mode
 * @property {Step[]} steps
 * @property {string} [kind] the difference that the case has shown
 */

/**
 * `untracked`: nothing is tracked, and everything is the same. `tracked`: some URLs are tracked. Without the gate,
 * their responses wait until consent is given with it, so that code sees the same meanwhile. `requests`: the tracked
 * host answers at once, and only the requests are compared.
 * @typedef {'untracked' | 'tracked' | 'requests'} Mode
 */

/** The slots that every page has. */
const GIVEN = [
  { name: 'box', type: 'element' },
  { name: 'body', type: 'element' },
  { name: 'document', type: 'document' },
];

/** The operations that may insert something, or give later ones their nodes. */
const LOADING = OPERATIONS.filter(({ types, result }) => result !== '-' || types.length > 1);

/**
 * Makes the case of a seed.
 * @param {number} seed @param {Mode} mode @param {number} length the number of operations
 * @returns {Case}
 */
export function generate(seed, mode, length) {
  const random = new Random(seed);
  const context = {
    mode,
    place: /** @type {const} */ ('page'),
    slots: [...GIVEN],
    urls: { count: 0 },
  };
  /** @type {Step[]} */
  const steps = [];
  const add = (/** @type {string} */ id, /** @type {unknown[]} */ ...args) =>
    steps.push([steps.length, id, ...args]);
  let isParsing = true;
  const behind = random.below(Math.ceil(length / 2));
  for (let count = 0; count < length; count += 1) {
    if (count === behind) {
      add('loaded');
      isParsing = false;
    }
    if (isParsing && random.chance(25))
      add('static', markup(random, { ...context, place: 'static' }));
    else if (random.chance(6)) add(random.chance(50) ? 'turn' : 'look');
    else addOperation(random, context, steps);
  }
  return { seed, mode, steps };
}

/** @param {Random} random @param {import('./values.mjs').Context} context @param {Step[]} steps */
function addOperation(random, context, steps) {
  const list = context.mode === 'requests' ? LOADING : OPERATIONS;
  const { id, types, result } = random.weighted(list, ({ weight }) => weight);
  const place = /^write/.test(id) ? 'written' : /srcdoc/.test(id) ? 'srcdoc' : 'page';
  /** @type {unknown[]} */
  const args = [];
  for (const type of types) {
    const value = argument(random, { ...context, place }, type, args);
    if (value === undefined) return;
    args.push(value);
  }
  const number = steps.length;
  steps.push([number, id, ...args]);
  if (result !== '-') context.slots.push({ name: String(number), type: result });
}
