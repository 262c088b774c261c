/** @file The line that says that the browser's objection (Global Privacy Control) is honoured. */

import { make } from './dom.ts';
import { gate } from './capabilities.ts';
import { say } from './texts.ts';

/** Returns the line, or null if the browser does not object, or if the visitor has consented since. */
export function signalLine() {
  const { signals, categories } = gate.state();
  const honoured = signals.gpc && !categories.analytics && !categories.marketing;
  return honoured ? make('p', { part: 'signal' }, say('gpc')) : null;
}
