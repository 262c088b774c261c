/**
 * @file Deferred objects: each stands for an object of a library that is held. What code does to one is recorded, and done
 * to the real object once the library runs. From then on it passes everything on.
 */

import { apply, construct, getPrototypeOf, indexOf, list, nothing, own } from './natives.js';

/**
 * @typedef {object} Recording what was done to the deferred objects of one library
 * @property {string} queue members whose calls are recorded, with commas around each; `*` is any
 * @property {string} promise those that return a promise
 * @property {string} rejects those whose promise rejects after a refusal
 * @property {Step[]} steps in order
 * @property {boolean} played whether the library has come
 * @property {Error | null} failure what they reject with, if the visitor has refused
 */

/** @typedef {{ name: string, act: () => void, fail: (error: unknown) => void }} Step */

const { isArray } = Array;
const PagePromise = Promise;
const plain = Object.prototype;

/** What each deferred object stands for. @type {WeakMap<object, () => any>} */
const reals = own(new WeakMap());

/** How deep deferred objects are looked for in the arguments of a call. */
const DEEPEST = 4;

/** What the library throws at calls that it gets late. @param {unknown} error */
const report = (error) => reportError(error);

/** @param {string} names @param {string} name */
const lists = (names, name) => name !== '' && indexOf(names, `,${name},`) >= 0;

/**
 * Makes a deferred object.
 * @param {Recording} recording
 * @param {string} name its name in the object that has it
 * @param {() => any} real what it stands for, once the library has come
 * @param {object} [target] an object that cannot be called, for the global itself
 * @returns {any}
 */
export function deferred(recording, name, real, target = function () {}) {
  const isGlobal = arguments.length > 3;
  /** @type {Map<PropertyKey, any>} */
  const members = own(new Map());
  /** @type {any} */
  const handler = {
    __proto__: null,
    get: (/** @type {any} */ _, /** @type {string} */ key) =>
      memberOf(recording, members, key, real),
    set(/** @type {any} */ _, /** @type {string} */ key, /** @type {any} */ value) {
      members.set(key, value);
      if (!isGlobal) record(recording, '', () => (real()[key] = realOf(value)));
      return true;
    },
    apply: (/** @type {any} */ _, /** @type {any} */ self, /** @type {any[]} */ args) =>
      record(recording, name, () => apply(real(), realOf(self), realsIn(args, DEEPEST))),
    construct: (/** @type {any} */ _, /** @type {any[]} */ args) =>
      record(recording, '', () => construct(real(), realsIn(args, DEEPEST))),
  };
  const proxy = new Proxy(target, handler);
  reals.set(proxy, real);
  return proxy;
}

/**
 * @param {Recording} recording
 * @param {Map<PropertyKey, any>} members
 * @param {string} key
 * @param {() => any} real
 */
function memberOf(recording, members, key, real) {
  if (recording.played) {
    const value = real()?.[key];
    if (typeof value !== 'function') return value;
  } else if (members.has(key)) return members.get(key);
  // An object with `then` is taken for a promise.
  if (typeof key === 'symbol' || key === 'then' || key === 'toJSON')
    return /** @type {any} */ (key) === Symbol.toPrimitive ? () => '' : undefined;
  if (!lists(recording.queue, key) && !lists(recording.queue, '*')) return undefined;
  const member = deferred(recording, key, () => real()[key]);
  members.set(key, member);
  return member;
}

/**
 * Does something at once if the library has come, else when it comes.
 * @param {Recording} recording
 * @param {string} name of the member that is called
 * @param {() => any} act
 */
function record(recording, name, act) {
  if (recording.played) return act();
  if (lists(recording.promise, name))
    return new PagePromise((resolve, fail) => {
      if (recording.failure && lists(recording.rejects, name)) fail(recording.failure);
      else add(recording, name, () => resolve(act()), fail);
    });
  /** @type {any} */
  let result;
  add(recording, '', () => (result = act()), report);
  return deferred(recording, name, () => result);
}

/**
 * @param {Recording} recording
 * @param {string} name
 * @param {() => void} act
 * @param {(error: unknown) => void} fail
 */
const add = ({ steps }, name, act, fail) => void (steps[steps.length] = { name, act, fail });

/**
 * The library has come: does everything that was recorded, in order.
 * @param {Recording} recording
 */
export function play(recording) {
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

/**
 * The visitor has refused: rejects the promises that forms wait for. Everything else goes on waiting for a consent.
 * @param {Recording} recording
 * @param {Error} failure
 */
export function failPromises(recording, failure) {
  recording.failure = failure;
  const { steps } = recording;
  for (let i = 0; i < steps.length; i += 1) {
    if (!lists(recording.rejects, steps[i].name)) continue;
    steps[i].fail(failure);
    steps[i].act = nothing;
  }
}

/** @param {any} value */
const realOf = (value) => {
  const real = reals.get(value);
  return real ? real() : value;
};

/**
 * Puts real objects in the place of deferred ones, also in plain objects and arrays, which the library is to read.
 * @param {any} values
 * @param {number} depth
 */
function realsIn(values, depth) {
  for (const key in values) {
    const value = values[key];
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) continue;
    if (reals.has(value)) values[key] = realOf(value);
    else if (depth > 0 && (isArray(value) || getPrototypeOf(value) === plain))
      realsIn(value, depth - 1);
  }
  return values;
}
