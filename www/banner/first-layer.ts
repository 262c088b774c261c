/**
 * @file The first layer: the site's name, the purposes, and three buttons of equal weight. It takes no focus and does
 * not block the page. Only a button answers it.
 */

import { button, make } from './dom.ts';
import { choose, gate, onPress } from './capabilities.ts';
import { signalLine } from './gpc-notice.ts';
import { say } from './texts.ts';
import type { Options } from './options.ts';

const PURPOSES = ['functional', 'analytics', 'marketing'] as const;

export function makeFirstLayer(
  options: Options,
  openPreferences: () => void,
  answered: () => void,
) {
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

/** Returns a function that calls `act` at most once per frame: a page may hold many requests at once. */
function oncePerFrame(act: () => void) {
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

/** Makes the buttons. The Tab key reaches "Reject" first. Otherwise the three do not differ. */
function makeButtons(openPreferences: () => void, answered: () => void) {
  const answer = (verb: string) => () => {
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

const purpose = (name: (typeof PURPOSES)[number]) =>
  make('li', {}, make('b', {}, say(name)), ` – ${say(`${name}_text`)}`);

const policyLink = ({ policyUrl }: Options) =>
  policyUrl ? make('a', { href: policyUrl, part: 'policy', class: 'link' }, say('policy')) : null;

/** Returns the ids of the vendors that the site declares or that this page has requested. */
export function vendorsOnPage(options: Options): Set<string> {
  const requested = gate.report().flatMap((row) => row.vendor ?? []);
  return new Set([...options.vendors, ...requested]);
}
