/**
 * @file Deferred objects: each stands for an object of a library that is held. What code does to one is recorded, and done
 * to the real object once the library runs. From then on it passes everything on.
 */

import {
  apply,
  construct,
  getPrototypeOf,
  indexOf,
  list,
  nothing,
  own,
} from '../platform/primordials.ts';
import type { PageValue } from '../platform/types-core.ts';

/** What was done to the deferred objects of one library. */
export interface Recording {
  /** Members whose calls are recorded, with commas around each; `*` stands for all */
  queue: string;
  /** Those that return a promise */
  promise: string;
  /** Those whose promise rejects after a refusal */
  rejects: string;
  /** In order */
  steps: Step[];
  /** Whether the library has come */
  played: boolean;
  /** What they reject with, if the visitor has refused */
  failure: Error | null;
}

type Step = { name: string; act: () => void; fail: (error: unknown) => void };

const { isArray } = Array;
const PagePromise = Promise;
const plain = Object.prototype;

/** What each deferred object stands for. */
const reals: WeakMap<object, () => PageValue> = own(new WeakMap());

/** How deep deferred objects are looked for in the arguments of a call. */
const DEEPEST = 4;

/** What the library throws at calls that it gets late. */
const report = (error: unknown) => reportError(error);

const lists = (names: string, name: string) => name !== '' && indexOf(names, `,${name},`) >= 0;

/**
 * Makes a deferred object.
 * @param name its name in the object that has it
 * @param real what it stands for, once the library has come
 * @param target an object that cannot be called, for the global itself
 */
export function deferred(
  recording: Recording,
  name: string,
  real: () => PageValue,
  target: object = function () {},
): object {
  const isGlobal = arguments.length > 3;
  const members: Map<PropertyKey, unknown> = own(new Map());
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
  // An object with `then` is taken for a promise.
  if (typeof key === 'symbol' || key === 'then' || key === 'toJSON')
    return key === Symbol.toPrimitive ? () => '' : undefined;
  if (!lists(recording.queue, key as string) && !lists(recording.queue, '*')) return undefined;
  const member = deferred(recording, key as string, () => real()[key]);
  members.set(key, member);
  return member;
}

/**
 * Does something at once if the library has come, else when it comes.
 * @param name of the member that is called
 */
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

/** The library has come: does everything that was recorded, in order. */
export function play(recording: Recording) {
  const { steps } = recording;
  recording.steps = list();
  recording.played = true;
  for (let i = 0; i < steps.length; i += 1) {
    try {
      steps[i].act();
    } catch (error) {
      steps[i].fail(error);
    }
  }
}

/** The visitor has refused: rejects the promises that forms wait for. Everything else goes on waiting for a consent. */
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

/** Puts real objects in the place of deferred ones, also in plain objects and arrays, which the library is to read. */
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
