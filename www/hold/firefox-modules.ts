/**
 * @file Scripts in rewritten markup that may start, but that Firefox's parser must not start. They start after the
 * parser has passed them. This file neither judges nor holds.
 */

import { DEFERRED, FREE } from '../platform/constants.ts';
import {
  attributeOf,
  documentOf,
  nullProtoArray,
  listen,
  maybe,
  optional,
  setTimer,
} from '../platform/primordials.ts';
import { isModuleType, laneOf } from '../requests/element-request.ts';
import { startNow } from '../requests/start-now.ts';

const inFirefox = optional('mozInnerScreenX') !== undefined;

/**
 * Returns whether Firefox would prepare a rewritten script wrongly. Firefox decides at a script's start tag that it is
 * not a module, and keeps that when its parser prepares the script. So the parser must not start a module, or a
 * deferred script after one.
 */
export const isMisread = (model: Element) =>
  inFirefox &&
  (isModuleType(attributeOf(model, 'type')) || (behind && laneOf(model, true, true) === DEFERRED));

/** Whether a script has to start after the parser has passed it. */
let behind = false;

/** Deferred scripts, which start in this order, one after the other. */
const line: ((done: () => void) => void)[] = nullProtoArray();
let turn = 0;
let running = false;

/** Starts a script after the parser has reached its end tag and skipped it. */
export function startBehind(script: Element, model: Element, url: string | null) {
  const lane = laneOf(model, true, url !== null);
  const start = (done: () => void) => startNow(script, 'script', url, lane, done);
  if (lane === FREE) return setTimer(() => start(() => {}), 0);
  behind = true;
  listen(documentOf(script), 'DOMContentLoaded', () => {
    line[line.length] = start;
    startNext();
  });
}

function startNext() {
  if (running || turn === line.length) return;
  const start = line[turn];
  const mine = (turn += 1);
  running = true;
  const done = () => {
    if (mine !== turn || !running) return;
    running = false;
    startNext();
  };
  // If a script cannot start, the next one must not wait for it.
  if (!maybe(() => (start(done), true), false)) done();
}
