/**
 * @file Stores the consent record: in local storage, or in memory while the page is open if storage is blocked or full.
 * With `cookie_domain` also in a cookie, for the site's other hosts and its server. The newest one counts. The engine
 * parses the record. This file adds facts that the engine does not know. A record that lacks an id of the site does not
 * count.
 */

import { table } from 'consent-gate:table';
import {
  cookieOf,
  exec,
  maybe,
  method,
  parseData,
  removeItem,
  setCookie,
  toJSON,
  warn,
} from '../platform/primordials.ts';
import { inside } from '../platform/own-script.ts';
import { settings } from '../platform/config.ts';
import type { StoredRecord } from '../consent-gate.d.ts';

/** Categories by the ids of vendors and features, without a prototype. */
type Needs = Record<string, string | null>;

/** The key of the record in the storage and in other tabs' `storage` events, and the name of its cookie. */
export const KEY = 'consent-gate';

const get = method(Storage.prototype, 'getItem');
const set = method(Storage.prototype, 'setItem');

/** Undefined if the visitor blocks site data. The native functions then throw, which `attempt` catches. */
const storage = maybe(() => window.localStorage, null) as Storage;

/** The record if it could not be stored. */
let memory: string | null = null;

/** Vendors and features about which the visitor was asked, and those about which the site has to ask. */
let asked: Needs = { __proto__: null };
const needs: Needs = { __proto__: null };

/** The language and the hash of the texts in the banner that the visitor sees. */
let shown: { language?: string; texts?: string } = {};

/** @param texts empty if code chooses */
export const show = (texts: typeof shown) => void (shown = texts);

/**
 * Sets the ids that the site declares and about which it has to ask. A record that lacks one of them does not count.
 * @param lines each with an id, a space and a category
 * @returns whether there is one
 */
export function need(lines: string): boolean {
  for (const line of lines.split('\n')) {
    const [id, category] = line.split(' ');
    if (category) needs[id] = category;
  }
  return lines !== '';
}

/** @param act throws if there is no storage, or if it is full */
const attempt = <T>(act: () => T) => maybe(act, undefined);

/** Returns the text of the record. */
export const load = (): string | undefined => (inside ? inside.record : attempt(newest));

function newest() {
  const texts = [memory ?? attempt(() => get(storage, KEY)), fromCookie()];
  let found: string | undefined;
  let record: Partial<StoredRecord> & { time: number } = { time: -1 };
  for (let i = 0; i < texts.length; i += 1) {
    const text = texts[i];
    if (typeof text !== 'string') continue; // The page may have replaced the function.
    const read = maybe(parseData, text);
    if (!(read?.time >= 0)) return text; // It is damaged, and may have been a refusal: the engine reports it.
    if (read.time > record.time) [found, record] = [text, read];
  }
  return knowsAll(record) ? found : undefined;
}

/**
 * Returns whether a record has all ids of the site. No other change of a site is a reason to ask again. A record with
 * vendors has choices, too.
 */
function knowsAll({ vendors, choices }: Partial<StoredRecord>) {
  asked = { __proto__: null, ...vendors };
  for (const id in needs)
    if (vendors && vendors[id] !== needs[id] && !(id in choices!)) return false;
  return true;
}

/** Returns the text of the record in the cookie. */
function fromCookie() {
  const text = DOMAIN && exec(/(?:^|; )consent-gate=([^;]*)/, cookieOf(document))?.[1];
  return text && (maybe(decodeURIComponent, text) ?? text);
}

const DOMAIN = settings.config.cookie_domain;

/**
 * Stores the record.
 *
 * Threat: if a stored consent cannot be overwritten, it outlives the visitor's refusal. So a record that cannot be
 * replaced is removed.
 * @param line the record as JSON from the engine
 * @returns the record's text
 */
export function save(line: string): string {
  const [, date, sum] = exec(/1 (\S+)[^]*#end (\w+)/, table) ?? [];
  const record = parseData(line);
  asked = { __proto__: null, ...asked, ...needs };
  const text = toJSON({
    __proto__: null,
    ...record,
    table: `${date}/${sum}`,
    ...shown,
    vendors: asked,
  });
  attempt(() => set(storage, KEY, text));
  const stored = () => attempt(() => get(storage, KEY)) === text;
  if (!stored()) {
    attempt(() => removeItem(storage, KEY));
    attempt(() => set(storage, KEY, text));
  }
  const lost = !stored();
  if (lost && !memory)
    warn('Consent Gate: the browser does not store the choice; it counts on this page only');
  memory = lost ? text : null;
  if (DOMAIN) saveCookie(text, record.expires);
  return text;
}

function saveCookie(text: string, expires: number) {
  const secure = location.protocol === 'https:' ? ';secure' : '';
  const until = new Date(expires).toUTCString();
  setCookie(
    document,
    `${KEY}=${encodeURIComponent(text)};domain=${DOMAIN};path=/;expires=${until};samesite=lax${secure}`,
  );
  if (fromCookie() !== text)
    warn(`Consent Gate: the browser takes no record as a cookie of "${DOMAIN}" (cookie_domain)`);
}
