/**
 * @file Notices that the process has stood still: paused by somebody, or left waiting by a machine that does other things.
 * All limits have run out then although nothing was asked in that time, so the trial is repeated.
 */

const BEAT = 200;
/** A beat that is late by more than this, in ms, makes the trial meaningless. */
const STILL = 1000;

let stills = 0;
let last = performance.now();

/** How often it has stood still until now. */
function beat() {
  const now = performance.now();
  if (now - last > STILL + BEAT) stills += 1;
  last = now;
  return stills;
}

setInterval(beat, BEAT).unref();

/**
 * Tries until the process has not stood still meanwhile, or for a limited number of times; an exception then counts as little as a value.
 * @template T
 * @param {() => Promise<T>} attempt
 * @returns {Promise<T>}
 */
export async function undisturbed(attempt, times = 8) {
  for (let left = times; ; left -= 1) {
    const before = beat();
    const [outcome] = await Promise.allSettled([attempt()]);
    if (beat() !== before && left > 1) continue;
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  }
}
