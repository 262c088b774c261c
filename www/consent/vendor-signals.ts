/**
 * @file Notifies vendors of the visitor's choice, through the global that their snippet makes. The calls are put at the
 * start of the queue before the vendor's script runs, and repeated after every change. A table of the gate lists the
 * calls, and the engine decides which categories are granted. This file implements each kind of queue.
 *
 * A page may replace its queue after the script's tag, and the calls in the old queue would be lost. So the name is
 * watched until the queue exists. If the queue is an array, the name is watched permanently.
 *
 * Calls by which the page grants consent (`gtag('consent', 'update', …)`) grant only the categories that the visitor
 * allows.
 */

import { signals } from 'consent-gate:signals';
import { ask } from '../engine/engine.ts';
import {
  apply,
  define,
  descriptorOf,
  exec,
  maybe,
  frozenMethods,
  parseData,
  soon,
  toCharacter,
} from '../platform/primordials.ts';
import { settings } from '../platform/config.ts';
import type { State } from '../consent-gate.d.ts';

type Row = (typeof signals)[string];

/** The words of one call: the name of the command, and its arguments. */
type Words = unknown[];

/** An entry of a queue for one call. Every value except null and undefined can be read like this. */
type Said = { 0?: unknown; 1?: unknown; 2?: Record<string, unknown> } | null | undefined;

/**
 * A vendor's global as its snippet makes it: a list of calls, or a function or object with such a list as a property.
 * The page may have defined another value; callers catch the errors.
 */
type Stub = Function & { push: Function } & { [name: string]: Stub };

/** The visitor's permissions, from the engine. */
type Permissions = { categories: Record<string, boolean>; choices: Record<string, boolean> };

/** Globals that get the calls, each with the letter of its signal. */
const given: Map<string, string> = frozenMethods(new Map());

/** Queues that have got the calls. */
const defaulted: WeakSet<object> = frozenMethods(new WeakSet());

const { isArray } = Array;
const { unshift } = Array.prototype;
const page = window as object as Record<string, Stub | undefined>;

/** Returns the entries of a list for one call. */
const FORMS: Record<string, (words: Words) => unknown[]> = {
  '=': (words) => [argumentsOf(words)],
  ',': (words) => words,
  '!': (words) => [words],
};

/** Returns an `arguments` object, which Google's tags require for a call. */
const argumentsOf = (words: Words): Words =>
  apply(
    function () {
      return arguments;
    },
    undefined,
    words,
  );

/**
 * Notifies a vendor whose script is allowed. The engine calls this, and must not be called before it has returned.
 * @param code the letter of its signal
 * @param url it may have the name of another data layer
 */
export function signal(code: number, url: string) {
  const letter = toCharacter(code);
  const { name, global, queue } = signals[letter];
  if (settings.config.signals?.[name] === false) return;
  const layer = (queue === '=' && exec(/[?&]l=([^&#]+)/, url)?.[1]) || global;
  given.set(layer, letter);
  soon(() => maybe(introduce, layer)); // A getter of the page may throw.
}

/** Notifies all vendors of a change. */
export const signalChange = () => given.forEach((_, global) => maybe(update, global));

function introduce(global: string) {
  const row = rowOf(global);
  const { queue: form, first, later, fields } = row;
  const isList = form === '=' || form === ',';
  let target = page[global];
  if (isList && target === undefined) target = page[global] = [] as object as Stub;
  const queue = queueOf(target, form);
  const isNew = target && !defaulted.has(queue);
  if (isList && isNew) lowerAll(row, target!);
  if (isArray(queue) && isNew) {
    defaulted.add(queue);
    const { state, ads, said } = stateFor(row);
    const calls = callsOf(row, first, state);
    // A default that the page sets later would override the gate's default. A recorded choice overrides both.
    if (isList && said) calls[calls.length] = callsOf(row, later ?? first, state)[0];
    if (ads && !fields) call(target!, form, calls);
    else
      for (let i = calls.length - 1; i >= 0; i -= 1)
        apply(unshift, queue, (FORMS[form] ?? FORMS['='])(calls[i]));
  }
  if (target === undefined || (isList && isArray(target))) watch(global);
}

/**
 * Notifies a vendor of a change if it has been notified before. Another one gets the current state when it is first
 * notified.
 */
function update(global: string) {
  const row = rowOf(global);
  const { queue: form, first, later = first } = row;
  const target = page[global];
  const queue = queueOf(target, form);
  if (target && (!isArray(queue) || defaulted.has(queue)))
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

/** @param words the calls if ads are granted, and if they are denied */
function callsOf({ first, redaction, ads, fields }: Row, words: Words[], state: Permissions) {
  const denied = !grants(state, ads);
  const values: Record<string, string> = {};
  for (const field in fields) values[field] = grants(state, fields[field]) ? 'granted' : 'denied';
  const calls: Words[] = [words[+denied].map((word) => (isArray(word) ? values : word))];
  if (redaction && (denied || words !== first)) calls[1] = ['set', redaction, denied];
  return calls;
}

/** Restricts calls that the page has made already, and those that it will make by `push`, which vendors replace. */
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
  else defaulted.add(target);
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

/** Waits for another value of this global. */
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
