/** @file How the report writes figures. */

/** @param {number} bytes @param {number} [digits] */
export const kilo = (bytes, digits = 1) => `${(bytes / 1000).toFixed(digits)} KB`;

/** The median, and the quartiles in brackets. @param {number[]} quartiles @param {number} [digits] */
export const spread = ([low, middle, high], digits = 0) =>
  `${middle.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;

/** A time. @param {number} ns */
export const micro = (ns) =>
  ns < 1e6 ? `${(ns / 1000).toFixed(2)} µs` : `${(ns / 1e6).toFixed(2)} ms`;
