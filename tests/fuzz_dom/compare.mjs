/** @file Compares a page without the gate with one with it. */

/** @typedef {import('./generate.mjs').Case} Case */
/** @typedef {import('./play.mjs').Outcome} Outcome */
/** @typedef {import('./player.mjs').Recording} Recording */

/**
 * One difference.
 * @typedef {object} Difference
 * @property {string} kind the kind of the difference; two differences of one kind count as the same fault
 * @property {string} without
 * @property {string} with
 * @property {number} [step] the number of the first step that shows it
 */

/**
 * Returns the differences in the order of their occurrence.
 * @param {Case} given @param {Outcome} bare @param {Outcome} gated
 * @returns {Difference[]}
 */
export function differences(given, bare, gated) {
  const found = given.mode === 'requests' ? [] : recorded(bare.before, gated.before, '');
  if (given.mode !== 'untracked') {
    if (gated.early.length > 0) found.unshift(difference('leak', '', gated.early.join('\n')));
    for (const line of doubled(bare.late, gated.late)) found.push(difference('doubled', '', line));
    if (given.mode === 'tracked' && bare.after && gated.after)
      found.push(...recorded(bare.after, gated.after, 'released '));
  } else {
    found.push(...lists('ran', bare.ran, gated.ran));
  }
  if (given.mode !== 'requests') found.push(...lists('requests', bare.requests, gated.requests));
  return found;
}

/** @param {Recording} bare @param {Recording} gated @param {string} prefix  @returns {Difference[]} */
function recorded(bare, gated, prefix) {
  const found = [];
  if (prefix === '') {
    for (let i = 0; i < Math.max(bare.steps.length, gated.steps.length); i += 1) {
      const [a, b] = [bare.steps[i], gated.steps[i]];
      const id = a?.id ?? b?.id;
      if (a?.step !== b?.step) {
        found.push(difference(`steps at ${id}`, JSON.stringify(a), JSON.stringify(b)));
        break;
      }
      if (a.value !== b.value)
        found.push({ ...difference(`value of ${id}`, a.value, b.value), step: a.step });
      for (const it of lists(`events in ${id}`, a.lines, b.lines))
        found.push({ ...it, step: a.step });
    }
    for (let i = 0; i < bare.looks.length - 1; i += 1)
      found.push(...texts('look', bare.looks[i], gated.looks[i] ?? ''));
  }
  for (const key of new Set([...Object.keys(bare.later), ...Object.keys(gated.later)]))
    found.push(...lists(`${prefix}later ${key.replace(/\d+/g, '')}`, bare.later[key] ?? [], gated.later[key] ?? [])); // prettier-ignore
  found.push(...texts(`${prefix}tree`, bare.looks.at(-1) ?? '', gated.looks.at(-1) ?? ''));
  return found;
}

/** @param {string} kind @param {string} bare @param {string} gated */
const difference = (kind, bare, gated) => ({ kind, without: bare, with: gated });

/** @param {string} kind @param {string[]} bare @param {string[]} gated */
const lists = (kind, bare, gated) => texts(kind, bare.join('\n'), gated.join('\n'));

/** Shows the lines that only one text has. @param {string} kind @param {string} bare @param {string} gated */
function texts(kind, bare, gated) {
  if (bare === gated) return [];
  const only = (/** @type {string[]} */ own, /** @type {string[]} */ other) =>
    own.filter((line) => !other.includes(line)).join('\n');
  const [a, b] = [bare.split('\n'), gated.split('\n')];
  const shown = difference(kind, only(a, b), only(b, a));
  return [shown.without || shown.with ? shown : difference(kind, bare, gated)];
}

/**
 * Returns requests of the tracked host that were made more often than without the gate.
 * @param {string[]} bare @param {string[]} gated
 */
function doubled(bare, gated) {
  const count = (/** @type {string[]} */ list, /** @type {string} */ line) =>
    list.filter((it) => it === line).length;
  return [...new Set(gated)].filter((line) => count(gated, line) > Math.max(1, count(bare, line)));
}
