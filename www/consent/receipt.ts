/**
 * @file The receipt: a copy of the record for the visitor, and for the site's endpoint if the config has one. Its
 * checksum detects damage, and does not prove who wrote it.
 */

import { version } from 'consent-gate:build';
import { ask } from '../engine/engine.ts';
import {
  maybe,
  parseData,
  parseJSON,
  sendBeacon,
  setPrototypeOf,
  soon,
  toJSON,
} from '../platform/primordials.ts';
import { settings } from '../platform/config.ts';
import { load } from './record-store.ts';

/** Returns the receipt, or null if the visitor has not chosen. */
export const receipt = () => parseJSON(text());

/** Returns the receipt as JSON, or `null`. */
function text() {
  const { record, regime, signals } = parseData(ask('state', '', '', false));
  if (!record) return 'null';
  const body = { v: 1, product: `consent-gate ${version}`, site: location.origin, regime, signals };
  const whole: object = { __proto__: null, ...body, record: parseData(load() ?? 'null') };
  return toJSON({ __proto__: null, ...whole, checksum: hex(sumOf(canonical(whole))) });
}

/** FNV-1a, 32 bits, over UTF-16 code units. */
function sumOf(text: string) {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x1000193);
  return sum >>> 0;
}

const hex = (sum: number) => sum.toString(16).padStart(8, '0');

/** Returns the same text for the same content: JSON without white space, keys in order. */
const canonical = (value: object) =>
  toJSON(value, (_, it) => {
    if (!it || typeof it !== 'object') return it;
    const sorted: Record<string, unknown> = setPrototypeOf({}, null);
    for (const key of Object.keys(it).sort()) sorted[key] = it[key];
    return sorted;
  });

/** Sends the receipt to the site's endpoint, if it has one. Called when a choice has been recorded. */
export function sendReceipt() {
  const { receipt_endpoint: endpoint } = settings.config;
  if (typeof endpoint === 'string')
    soon(() => maybe(() => sendBeacon(navigator, endpoint, text()), null));
}
