/** @file Plays a case without the gate and with it, and returns the differences. */
import { differences } from './compare.mjs';
import { isDocumented } from './documented.mjs';
import { playOnce } from './play.mjs';

/** @typedef {import('../pages/support/browser.mjs').World} World */
/** @typedef {import('./generate.mjs').Case} Case */

/** Returns the differences that no document lists. @param {World} world @param {Case} given */
export const check = (world, given) => compared(world, given, true);

/** @param {World} world @param {Case} given @param {boolean} gate of the second page */
async function compared(world, given, gate) {
  if (given.mode === 'requests' && gate) {
    const gated = await playOnce(world, given, true);
    if (gated.early.length === 0 && new Set(gated.late).size === gated.late.length) return [];
  }
  const [bare, other] = await Promise.all([
    playOnce(world, given, false),
    playOnce(world, given, gate),
  ]);
  return differences(given, bare, other).filter((it) => !isDocumented(given, it));
}

/**
 * Returns whether a difference occurs every time, and never between two pages without the gate.
 * @param {World} world @param {Case} given @param {string} kind
 */
export async function isSteady(world, given, kind) {
  const isKind = (/** @type {{ kind: string }} */ it) => it.kind === kind;
  if (!(await check(world, given)).some(isKind)) return false;
  return !(await isNative(world, given, kind)) && (await check(world, given)).some(isKind);
}

/**
 * Returns whether two pages without the gate differ in the same way, for example by the order of network events.
 * @param {World} world @param {Case} given @param {string} kind
 */
export async function isNative(world, given, kind) {
  if (kind === 'leak' || kind === 'doubled') return false;
  return (await compared(world, given, false)).some((it) => it.kind === kind);
}
