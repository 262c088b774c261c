/**
 * @file Hooks cookies that code of the page writes. If a cookie may not be stored, writing it deletes it instead. So
 * deleting is always allowed, without a check of dates. Reading stays native.
 */

import { calledGlobal } from '../hold/vendor-calls.ts';
import { ask } from '../engine/engine.ts';
import { hookAccessor, hookMethod } from '../platform/patch.ts';
import { COOKIE, DROP } from '../platform/constants.ts';
import {
  absolute,
  apply,
  attributeOf,
  baseOf,
  currentScriptOf,
  exec,
  kindOf,
  method,
  now,
  parseDate,
} from '../platform/primordials.ts';
import { CONCERNED } from '../storage/storage-policy.ts';
import type { PageValue, Realm } from '../platform/types-core.ts';

/** The option that is changed for `cookieStore.set`: the expiry of the cookie. */
type CookieInit = { name: string; expires?: number | null; maxAge?: undefined };

export function hookCookies(realm: Realm) {
  if (!CONCERNED[COOKIE]) return;
  hookAccessor(realm.Document.prototype, 'cookie', null, (native, self, value) => {
    const text = kindOf(self) === 9 && typeof value !== 'symbol';
    apply(native, self, [text ? permittedLine(realm, `${value}`) : value]);
  });
  const reject = method(realm.Promise, 'reject');
  hookMethod(realm.CookieStore?.prototype, 'set', (native, self, args) => {
    try {
      return apply(native, self, permittedOptions(realm, args));
    } catch (error) {
      return reject(realm.Promise, error); // A getter or a conversion of the page has thrown it.
    }
  });
}

/** @param name as given. A browser removes spaces and tabs around it */
const judge = (realm: Realm, name: string) =>
  ask('may_store', COOKIE, exec(/^[ \t]*((?:.*[^ \t])?)/s, name)![1], writer(realm));

/** Returns the writer: the vendor's global that is being called, or the URL of the running script. */
function writer(realm: Realm) {
  const script = currentScriptOf(document) ?? currentScriptOf(realm.document);
  const source = script && attributeOf(script, 'src');
  return calledGlobal() || (source && absolute(source, baseOf(script))) || '';
}

/** An attribute that limits the life of a cookie. Groups: the text before it, `e` for a date, its value, the rest. */
const LIFETIME = /^(.*?;)[ \t]*(?:(e)xpires|max-age)[ \t]*(?:=([^;]*))?(?:;(.*))?$/is;

/** Returns the line to pass to the browser. */
function permittedLine(realm: Realm, line: string) {
  // Before a name without a value, browsers drop an equals sign.
  const name = exec(/^[ \t=]*(?![ \t=])([^=;]*)=/, line)?.[1] ?? '';
  const verdict = judge(realm, name);
  if (!verdict) return line;
  let gone = verdict === DROP;
  let rest = line;
  for (let match; (match = exec(LIFETIME, rest)); rest = match[1] + (match[4] ?? ''))
    // The operator converts `max-age` to a number.
    gone ||= match[2] ? parseDate(match[3]) <= now() : (match[3] as unknown as number) <= 0;
  return gone ? `${name}=;max-age=0${exec(/^[^;]*(.*)$/s, rest)![1]}` : rest;
}

/**
 * Returns the options to pass to the browser: the page's options, with some of them overridden.
 * @param args of `cookieStore.set`
 */
function permittedOptions(realm: Realm, args: PageValue[]) {
  const options = args.length > 1 ? { name: `${args[0]}`, value: `${args[1]}` } : args[0];
  const given = options?.name;
  if (given === undefined) return args; // The native function rejects it.
  const name = `${given}`;
  const verdict = judge(realm, name);
  const copy: CookieInit & { __proto__: object } = { __proto__: options, name };
  if (verdict) {
    const gone = verdict === DROP || options.expires <= now() || options.maxAge <= 0;
    copy.expires = gone ? 1 : null;
    copy.maxAge = undefined;
  }
  return [copy];
}
