/**
 * @file The first layer: who asks, what for, and three buttons of equal weight. It takes no focus and blocks nothing;
 * only a button answers it.
 */

import { button, make } from './dom.js';
import { choose, gate, onPress } from './powers.js';
import { signalLine } from './signal.js';
import { say } from './texts.js';

/** @typedef {import('./options.js').Options} Options */

const PURPOSES = /** @type {const} */ (['functional', 'analytics', 'marketing']);

/**
 * @param {Options} options
 * @param {() => void} openPreferences
 * @param {() => void} answered
 */
export function makeFirstLayer(options, openPreferences, answered) {
  const site = options.controller;
  const count = make('button', { type: 'button', part: 'vendors', class: 'link' });
  onPress(count, openPreferences);
  const element = make(
    'div',
    { class: 'layer', part: 'banner' },
    make(
      'div',
      { class: 'text' },
      make('h2', { part: 'title' }, say('title', { site })),
      make('p', {}, say('intro', { site })),
      make('ul', {}, ...PURPOSES.map(purpose)),
      make('p', {}, `${say('refuse')} ${say('change')}`),
      signalLine(),
      make('div', { class: 'links' }, policyLink(options), count),
    ),
    makeButtons(openPreferences, answered),
  );
  const tell = () => {
    count.textContent = say('vendors', { n: vendorsOnPage(options).size });
  };
  tell();
  return { element, count: oncePerFrame(tell) };
}

/** A page may hold a hundred requests in one go. @param {() => void} act */
function oncePerFrame(act) {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      act();
    });
  };
}

/**
 * Reject is reached first by keyboard; otherwise the three do not differ.
 * @param {() => void} openPreferences
 * @param {() => void} answered
 */
function makeButtons(openPreferences, answered) {
  const answer = (/** @type {string} */ verb) => () => {
    choose(verb, [], 'banner');
    answered();
  };
  return make(
    'div',
    { class: 'buttons' },
    button('reject', say('reject'), answer('denyAll')),
    button('accept', say('accept'), answer('grantAll')),
    button('choose', say('choose'), openPreferences),
  );
}

/** @param {typeof PURPOSES[number]} name */
const purpose = (name) => make('li', {}, make('b', {}, say(name)), ` – ${say(`${name}_text`)}`);

/** @param {Options} options */
const policyLink = ({ policyUrl }) =>
  policyUrl ? make('a', { href: policyUrl, part: 'policy', class: 'link' }, say('policy')) : null;

/**
 * The ids of the vendors that the site names or that this page has asked for.
 * @param {Options} options
 * @returns {Set<string>}
 */
export function vendorsOnPage(options) {
  const rows = gate.report().map((/** @type {any} */ row) => row.vendor);
  return new Set([...options.vendors, ...rows.filter(Boolean)]);
}
