/** @file The cookie declaration of one vendor: names, lifetimes, hosts, and whether a source confirms the row. */

import { make } from './dom.ts';
import { say, shownLanguage } from './texts.ts';
import type { Cookie } from './vendors.ts';

/** Units of `Intl.NumberFormat` by their letters in the vendor table. */
const UNITS: Record<string, string> = { m: 'minute', h: 'hour', d: 'day', mo: 'month', y: 'year' };

export function cookieTable(cookies: Cookie[]) {
  if (!cookies.length) return null;
  const heads = (['cookie', 'lifetime', 'place'] as const).map((key) =>
    make('th', { scope: 'col' }, say(key)),
  );
  return make(
    'details',
    {},
    make('summary', {}, say('cookies')),
    make(
      'table',
      {},
      make('thead', {}, make('tr', {}, ...heads)),
      make('tbody', {}, ...cookies.map(line)),
    ),
  );
}

function line({ name, kind, age, host, unverified }: Cookie) {
  const note = [kind, unverified && say('unverified')].filter(Boolean).join(', ');
  return make(
    'tr',
    {},
    make('td', {}, make('bdi', {}, name), note && ` (${note})`),
    make('td', {}, lifetime(age)),
    make('td', {}, make('bdi', {}, host ?? say('site'))),
  );
}

/** Returns a lifetime such as `13mo` in words of the visitor's language. */
function lifetime(age: string) {
  if (age === 'session' || age === 'persistent') return say(age);
  const [, count, unit] = /^(\d+)(m|h|d|mo|y)$/.exec(age) ?? [];
  const name = UNITS[unit];
  if (!name) return age;
  const style = {
    style: 'unit' as const,
    unit: name,
    unitDisplay: 'long' as const,
  };
  return new Intl.NumberFormat(shownLanguage(), style).format(Number(count));
}
