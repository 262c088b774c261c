/**
 * @file Rewritten scripts that may start, and that Firefox's parser must not start: a release lets them go behind it. It
 * neither judges nor holds.
 */

import { DEFERRED, FREE } from '../platform/constants.ts';
import {
  attributeOf,
  documentOf,
  list,
  listen,
  maybe,
  optional,
  setTimer,
} from '../platform/primordials.ts';
import { isModuleType, laneOf } from '../requests/element-request.ts';
import { startNow } from '../requests/start-now.ts';

const inFirefox = optional('mozInnerScreenX') !== undefined;

/**
 * Firefox reads with a script's tag that it is no module, and keeps to that when its parser prepares it: a module must
 * not be left to the parser, nor what is deferred and comes behind one.
 */
export const isMisread = (model: Element) =>
  inFirefox &&
  (isModuleType(attributeOf(model, 'type')) || (behind && laneOf(model, true, true) === DEFERRED));

/** Whether something has to start behind the parser. */
let behind = false;

/** It starts in its order, one after the other. */
const line: ((done: () => void) => void)[] = list();
let turn = 0;
let running = false;

/** By then the parser has come to the script's end and given it up. */
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
  // What comes behind one that cannot start must not wait for it.
  if (!maybe(() => (start(done), true), false)) done();
}
