/** @file A small seeded generator of random numbers (mulberry32), so that a seed always makes the same case. */

/** Random choices, all of which follow from the seed. */
export class Random {
  #state;

  /** @param {number} seed an integer */
  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** Returns an integer from 0 to `limit - 1`. @param {number} limit */
  below(limit) {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  }

  /** Returns `true` in `percent` of 100 calls. @param {number} percent */
  chance(percent) {
    return this.below(100) < percent;
  }

  /** @template T @param {readonly T[]} list @returns {T} one entry */
  pick(list) {
    return list[this.below(list.length)];
  }

  /**
   * Returns one entry, chosen by weight.
   * @template T
   * @param {readonly T[]} list @param {(entry: T) => number} weight
   * @returns {T}
   */
  weighted(list, weight) {
    let left = this.below(list.reduce((sum, entry) => sum + weight(entry), 0));
    for (const entry of list) if ((left -= weight(entry)) < 0) return entry;
    throw new RangeError('the weights do not add up');
  }
}
