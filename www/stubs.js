/**
 * @file Stubs for globals whose library is held: calls of `grecaptcha.ready` or `new google.maps.Map` wait for it. Which
 * members a stub has, the vendor table says. The library's own script does not see the stub, and replaces it.
 */

import { ask } from './decide.js';
import { deferred, failPromises, play } from './deferred.js';
import {
  apply,
  currentScriptOf,
  define,
  descriptorOf,
  exec,
  list,
  maybe,
  own,
  windowOf,
} from './natives.js';

/** @typedef {import('./book.js').Held} Held */

/**
 * @typedef {object} Stub
 * @property {any} window
 * @property {string} path of the global
 * @property {string} ready paths of members that call back, with commas between them
 * @property {any} owner what has the property, and its name
 * @property {string} name
 * @property {any} value
 * @property {Held[]} scripts those that may bring the library
 * @property {import('./deferred.js').Recording} recording
 */

/** The stub of each held script. @type {WeakMap<object, Stub>} */
const stubs = own(new WeakMap());

/** The stubs of a window, by their globals. @type {WeakMap<object, Map<string, Stub>>} */
const windows = own(new WeakMap());

/** The first name of a path, and the rest. */
const FIRST = /^([^.]*)\.?(.*)$/;

const LINE = /^([^\t]+)\t(.*)\t(.*)\t(.*)\t(.*)$/m;

/**
 * Puts a stub in the place of the global that a held script would bring. Nothing happens if the page has one of its own.
 * @param {Held} held
 */
export function lendStub(held) {
  const line = exec(LINE, ask('stubs', held.ticket));
  const window = line && windowOf(held.document);
  if (window) maybe(() => lend(held, window, /** @type {string[]} */ (line)), null);
}

/**
 * @param {Held} held
 * @param {any} window
 * @param {string[]} line
 */
function lend(held, window, [, path, queue, promise, rejects, ready]) {
  const known = windows.get(window) ?? own(new Map());
  windows.set(window, known);
  const stub =
    known.get(path) ??
    make(window, path, ready, {
      queue: `,${queue},`,
      promise: `,${promise},`,
      rejects: `,${rejects},`,
      steps: list(),
      played: false,
      failure: null,
    });
  if (!stub) return;
  known.set(path, stub);
  stub.scripts[stub.scripts.length] = held;
  stubs.set(held, stub);
}

/**
 * @param {any} window
 * @param {string} path
 * @param {string} ready
 * @param {import('./deferred.js').Recording} recording
 * @returns {Stub | null} null if something has that name
 */
function make(window, path, ready, recording) {
  const [, root, member] = /** @type {string[]} */ (exec(FIRST, path));
  const there = descriptorOf(window, root);
  const inside = member && there?.value;
  if (inside ? inside[member] !== undefined : there && there.value !== undefined) return null;
  if (there && !('value' in there && there.configurable)) return null;
  const global = deferred(recording, '', () => valueAt(window, path), {});
  const stub = {
    window,
    path,
    ready,
    recording,
    scripts: list(),
    owner: inside || window,
    name: inside ? member : root,
    value: inside || !member ? global : { [member]: global },
  };
  put(stub);
  return stub;
}

/** @param {Stub} stub */
function put({ window, owner, name, value, scripts }) {
  const { document } = window;
  define(owner, name, {
    configurable: true,
    enumerable: true,
    get() {
      const running = currentScriptOf(document);
      for (let i = 0; i < scripts.length; i += 1)
        if (scripts[i].element === running) return undefined;
      return value;
    },
    // `var google = google || {}` assigns the stub itself.
    set(next) {
      if (next === value) return;
      define(owner, name, { configurable: true, enumerable: true, writable: true, value: next });
    },
  });
}

/** @param {Stub} stub */
const isThere = ({ owner, name }) => Boolean(descriptorOf(owner, name)?.get);

/**
 * @param {any} from
 * @param {string} path
 * @returns {any}
 */
function valueAt(from, path) {
  const [, name, rest] = /** @type {string[]} */ (exec(FIRST, path));
  const value = from?.[name];
  return rest ? valueAt(value, rest) : value;
}

/**
 * A released script has run: if it has brought the library, what waits is done as soon as that can be used.
 * @param {Held} held
 */
export function playStub(held) {
  const stub = stubs.get(held);
  if (!stub || stub.recording.played) return;
  if (isThere(stub)) return failStub(held);
  maybe(playWhenReady, stub);
}

/** @param {Stub} stub */
function playWhenReady({ window, path, ready, recording }) {
  const go = () => recording.played || play(recording);
  callBack(valueAt(window, path), ready, go);
}

/**
 * Calls `go` by the first of these members that exists, or at once.
 * @param {any} real
 * @param {string} paths
 * @param {() => void} go
 */
function callBack(real, paths, go) {
  const [, path, rest] = /** @type {string[]} */ (exec(/^([^,]*),?(.*)$/, paths));
  const [, inside, name] = /** @type {string[]} */ (exec(/^(?:(.*)\.)?(.*)$/, path));
  const owner = inside ? valueAt(real, inside) : real;
  if (typeof owner?.[name] === 'function') {
    try {
      return apply(owner[name], owner, [go]);
    } catch {
      // Turnstile does not call back if its script is async, which a released script is. It is there already.
    }
  } else if (rest) return callBack(real, rest, go);
  go();
}

/**
 * The script of a stub will not run, as things are.
 * @param {Held} held
 */
export function failStub(held) {
  const stub = stubs.get(held);
  if (stub) failPromises(stub.recording, Error(`${stub.path} is not there: its script is blocked`));
}
