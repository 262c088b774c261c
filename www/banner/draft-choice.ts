/**
 * @file The visitor's draft choice: the switches of the second layer, before they are saved. Answers are looked up in
 * the gate's order: feature, else vendor, else category.
 */

import { choose, gate } from './capabilities.ts';
import type { Category } from '../consent-gate.d.ts';
import type { Item } from './vendors.ts';

export const CATEGORIES: Category[] = ['necessary', 'functional', 'analytics', 'marketing'];
const FREE = CATEGORIES.slice(1);

export const isCategory = (value: unknown): value is Category =>
  (CATEGORIES as unknown[]).includes(value);

export class Choice {
  declare categories: Record<string, boolean>;
  /** Answers about vendors and features, by id. */
  declare narrow: Map<string, boolean>;
  /** The ids of the answers in the record. */
  declare recorded: string[];
  /** Vendors and features that can be chosen, by id. */
  declare items: Map<string, Item>;

  constructor() {
    const { categories, choices } = gate.state();
    this.categories = { ...categories };
    this.narrow = new Map(Object.entries(choices));
    this.recorded = [...this.narrow.keys()];
    this.items = new Map();
  }

  know(items: Item[]) {
    for (const item of items) this.items.set(item.id, item);
  }

  /** Returns whether an item may run with the present switches. */
  allows(item: Item): boolean {
    if (item.category === 'necessary') return true;
    return this.narrow.get(item.id) ?? this.#inherited(item);
  }

  #inherited({ vendor, exempt, loader, category }: Item): boolean {
    const { analytics, marketing } = this.categories;
    return (
      this.narrow.get(vendor ?? '') ??
      (exempt === true || (loader ? analytics || marketing : this.categories[category]))
    );
  }

  /** Sets a category, and with it its vendors and features. */
  setCategory(category: string, yes: boolean) {
    this.categories[category] = yes;
    for (const item of this.items.values())
      if (item.category === category && !item.exempt) this.narrow.delete(item.id);
  }

  /** Sets a vendor and its features, or one feature. */
  set(item: Item, yes: boolean) {
    for (const id of this.narrow.keys()) if (id.startsWith(`${item.id}/`)) this.narrow.delete(id);
    this.narrow.delete(item.id);
    if (this.#inherited(item) !== yes) this.narrow.set(item.id, yes);
  }

  /** Saves the choice. Refusals come first, so that no refused vendor starts in between. */
  save() {
    const answers = this.#answers();
    const ids = (yes: boolean) => answers.filter((row) => row[1] === yes).map((row) => row[0]);
    if (answers.length > FREE.length) {
      if (ids(false).length) choose('deny', ids(false), 'preferences');
      if (ids(true).length) choose('grant', ids(true), 'preferences');
    } else if (!ids(true).length) choose('denyAll', [], 'preferences');
    else if (!ids(false).length) choose('grantAll', [], 'preferences');
    else {
      choose('deny', ids(false), 'preferences');
      choose('grant', ids(true), 'preferences');
    }
  }

  /** Returns an answer for every category, and for the vendors and features that have one now or in the record. */
  #answers(): [string, boolean][] {
    const narrow = new Set([...this.recorded, ...this.narrow.keys()]);
    const answers: [string, boolean][] = FREE.map((name) => [name, this.categories[name]]);
    for (const id of narrow) {
      const item = this.items.get(id);
      if (item && item.category !== 'necessary') answers.push([id, this.allows(item)]);
    }
    return answers;
  }
}
