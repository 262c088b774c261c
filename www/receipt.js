/**
 * @file The receipt: a copy of the record for the visitor, and for the site's own endpoint where it has named one. Its
 * checksum shows whether it is whole, and proves nothing about who wrote it.
 */

import { version } from 'consent-gate:build';
import { ask } from './decide.js';
import { maybe, parseJSON, soon, toJSON, sendBeacon } from './natives.js';
import { settings } from './settings.js';
import { load } from './store.js';

/** Null where the visitor has not chosen. */
export function receipt() {
  const { record, regime, signals } = parseJSON(ask('state', '', '', false));
  if (!record) return null;
  const body = { v: 1, product: `consent-gate ${version}`, site: location.origin, regime, signals };
  const whole = { ...body, record: parseJSON(load() ?? 'null') };
  const text = canonical(whole);
  return { ...whole, checksum: hex(sumOf(text)) };
}

/** FNV-1a, 32 bits, over characters. @param {string} text */
function sumOf(text) {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x1000193);
  return sum >>> 0;
}

/** @param {number} sum */
const hex = (sum) => sum.toString(16).padStart(8, '0');

/** The same text for the same content: without blanks, keys in order. @param {any} value */
const canonical = (value) =>
  toJSON(value, (_, it) => {
    if (!it || typeof it !== 'object') return it;
    /** @type {any} */
    const sorted = {};
    for (const key of Object.keys(it).sort()) sorted[key] = it[key];
    return sorted;
  });

/** A choice has been recorded. */
export function sendReceipt() {
  const { receipt_endpoint: endpoint } = settings.config;
  if (typeof endpoint === 'string')
    soon(() => maybe(() => sendBeacon(navigator, endpoint, toJSON(receipt())), null));
}
