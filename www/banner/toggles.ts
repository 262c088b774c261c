/**
 * @file The switches of the second layer: categories, their vendors, their features. A switch is on if its item is
 * allowed.
 */

import { CATEGORIES } from './draft-choice.ts';
import { cookieTable } from './cookies.ts';
import { make } from './dom.ts';
import { onPress } from './capabilities.ts';
import { say } from './texts.ts';
import type { Category } from '../consent-gate.d.ts';
import type { Choice } from './draft-choice.ts';
import type { Item, Vendor } from './vendors.ts';

type Set = (yes: boolean) => void;

export class Toggles {
  declare sections: HTMLElement[];

  #choice;
  /** Every switch, with a function that returns whether its item is allowed. */
  #all: [HTMLInputElement, () => boolean][] = [];
  /** The element to which the vendors of each category are added. */
  #lists: Map<string, HTMLElement> = new Map(CATEGORIES.map((name) => [name, make('div')]));

  constructor(choice: Choice) {
    this.#choice = choice;
    this.sections = CATEGORIES.map((name) => this.#category(name));
    this.#refresh();
  }

  /** Shows the vendors, each in its category. */
  fill(vendors: Vendor[]) {
    for (const vendor of vendors) this.#lists.get(vendor.category)?.append(this.#vendor(vendor));
    this.#refresh();
  }

  #refresh() {
    for (const [input, isOn] of this.#all) input.checked = isOn();
  }

  #category(name: Category) {
    const fixed = name === 'necessary';
    const set = (yes: boolean) => this.#choice.setCategory(name, yes);
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

  #vendor(vendor: Vendor) {
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

  /** Makes a switch with the category and the reason of an item. Reasons are in English. */
  #item(item: Item) {
    const fixed = item.category === 'necessary';
    const set = (yes: boolean) => this.#choice.set(item, yes);
    const category = item.vendor && say(item.category);
    const note = [category, item.exempt && say('exempt')].filter(Boolean).join(' · ');
    return [
      this.#switch(item.name, () => this.#choice.allows(item), fixed ? null : set, 'switch'),
      note ? make('p', { class: 'note' }, note) : null,
      item.reason ? make('p', { lang: 'en', dir: 'ltr' }, item.reason) : null,
    ];
  }

  /** @param set null if the visitor cannot choose */
  #switch(name: string, isOn: () => boolean, set: Set | null, part: string) {
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
