/**
 * @file Stubs for globals whose library is held: calls of `grecaptcha.ready` or `new google.maps.Map` wait for it. The
 * vendor table defines the members of a stub. The library's script does not see the stub, and replaces it.
 */

import { ask } from '../engine/engine.ts';
import { deferred, failPromises, play } from './stub-object.ts';
import {
  apply,
  currentScriptOf,
  define,
  descriptorOf,
  exec,
  nullProtoArray,
  maybe,
  frozenMethods,
  windowOf,
} from '../platform/primordials.ts';
import type { Recording } from './stub-object.ts';
import type { Held } from './held-elements.ts';
import type { PageValue, Realm } from '../platform/types-core.ts';

interface Stub {
  window: Realm;
  /** Of the global */
  path: string;
  /** Paths of members that take a callback, separated by commas */
  ready: string;
  /** The object that has the property, and the property's name */
  owner: object;
  name: string;
  value: object;
  /** Scripts that may define the library */
  scripts: Held[];
  recording: Recording;
}

/** The stub of each held script. */
const stubs: WeakMap<object, Stub> = frozenMethods(new WeakMap());

/** The stubs of a window, by their globals. */
const windows: WeakMap<object, Map<string, Stub>> = frozenMethods(new WeakMap());

/** Matches the first name of a path, and the rest. */
const FIRST = /^([^.]*)\.?(.*)$/;

const LINE = /^([^\t]+)\t(.*)\t(.*)\t(.*)\t(.*)$/m;

/** Defines a stub for the global that a held script would define. Does nothing if the page has this global. */
export function installStub(held: Held) {
  const line = exec(LINE, ask('stubs', held.ticket));
  const window = line && windowOf(held.document);
  if (window) maybe(() => lend(held, window, line as string[]), null);
}

function lend(held: Held, window: Realm, [, path, queue, promise, rejects, ready]: string[]) {
  const known = windows.get(window) ?? frozenMethods(new Map());
  windows.set(window, known);
  const stub =
    known.get(path) ??
    make(window, path, ready, {
      queue: `,${queue},`,
      promise: `,${promise},`,
      rejects: `,${rejects},`,
      steps: nullProtoArray(),
      played: false,
      failure: null,
    });
  if (!stub) return;
  known.set(path, stub);
  stub.scripts[stub.scripts.length] = held;
  stubs.set(held, stub);
}

/** @returns null if the global exists or cannot be defined */
function make(window: Realm, path: string, ready: string, recording: Recording): Stub | null {
  const [, root, member] = exec(FIRST, path) as string[];
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
    scripts: nullProtoArray<Held>(),
    owner: inside || window,
    name: inside ? member : root,
    value: inside || !member ? global : { [member]: global },
  };
  put(stub);
  return stub;
}

function put({ window, owner, name, value, scripts }: Stub) {
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
    // `var google = google || {}` assigns the stub to itself.
    set(next) {
      if (next === value) return;
      define(owner, name, { configurable: true, enumerable: true, writable: true, value: next });
    },
  });
}

const isThere = ({ owner, name }: Stub) => Boolean(descriptorOf(owner, name)?.get);

function valueAt(from: PageValue, path: string): PageValue {
  const [, name, rest] = exec(FIRST, path) as string[];
  const value = from?.[name];
  return rest ? valueAt(value, rest) : value;
}

/**
 * Handles a released script that has run. If it has defined the library, recorded calls are made as soon as the library
 * is ready.
 */
export function playStub(held: Held) {
  const stub = stubs.get(held);
  if (!stub || stub.recording.played) return;
  if (isThere(stub)) return failStub(held);
  maybe(playWhenReady, stub);
}

function playWhenReady({ window, path, ready, recording }: Stub) {
  const go = () => recording.played || play(recording);
  callBack(valueAt(window, path), ready, go);
}

/** Passes `go` to the first of these members that exists, or calls it at once. */
function callBack(real: PageValue, paths: string, go: () => void) {
  const [, path, rest] = exec(/^([^,]*),?(.*)$/, paths) as string[];
  const [, inside, name] = exec(/^(?:(.*)\.)?(.*)$/, path) as string[];
  const owner = inside ? valueAt(real, inside) : real;
  if (typeof owner?.[name] === 'function') {
    try {
      return apply(owner[name], owner, [go]);
    } catch {
      // Turnstile throws if its script is async, as a released script is. The library is ready already.
    }
  } else if (rest) return callBack(real, rest, go);
  go();
}

/** Rejects the promises of a stub whose script is blocked. */
export function failStub(held: Held) {
  const stub = stubs.get(held);
  if (stub) failPromises(stub.recording, Error(`${stub.path} is not there: its script is blocked`));
}
