/** @file The cookie declaration of one vendor: names, for how long, whose, and whether a source confirms it. */

import { make } from './dom.js';
import { say, shownLanguage } from './texts.js';

/** @typedef {import('./vendors.js').Cookie} Cookie */

const UNITS = { m: 'minute', h: 'hour', d: 'day', mo: 'month', y: 'year' };

/** @param {Cookie[]} cookies */
export function cookieTable(cookies) {
  if (!cookies.length) return null;
  const heads = /** @type {const} */ (['cookie', 'lifetime', 'place']).map((key) =>
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

/** @param {Cookie} cookie */
function line({ name, kind, age, host, unverified }) {
  const note = [kind, unverified && say('unverified')].filter(Boolean).join(', ');
  return make(
    'tr',
    {},
    make('td', {}, make('bdi', {}, name), note && ` (${note})`),
    make('td', {}, lifetime(age)),
    make('td', {}, make('bdi', {}, host ?? say('site'))),
  );
}

/** `13mo` in words of the visitor's language. @param {string} age */
function lifetime(age) {
  if (age === 'session' || age === 'persistent') return say(age);
  const [, count, unit] = /^(\d+)(m|h|d|mo|y)$/.exec(age) ?? [];
  const name = /** @type {any} */ (UNITS)[unit];
  if (!name) return age;
  const style = {
    style: /** @type {const} */ ('unit'),
    unit: name,
    unitDisplay: /** @type {const} */ ('long'),
  };
  return new Intl.NumberFormat(shownLanguage(), style).format(Number(count));
}
