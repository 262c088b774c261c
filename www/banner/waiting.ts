/** @file What waits on this page right now, and why, in the gate's own sentence. */

import { make } from './dom.ts';
import { gate } from './capabilities.ts';
import { say } from './texts.ts';
import type { Row } from '../consent-gate.d.ts';

/** Longer addresses are cut: the host and the beginning of the path tell what it is. */
const LONGEST = 80;

export function waitingList() {
  const rows = gate.report().filter((row) => row.state === 'waiting');
  return make(
    'details',
    { part: 'waiting' },
    make('summary', {}, say('waiting', { n: rows.length })),
    rows.length ? make('ul', {}, ...rows.map(line)) : make('p', {}, say('nothing')),
  );
}

/** The report speaks English. */
function line({ url, vendor, reason }: Row) {
  const address = url.replace(/^https?:\/\//, '').slice(0, LONGEST);
  return make(
    'li',
    { lang: 'en', dir: 'ltr' },
    make('b', {}, address || vendor || 'inline script'),
    ` – ${reason}`,
  );
}
