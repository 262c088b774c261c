/**
 * @file The special values of arguments. The function is sent to the page as text, so it uses nothing of this file.
 */

/**
 * Makes the special value of a name.
 * @param {string} name @param {(...values: any[]) => void} log called at conversions
 * @returns {unknown}
 */
export function special(name, log) {
  return {
    undefined: () => undefined,
    null: () => null,
    NaN: () => NaN,
    zero: () => -0,
    symbol: () => Symbol('s'),
    object: () => ({}),
    array: () => ['a', 'b'],
    function: () => function named() {},
    throws: () => ({
      toString() {
        log('converted');
        throw new RangeError('mine');
      },
    }),
    counts: () => ({
      n: 0,
      toString() {
        log('converted', (this.n += 1));
        return `<b>${this.n}`;
      },
    }),
  }[name]?.();
}
