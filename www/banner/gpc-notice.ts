/** @file Says that the browser's own objection (Global Privacy Control) is honoured, where it is. */

import { make } from './dom.ts';
import { gate } from './capabilities.ts';
import { say } from './texts.ts';

/** Nothing where the browser does not object, or where the visitor has since said yes. */
export function signalLine() {
  const { signals, categories } = gate.state();
  const honoured = signals.gpc && !categories.analytics && !categories.marketing;
  return honoured ? make('p', { part: 'signal' }, say('gpc')) : null;
}
