/**
 * @file Deferred objects: each represents an object of a held library. Calls on a deferred object are recorded, and
 * made on the real object when the library runs. From then on it passes everything to the real object.
 */

import {
  apply,
  construct,
  getPrototypeOf,
  indexOf,
  nullProtoArray,
  nothing,
  frozenMethods,
} from '../platform/primordials.ts';
import type { PageValue } from '../platform/types-core.ts';

/** The calls on the deferred objects of one library. */
export interface Recording {
  /** Members whose calls are recorded, with commas around each; `*` means all */
  queue: string;
  /** Members that return a promise */
  promise: string;
  /** Members whose promise rejects after a refusal */
  rejects: string;
  /** In order */
  steps: Step[];
  /** Whether the library runs */
  played: boolean;
  /** The error with which promises reject, if the visitor has refused */
  failure: Error | null;
}

type Step = { name: string; act: () => void; fail: (error: unknown) => void };

const { isArray } = Array;
const PagePromise = Promise;
const plain = Object.prototype;

/** Returns the real object of each deferred object. */
const reals: WeakMap<object, () => PageValue> = frozenMethods(new WeakMap());

/** Depth at which deferred objects are searched in the arguments of a call. */
const DEEPEST = 4;

/** Reports an error that the library throws at a recorded call. */
const report = (error: unknown) => reportError(error);

const lists = (names: string, name: string) => name !== '' && indexOf(names, `,${name},`) >= 0;

/**
 * Makes a deferred object.
 * @param name its property name
 * @param real returns the real object, after the library has run
 * @param target an object that is not callable, for the global
 */
export function deferred(
  recording: Recording,
  name: string,
  real: () => PageValue,
  target: object = function () {},
): object {
  const isGlobal = arguments.length > 3;
  const members: Map<PropertyKey, unknown> = frozenMethods(new Map());
  const handler = {
    __proto__: null,
    get: (_: object, key: PropertyKey) => memberOf(recording, members, key, real),
    set(_: object, key: PropertyKey, value: unknown) {
      members.set(key, value);
      if (!isGlobal) record(recording, '', () => (real()[key] = realOf(value)));
      return true;
    },
    apply: (_: object, self: unknown, args: unknown[]) =>
      record(recording, name, () => apply(real(), realOf(self), realsIn(args, DEEPEST))),
    construct: (_: object, args: unknown[]) =>
      record(recording, '', () => construct(real(), realsIn(args, DEEPEST))) as object,
  };
  const proxy = new Proxy(target, handler);
  reals.set(proxy, real);
  return proxy;
}

function memberOf(
  recording: Recording,
  members: Map<PropertyKey, unknown>,
  key: PropertyKey,
  real: () => PageValue,
) {
  if (recording.played) {
    const value = real()?.[key];
    if (typeof value !== 'function') return value;
  } else if (members.has(key)) return members.get(key);
  // An object with `then` is treated as a promise.
  if (typeof key === 'symbol' || key === 'then' || key === 'toJSON')
    return key === Symbol.toPrimitive ? () => '' : undefined;
  if (!lists(recording.queue, key as string) && !lists(recording.queue, '*')) return undefined;
  const member = deferred(recording, key as string, () => real()[key]);
  members.set(key, member);
  return member;
}

/** Calls `act` at once if the library runs, else as soon as it does. @param name of the member that is called */
function record(recording: Recording, name: string, act: () => unknown) {
  if (recording.played) return act();
  if (lists(recording.promise, name))
    return new PagePromise((resolve, fail) => {
      if (recording.failure && lists(recording.rejects, name)) fail(recording.failure);
      else add(recording, name, () => resolve(act()), fail);
    });
  let result: unknown;
  add(recording, '', () => (result = act()), report);
  return deferred(recording, name, () => result);
}

const add = ({ steps }: Recording, name: string, act: () => void, fail: (error: unknown) => void) =>
  void (steps[steps.length] = { name, act, fail });

/** Makes all recorded calls, in order, after the library has run. */
export function play(recording: Recording) {
  const { steps } = recording;
  recording.steps = nullProtoArray();
  recording.played = true;
  for (let i = 0; i < steps.length; i += 1) {
    try {
      steps[i].act();
    } catch (error) {
      steps[i].fail(error);
    }
  }
}

/**
 * Rejects promises that forms wait for, after the visitor has refused. All other calls stay recorded until a consent.
 */
export function failPromises(recording: Recording, failure: Error) {
  recording.failure = failure;
  const { steps } = recording;
  for (let i = 0; i < steps.length; i += 1) {
    if (!lists(recording.rejects, steps[i].name)) continue;
    steps[i].fail(failure);
    steps[i].act = nothing;
  }
}

const realOf = (value: unknown): unknown => {
  const real = reals.get(value as object);
  return real ? real() : value;
};

/** Replaces deferred objects with real ones, also in plain objects and arrays that the library will read. */
function realsIn(values: PageValue, depth: number): PageValue {
  for (const key in values) {
    const value = values[key];
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) continue;
    if (reals.has(value)) values[key] = realOf(value);
    else if (depth > 0 && (isArray(value) || getPrototypeOf(value) === plain))
      realsIn(value, depth - 1);
  }
  return values;
}
