/**
 * @file Tells vendors what the visitor allows, by the global that their snippet makes. The calls are put in front of
 * the queue before the vendor's script runs, and repeated with every change. A table of the gate lists the calls, and
 * the engine decides what is granted; this file knows how each kind of queue works.
 *
 * A page may replace its queue after the script's tag, and the calls in front of the old one would be lost. So the name
 * is watched until the queue is there; if the queue is an array, it is watched for good.
 *
 * Calls by which the page itself grants consent (`gtag('consent', 'update', …)`) grant only what the visitor allows.
 */

import { signals } from 'consent-gate:signals';
import { ask } from '../engine/engine.ts';
import {
  apply,
  define,
  descriptorOf,
  exec,
  maybe,
  own,
  parseData,
  soon,
  toCharacter,
} from '../platform/primordials.ts';
import { settings } from '../platform/config.ts';
import type { State } from '../consent-gate.d.ts';

type Row = (typeof signals)[string];

/** The words of one call: the name of the command, and what it is given. */
type Words = unknown[];

/** What the page has put into a list for one call. Every value can be read like this, except null and undefined. */
type Said = { 0?: unknown; 1?: unknown; 2?: Record<string, unknown> } | null | undefined;

/**
 * A vendor's global as its snippet makes it: a list of calls, or a function or object with such a list under one of its
 * names. The page may have put something else there; whoever calls in here catches what it throws then.
 */
type Stub = Function & { push: Function } & { [name: string]: Stub };

/** What the visitor allows, as the engine says it. */
type Permissions = { categories: Record<string, boolean>; choices: Record<string, boolean> };

/** Globals that get the calls, each with the letter of its signal. */
const given: Map<string, string> = own(new Map());

/** Queues that have got the calls. */
const told: WeakSet<object> = own(new WeakSet());

const { isArray } = Array;
const { unshift } = Array.prototype;
const page = window as object as Record<string, Stub | undefined>;

/** The entries that stand in a list for one call. */
const FORMS: Record<string, (words: Words) => unknown[]> = {
  '=': (words) => [argumentsOf(words)],
  ',': (words) => words,
  '!': (words) => [words],
};

/** Google's tags take only an `arguments` object for a call. */
const argumentsOf = (words: Words): Words =>
  apply(
    function () {
      return arguments;
    },
    undefined,
    words,
  );

/**
 * A script with a signal is allowed. Called by the engine, which must not be asked before this has returned.
 * @param code the letter of its signal
 * @param url it may name another data layer
 */
export function signal(code: number, url: string) {
  const letter = toCharacter(code);
  const { name, global, queue } = signals[letter];
  if (settings.config.signals?.[name] === false) return;
  const layer = (queue === '=' && exec(/[?&]l=([^&#]+)/, url)?.[1]) || global;
  given.set(layer, letter);
  soon(() => maybe(introduce, layer)); // The page's own getter may throw.
}

/** Tells vendors that the state has changed. */
export const signalChange = () => given.forEach((_, global) => maybe(update, global));

function introduce(global: string) {
  const row = rowOf(global);
  const { queue: form, first, later, fields } = row;
  const isList = form === '=' || form === ',';
  let target = page[global];
  if (isList && target === undefined) target = page[global] = [] as object as Stub;
  const queue = queueOf(target, form);
  const isNew = target && !told.has(queue);
  if (isList && isNew) lowerAll(row, target!);
  if (isArray(queue) && isNew) {
    told.add(queue);
    const { state, ads, said } = stateFor(row);
    const calls = callsOf(row, first, state);
    // A default that the page itself sets later would count instead of ours; what was said outranks both.
    if (isList && said) calls[calls.length] = callsOf(row, later ?? first, state)[0];
    if (ads && !fields) call(target!, form, calls);
    else
      for (let i = calls.length - 1; i >= 0; i -= 1)
        apply(unshift, queue, (FORMS[form] ?? FORMS['='])(calls[i]));
  }
  if (target === undefined || (isList && isArray(target))) watch(global);
}

/** Tells a vendor that was told before. One that was not will be told the state of that moment. */
function update(global: string) {
  const row = rowOf(global);
  const { queue: form, first, later = first } = row;
  const target = page[global];
  const queue = queueOf(target, form);
  if (target && (!isArray(queue) || told.has(queue)))
    call(target, form, callsOf(row, later, stateFor(row).state));
}

const rowOf = (global: string) => signals[given.get(global) ?? ''];

function stateFor({ ads }: Row) {
  const state: State = parseData(ask('state', '', '', false));
  return { state, ads: grants(state, ads), said: state.decided || state.signals.gpc };
}

/** @param purpose a category, and vendors */
function grants({ categories, choices }: Permissions, [category, ...vendors]: string[]) {
  let answer: boolean | undefined;
  for (const id in choices) {
    const [vendor, feature] = id.split('/');
    if (vendors.includes(vendor) && (choices[id] || !feature)) answer = answer || choices[id];
  }
  return answer ?? categories[category];
}

/** @param words the calls where ads are granted, and where they are not */
function callsOf({ first, redaction, ads, fields }: Row, words: Words[], state: Permissions) {
  const denied = !grants(state, ads);
  const values: Record<string, string> = {};
  for (const field in fields) values[field] = grants(state, fields[field]) ? 'granted' : 'denied';
  const calls: Words[] = [words[+denied].map((word) => (isArray(word) ? values : word))];
  if (redaction && (denied || words !== first)) calls[1] = ['set', redaction, denied];
  return calls;
}

/** Lowers the calls that the page has made already, and those that it will make by `push`, which vendors replace. */
function lowerAll(row: Row, target: Stub) {
  const lower = (list: Words) => {
    for (let i = 0; i < list.length; i += 1) {
      if (row.queue === '=') list[i] = lowered(row, list[i] as Said);
      else if (list[i] === 'consent')
        list[i + 2] = lowered(row, [list[i], list[i + 1], list[i + 2]] as Said)![2];
    }
  };
  const lowering = (native: Function) =>
    function (this: unknown, ...args: Words) {
      maybe(lower, args);
      return apply(native, this, args);
    };
  if (isArray(target)) lower(target);
  else told.add(target);
  let push = lowering(target.push);
  define(target, 'push', {
    configurable: true,
    get: () => push,
    set(value) {
      push = lowering(value);
    },
  });
}

/** Returns a call of the page in which everything is denied that the visitor does not allow. */
function lowered(row: Row, words: Said): Said {
  const said = words && words[0] === 'consent' && words[2];
  if (!said) return words;
  const { state } = stateFor(row);
  const values = { ...said };
  for (const field in row.fields)
    if (field in said && !grants(state, row.fields[field])) values[field] = 'denied';
  return argumentsOf([words[0], words[1], values]) as Said;
}

const queueOf = (target: Stub | undefined, form: string) =>
  (form in FORMS ? target : target?.[form]) as Stub;

/** Makes the calls as the page would make them. */
function call(target: Stub, form: string, calls: Words[]) {
  for (let i = 0; i < calls.length; i += 1) {
    const [name] = calls[i] as [string];
    if (form === '!' && typeof target[name] === 'function') target[name]();
    else if (form in FORMS) apply(target.push, target, FORMS[form](calls[i]));
    else apply(target, window, calls[i]);
  }
}

/** Waits for another value under this name. */
function watch(global: string) {
  const descriptor = descriptorOf(page, global) ?? { configurable: true, value: undefined };
  if (!descriptor.configurable || !('value' in descriptor)) return;
  const { value } = descriptor;
  define(page, global, {
    configurable: true,
    enumerable: true,
    get: () => value,
    set(value) {
      define(page, global, { configurable: true, enumerable: true, writable: true, value });
      soon(() => maybe(introduce, global));
    },
  });
}
