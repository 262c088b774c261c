/** @file The switches of the second layer: a category, its vendors, their features. None is on that is not allowed. */

import { cookieTable } from './cookies.js';
import { make } from './dom.js';
import { onPress } from './powers.js';
import { say } from './texts.js';
import { CATEGORIES } from './choice.js';

/** @typedef {import('./choice.js').Choice} Choice */
/** @typedef {import('./vendors.js').Vendor} Vendor */
/** @typedef {import('./vendors.js').Item} Item */

/**
 * @param {Choice} choice
 */
export function makeSwitches(choice) {
  /** Every switch and what it stands for now. @type {[any, () => boolean][]} */
  const all = [];
  const refresh = () => {
    for (const [input, isOn] of all) input.checked = isOn();
  };
  /**
   * @param {string} name
   * @param {() => boolean} isOn
   * @param {((yes: boolean) => void) | null} set null where there is no choice
   * @param {string} part
   */
  const add = (name, isOn, set, part) => {
    const input = make('input', { type: 'checkbox', role: 'switch', part });
    input.toggleAttribute('disabled', !set);
    if (set)
      onPress(input, () => {
        set(!isOn());
        refresh();
      });
    all.push([input, isOn]);
    return make('label', {}, make('span', {}, name), input);
  };
  /** @type {Map<string, HTMLElement>} */
  const lists = new Map(CATEGORIES.map((name) => [name, make('div', { class: 'vendors' })]));
  const sections = CATEGORIES.map((name) =>
    make(
      'section',
      { class: 'category' },
      make('h3', {}, categorySwitch(choice, name, add)),
      make('p', {}, say(`${name}_text`)),
      name === 'necessary' ? make('p', { class: 'note' }, say('always')) : null,
      lists.get(name) ?? null,
    ),
  );
  return {
    sections,
    refresh,
    /** @param {Vendor[]} vendors */
    fill(vendors) {
      for (const vendor of vendors)
        lists.get(vendor.category)?.append(vendorBlock(choice, vendor, add));
      refresh();
    },
  };
}

/** @typedef {(name: string, isOn: () => boolean, set: ((yes: boolean) => void) | null, part: string) => HTMLElement} Add */

/** @param {Choice} choice @param {typeof CATEGORIES[number]} name @param {Add} add */
function categorySwitch(choice, name, add) {
  const set =
    name === 'necessary' ? null : (/** @type {boolean} */ yes) => choice.setCategory(name, yes);
  return add(say(name), () => choice.categories[name], set, `switch ${name}`);
}

/** @param {Choice} choice @param {Vendor} vendor @param {Add} add */
function vendorBlock(choice, vendor, add) {
  const parts = vendor.features.map((feature) =>
    make('li', {}, ...itemLines(choice, feature, add)),
  );
  return make(
    'div',
    { class: 'vendor' },
    ...itemLines(choice, vendor, add),
    parts.length
      ? make(
          'details',
          { open: '' },
          make('summary', {}, say('features')),
          make('ul', {}, ...parts),
        )
      : null,
    cookieTable(vendor.cookies),
  );
}

/** A switch, what it is for, and why; what vendors do is told in English. @param {Choice} choice @param {Item} item @param {Add} add */
function itemLines(choice, item, add) {
  const fixed = item.category === 'necessary';
  const set = fixed ? null : (/** @type {boolean} */ yes) => choice.set(item, yes);
  const notes = [
    item.vendor && say(/** @type {any} */ (item.category)),
    item.exempt && say('exempt'),
  ];
  const note = notes.filter(Boolean).join(' · ');
  return [
    add(item.name, () => choice.allows(item), set, 'switch'),
    note ? make('p', { class: 'note' }, note) : '',
    item.reason ? make('p', { lang: 'en', dir: 'ltr' }, item.reason) : '',
  ];
}
