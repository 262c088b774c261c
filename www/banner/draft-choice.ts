/**
 * @file What the visitor is about to choose: the switches of the second layer, before they are saved. Feature, else
 * vendor, else category: the gate's own order.
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
  /** Narrower answers by id. */
  declare narrow: Map<string, boolean>;
  /** Those that the record has. */
  declare recorded: string[];
  /** What can be chosen, by id. */
  declare items: Map<string, Item>;

  constructor() {
    const { categories, choices } = gate.state();
    this.categories = { ...categories };
    /** Narrower answers by id. */
    this.narrow = new Map(Object.entries(choices));
    /** Those that the record has. */
    this.recorded = [...this.narrow.keys()];
    /** What can be chosen, by id. */
    this.items = new Map();
  }

  know(items: Item[]) {
    for (const item of items) this.items.set(item.id, item);
  }

  /** Whether this may run, as the switches stand. */
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

  /** A category takes along everything that belongs to it. */
  setCategory(category: string, yes: boolean) {
    this.categories[category] = yes;
    for (const item of this.items.values())
      if (item.category === category && !item.exempt) this.narrow.delete(item.id);
  }

  /** A vendor takes along its features. */
  set(item: Item, yes: boolean) {
    for (const id of this.narrow.keys()) if (id.startsWith(`${item.id}/`)) this.narrow.delete(id);
    this.narrow.delete(item.id);
    if (this.#inherited(item) !== yes) this.narrow.set(item.id, yes);
  }

  /** Makes it the record. What is refused is refused first, so that nothing starts in between. */
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

  /** Every category, and the narrower answers that differ now or once did. */
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
