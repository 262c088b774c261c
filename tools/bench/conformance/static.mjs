/**
 * @file Static strengths: which kinds of static tags a tracked host is asked for on a first visit, with the markup as it
 * is, edited as a tool's documentation tells the owner, and in each strength of Consent Gate.
 */
import { KINDS, reached, strongPage, tagsOf } from '../../../tests/pages/support/static.mjs';
import { edited, visit, within } from './visit.mjs';

/** @typedef {import('./visit.mjs').World} World */
/** @typedef {import('./visit.mjs').Started} Started */
/** @typedef {import('../../../tests/pages/support/browser.mjs').Visit} Visit */

/**
 * One form of the markup.
 * @typedef {object} Form
 * @property {string} form `as it is`, `edited`, or a strength
 * @property {number} of how many kinds of tags there are
 * @property {number} stopped kinds of which no visit asked
 * @property {string[]} edited kinds that the documentation tells the owner to edit
 * @property {Record<string, number>} requested in how many of the visits, by kind
 * @property {number} visits
 */

/** Every visit is a first one. */
const VISITS = Number(process.env.VISITS ?? 3);
const STRENGTHS = ['quiet', 'sealed', 'sealed-nonce', 'rewritten'];

/**
 * Counts with a tool.
 * @param {World} world @param {Started} tool
 * @returns {Promise<Form[]>}
 */
export async function tryStatic(world, tool) {
  const forms = [await count('as it is', [], (host) => asItIs(world, tool, tagsOf(host)), world)];
  const { edit } = tool;
  if (edit) {
    const kinds = KINDS.filter((kind) => edited(tool, sample(kind)) !== sample(kind));
    const open = (/** @type {string} */ host) => asItIs(world, tool, edited(tool, tagsOf(host)));
    forms.push(await count('edited', kinds, open, world));
  }
  if (tool.name !== 'consent-gate') return forms;
  for (const strength of STRENGTHS)
    forms.push(await count(strength, [], (host) => strong(world, strength, host), world));
  return forms;
}

/** @param {string} kind */
const sample = (kind) => tagsOf('t0.doubleclick.net', [kind]);

/** @param {World} world @param {Started} tool @param {string} body */
const asItIs = (world, tool, body) => visit(world, tool, { body }, {}, settled);

/** @param {World} world @param {string} strength @param {string} host */
function strong(world, strength, host) {
  const { site } = world.hosts();
  const text = strongPage(strength, site, { body: tagsOf(host) });
  return world.visit({ site, text }, settled);
}

/** @param {Visit} opened */
async function settled(opened) {
  await within(opened.loaded(), 8000);
  await within(opened.idle());
}

/**
 * @param {string} form @param {string[]} kinds that are edited @param {(host: string) => Promise<void>} open
 * @param {World} world
 * @returns {Promise<Form>}
 */
async function count(form, kinds, open, world) {
  /** @type {Record<string, number>} */
  const requested = Object.fromEntries(KINDS.map((kind) => [kind, 0]));
  for (let left = VISITS; left > 0; left -= 1) {
    const { tracked } = world.hosts();
    await open(tracked);
    const seen = reached(world.log, tracked).filter(({ method }) => method !== 'CONNECT');
    for (const kind of new Set(seen.map((it) => it.kind))) requested[kind] += 1;
  }
  const stopped = KINDS.filter((kind) => requested[kind] === 0).length;
  return { form, of: KINDS.length, stopped, edited: kinds, requested, visits: VISITS };
}
