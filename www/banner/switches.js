/** @file The switches of the second layer: a category, its vendors, their features. None is on that is not allowed. */

import { CATEGORIES } from './choice.js';
import { cookieTable } from './cookies.js';
import { make } from './dom.js';
import { onPress } from './powers.js';
import { say } from './texts.js';

/** @typedef {import('./choice.js').Choice} Choice */
/** @typedef {import('./vendors.js').Vendor} Vendor */
/** @typedef {import('./vendors.js').Item} Item */
/** @typedef {(yes: boolean) => void} Set */

export class Switches {
  #choice;
  /** Every switch, and whether what it stands for is allowed. @type {[any, () => boolean][]} */
  #all = [];
  /** Where the vendors of each category go. @type {Map<string, HTMLElement>} */
  #lists = new Map(CATEGORIES.map((name) => [name, make('div')]));

  /** @param {Choice} choice */
  constructor(choice) {
    this.#choice = choice;
    this.sections = CATEGORIES.map((name) => this.#category(name));
    this.#refresh();
  }

  /** Shows the vendors, each in its category. @param {Vendor[]} vendors */
  fill(vendors) {
    for (const vendor of vendors) this.#lists.get(vendor.category)?.append(this.#vendor(vendor));
    this.#refresh();
  }

  #refresh() {
    for (const [input, isOn] of this.#all) input.checked = isOn();
  }

  /** @param {typeof CATEGORIES[number]} name */
  #category(name) {
    const fixed = name === 'necessary';
    const set = (/** @type {boolean} */ yes) => this.#choice.setCategory(name, yes);
    const isOn = () => this.#choice.categories[name];
    return make(
      'section',
      { class: 'category' },
      make('h3', {}, this.#switch(say(name), isOn, fixed ? null : set, `switch ${name}`)),
      make('p', {}, say(`${name}_text`)),
      fixed ? make('p', { class: 'note' }, say('always')) : null,
      this.#lists.get(name) ?? null,
    );
  }

  /** @param {Vendor} vendor */
  #vendor(vendor) {
    const parts = vendor.features.map((feature) => make('li', {}, ...this.#item(feature)));
    const features = [make('summary', {}, say('features')), make('ul', {}, ...parts)];
    return make(
      'div',
      { class: 'vendor' },
      ...this.#item(vendor),
      parts.length ? make('details', { open: '' }, ...features) : null,
      cookieTable(vendor.cookies),
    );
  }

  /** A switch, what it is for, and why; what vendors do is told in English. @param {Item} item */
  #item(item) {
    const fixed = item.category === 'necessary';
    const set = (/** @type {boolean} */ yes) => this.#choice.set(item, yes);
    const category = item.vendor && say(/** @type {any} */ (item.category));
    const note = [category, item.exempt && say('exempt')].filter(Boolean).join(' · ');
    return [
      this.#switch(item.name, () => this.#choice.allows(item), fixed ? null : set, 'switch'),
      note ? make('p', { class: 'note' }, note) : null,
      item.reason ? make('p', { lang: 'en', dir: 'ltr' }, item.reason) : null,
    ];
  }

  /**
   * @param {string} name
   * @param {() => boolean} isOn
   * @param {Set | null} set null where there is no choice
   * @param {string} part
   */
  #switch(name, isOn, set, part) {
    const input = make('input', { type: 'checkbox', role: 'switch', part });
    input.toggleAttribute('disabled', !set);
    onPress(input, () => {
      set?.(!isOn());
      this.#refresh();
    });
    this.#all.push([input, isOn]);
    return make('label', {}, make('span', {}, name), input);
  }
}
