/** @file The list of the requests that are held on this page, with the reason from the report. */

import { make } from './dom.ts';
import { gate } from './capabilities.ts';
import { say } from './texts.ts';
import type { Row } from '../consent-gate.d.ts';

/** Longest address, in code units. A longer one is cut: the host and the beginning of the path suffice. */
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

/** Makes the line of one request. The report is in English. */
function line({ url, vendor, reason }: Row) {
  const address = url.replace(/^https?:\/\//, '').slice(0, LONGEST);
  return make(
    'li',
    { lang: 'en', dir: 'ltr' },
    make('b', {}, address || vendor || 'inline script'),
    ` – ${reason}`,
  );
}
