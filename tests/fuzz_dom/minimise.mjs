/**
 * @file Minimises a failing case: delta debugging over its steps, then over the arguments. A smaller case counts only
 * if it shows a difference of the same kind.
 */

/** @typedef {import('./generate.mjs').Case} Case */
/** @typedef {import('./generate.mjs').Step} Step */
/** @typedef {(given: Case) => Promise<boolean>} Fails */

/**
 * Returns the smallest case found that still fails.
 * @param {Case} given @param {Fails} fails @param {number} [step] the number of the step that shows the difference
 * @returns {Promise<Case>}
 */
export async function minimise(given, fails, step) {
  const withSteps = (/** @type {Step[]} */ steps) => ({ ...given, steps });
  let { steps } = given;
  for (const fewer of step === undefined ? [] : likely(steps, step)) {
    if (!(await fails(withSteps(fewer)))) continue;
    steps = fewer;
    break;
  }
  steps = await smallerList(steps, (it) => fails(withSteps(it)));
  for (let index = 0; index < steps.length; index += 1) {
    for (let place = 2; place < steps[index].length; place += 1) {
      steps = await smallerArgument(steps, index, place, (it) => fails(withSteps(it)));
    }
  }
  steps = await smallerList(steps, (it) => fails(withSteps(it)));
  return withSteps(steps);
}

/**
 * Returns lists of steps that are likely to be sufficient: the steps whose results the step takes, those that take the
 * same results, and all steps up to it.
 * @param {Step[]} steps @param {number} last
 * @returns {Step[][]}
 */
function likely(steps, last) {
  const taken = (/** @type {Step} */ step) =>
    step.slice(2).filter((it) => String(it).startsWith('@'));
  const needed = new Set([last]);
  const slots = new Set();
  const before = steps.filter(([number, id]) => number <= last || id === 'loaded');
  for (const step of [...before].reverse()) {
    if (!needed.has(step[0])) continue;
    for (const slot of taken(step)) {
      slots.add(slot);
      needed.add(Number(String(slot).slice(1)));
    }
  }
  const isGiven = (/** @type {Step} */ [number, id]) => needed.has(number) || id === 'loaded';
  const sharesOne = (/** @type {Step} */ step) => taken(step).some((it) => slots.has(it));
  return [
    before.filter(isGiven),
    before.filter((step) => isGiven(step) || sharesOne(step)),
    before,
  ];
}

/**
 * Delta debugging (Zeller, Hildebrandt 2002): removes ever smaller pieces as long as the rest fails.
 * @template T
 * @param {T[]} list @param {(list: T[]) => Promise<boolean>} fails
 * @returns {Promise<T[]>}
 */
export async function smallerList(list, fails) {
  for (
    let size = Math.ceil(list.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let start = list.length - size; start > -size; start -= size) {
      const from = Math.max(0, start);
      const rest = [...list.slice(0, from), ...list.slice(start + size)];
      if (rest.length < list.length && (await fails(rest))) list = rest;
    }
  }
  return list;
}

/** @param {Step[]} steps @param {number} index @param {number} place @param {(steps: Step[]) => Promise<boolean>} fails */
async function smallerArgument(steps, index, place, fails) {
  const value = steps[index][place];
  const withValue = (/** @type {unknown} */ other) => {
    const step = /** @type {Step} */ ([...steps[index]]);
    step[place] = other;
    return steps.map((it, i) => (i === index ? step : it));
  };
  if (typeof value !== 'string' || value === '') return steps;
  const simple = value.startsWith('@')
    ? ['@box', '@body']
    : value.startsWith('~')
      ? ['a']
      : ['a', 'div'];
  if (simple.includes(value)) return steps;
  for (const other of simple) if (await fails(withValue(other))) return withValue(other);
  if (value.startsWith('@') || value.startsWith('~')) return steps;
  const joined = (/** @type {string[]} */ it) => withValue(it.join(''));
  const smaller = async (/** @type {RegExp} */ piece, /** @type {string} */ text) =>
    (await smallerList(text.match(piece) ?? [], (it) => fails(joined(it)))).join('');
  const tags = await smaller(/<[^<>]*>?|[^<]+/g, value);
  return withValue(tags.length > LONG ? tags : await smaller(/\{[tu]:[^}]*\}|\w+|[^]/g, tags));
}

/** Longest text, in code units, that is minimised by code units. A longer one is minimised by tags only. */
const LONG = 80;
