/**
 * @file Spreads the work of a release over tasks. The click that granted consent is painted first, and no task is long,
 * even if many scripts were held.
 */

import { apply, method, nextFrame, NONE, now, optional, setTimer } from './primordials.ts';

/** Time in ms after which the rest of the work moves to a later task. */
const SLICE = 8;

/**
 * Work that is added within this time in ms after other work belongs to the same release, whose click has been painted.
 */
const SAME_RELEASE = 50;

const scheduler = optional('scheduler');
const schedulerYield = scheduler?.yield && method(scheduler, 'yield');

let work: (() => void)[] = [];
let running = false;
let lastDone = 0;

/** Runs `job` in a later task, after all jobs that were added before. */
export function inTurn(job: () => void) {
  work[work.length] = job;
  if (running) return;
  running = true;
  if (now() - lastDone < SAME_RELEASE) void nextTask().then(drain);
  else afterPaint(() => void drain());
}

/** Calls `then` in a task after the next frame. The timer is for documents that are not painted. */
function afterPaint(then: () => void) {
  let due = true;
  const once = () => {
    if (due) then();
    due = false;
  };
  nextFrame(() => setTimer(once, 0));
  setTimer(once, 50);
}

async function drain() {
  let start = now();
  for (let i = 0; i < work.length; i += 1) {
    if (now() - start > SLICE) {
      await nextTask();
      start = now();
    }
    apply(work[i], null, NONE);
  }
  work = [];
  running = false;
  lastDone = now();
}

function nextTask(): Promise<void> {
  return schedulerYield
    ? schedulerYield(scheduler)
    : new Promise((resolve) => setTimer(resolve, 0));
}
