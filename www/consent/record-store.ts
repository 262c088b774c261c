/**
 * @file Where the record is kept: the browser's local storage, or memory for as long as the page lives where that is
 * blocked or full; and a cookie besides where the site wants it on its other hosts or on its server
 * (`cookie_domain`). The newest counts. What a record means is the engine's affair; here it is only completed by what
 * the engine does not know, and not handed out where the site asks for more than the visitor was asked.
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

/** Categories by the ids of vendors and features; it inherits nothing. */
type Needs = Record<string, string | null>;

/** The key of the record in the storage and in other tabs' `storage` events, and the name of its cookie. */
export const KEY = 'consent-gate';

const get = method(Storage.prototype, 'getItem');
const set = method(Storage.prototype, 'setItem');

/** Missing where the visitor blocks site data. The native functions then throw, which `attempt` catches. */
const storage = maybe(() => window.localStorage, null) as Storage;

/** The record where it could not be stored. */
let memory: string | null = null;

/**
 * Vendors and features about which the visitor was asked, and those that the site has to ask about: their categories.
 */
let asked: Needs = { __proto__: null };
const needs: Needs = { __proto__: null };

/** The texts by which the visitor is being asked: their language and what they hash to. */
let shown: { language?: string; texts?: string } = {};

/** @param texts none where code chooses */
export const show = (texts: typeof shown) => void (shown = texts);

/**
 * What the site declares and has to ask about. A record that does not know all of it counts no more.
 * @param lines an id, a blank and a category each
 * @returns whether there is one
 */
export function need(lines: string): boolean {
  for (const line of lines.split('\n')) {
    const [id, category] = line.split(' ');
    if (category) needs[id] = category;
  }
  return lines !== '';
}

/** @param act what throws where there is no storage, or where it refuses */
const attempt = <T>(act: () => T) => maybe(act, undefined);

/** The record's text. */
export const load = (): string | undefined => (inside ? inside.record : attempt(newest));

function newest() {
  const texts = [memory ?? attempt(() => get(storage, KEY)), fromCookie()];
  let found: string | undefined;
  let record: Partial<StoredRecord> & { time: number } = { time: -1 };
  for (let i = 0; i < texts.length; i += 1) {
    const text = texts[i];
    if (typeof text !== 'string') continue; // The page may have put its own function there.
    const read = maybe(parseData, text);
    if (!(read?.time >= 0)) return text; // Damaged, and it may have been a no: the engine says so.
    if (read.time > record.time) [found, record] = [text, read];
  }
  return knowsAll(record) ? found : undefined;
}

/** Nothing else that a site changes is a reason to ask again. A record with vendors has choices, too. */
function knowsAll({ vendors, choices }: Partial<StoredRecord>) {
  asked = { __proto__: null, ...vendors };
  for (const id in needs)
    if (vendors && vendors[id] !== needs[id] && !(id in choices!)) return false;
  return true;
}

/** What stands in the cookie. */
function fromCookie() {
  const text = DOMAIN && exec(/(?:^|; )consent-gate=([^;]*)/, cookieOf(document))?.[1];
  return text && (maybe(decodeURIComponent, text) ?? text);
}

const DOMAIN = settings.config.cookie_domain;

/**
 * Stores the record.
 *
 * Threat: a "yes" that cannot be overwritten would outlive the visitor's "no", so what cannot be replaced is removed.
 * @param line as the engine makes it
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
