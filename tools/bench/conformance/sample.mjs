/** @file Some of the vectors, spread evenly over what there is, the same ones in every run. */

/**
 * A given number of each class, in even steps through its tables; all of them without a number.
 * @template {{ group: string }} T
 * @param {T[]} vectors @param {number} [perClass]
 * @returns {T[]}
 */
export function sampleOf(vectors, perClass = Infinity) {
  const groups = [...new Set(vectors.map(({ group }) => group))];
  return groups.flatMap((group) => {
    const own = vectors.filter((vector) => vector.group === group);
    const step = Math.max(1, own.length / perClass);
    const count = Math.min(own.length, perClass);
    return Array.from({ length: count }, (_, n) => own[Math.floor(n * step)]);
  });
}

/**
 * The same items in an order in which every beginning is spread evenly: steps of the golden section.
 * @template T
 * @param {T[]} items
 * @returns {T[]}
 */
export function spread(items) {
  const section = (Math.sqrt(5) - 1) / 2;
  const places = items.map((item, n) => ({ item, at: (n * section) % 1 }));
  return places.sort((a, b) => a.at - b.at).map(({ item }) => item);
}
