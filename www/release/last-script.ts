/**
 * @file Makes a released blocking script the last one in lists of scripts while it runs. A parser-inserted blocking
 * script is the last one in the document while it runs, and some scripts find themselves that way. Afterwards the lists
 * are native again.
 */

import {
  apply,
  contains,
  currentScriptOf,
  define,
  descriptorOf,
  documentOf,
  found,
  getPrototypeOf,
  nullProtoArray,
  method,
  frozenMethods,
  parentOf,
  toText,
} from '../platform/primordials.ts';
import type { PageValue } from '../platform/types-core.ts';

/** Released blocking scripts that have not ended. */
const scripts: Set<Node> = frozenMethods(new Set());

/** The properties that were defined on the document and on the scripts' ancestors. */
let defined: Own[] = nullProtoArray();

type Own = { node: Node; name: Name; get: () => unknown };

/** Members that lead to the last script of a node. */
const NAMES = [
  'scripts',
  'lastChild',
  'lastElementChild',
  'getElementsByTagName',
  'querySelectorAll',
] as const;

type Name = (typeof NAMES)[number];

/** A list of elements: an array, a `NodeList` or an `HTMLCollection`. */
type Elements = ArrayLike<Element> & Partial<Pick<HTMLCollection, 'namedItem'>>;

const { get: valueOf } = Reflect;
const positionOf = method(Node.prototype, 'compareDocumentPosition');
const FOLLOWING = 4;

/** @param script that is about to run */
export function hideLater(script: Element) {
  scripts.add(script);
  for (let node = parentOf(script); node; node = parentOf(node))
    for (let i = 0; i < NAMES.length; i += 1)
      if (NAMES[i] in node && !descriptorOf(node, NAMES[i])) defineOn(node, NAMES[i]);
}

/** @param script that has run */
export function showLater(script: Element) {
  scripts.delete(script);
  let running = false;
  scripts.forEach(() => (running = true));
  if (running) return;
  for (let i = defined.length - 1; i >= 0; i -= 1) {
    const { node, name, get } = defined[i];
    if (descriptorOf(node, name)?.get === get)
      delete (node as Partial<Record<Name, unknown>>)[name];
  }
  defined = nullProtoArray();
}

function defineOn(node: Node, name: Name) {
  const get = () => {
    const native = valueOf(getPrototypeOf(node), name, node);
    const script = currentScriptOf(documentOf(node) ?? (node as Document));
    if (!script || !scripts.has(script) || !contains(node, script)) return native;
    if (typeof native === 'function')
      return (...args: PageValue[]) => listOf(native, node, args, script);
    return name === 'scripts' ? endingWith(script, native) : childWith(script, node);
  };
  const set = (value: unknown) =>
    define(node, name, { value, configurable: true, enumerable: true, writable: true });
  defined[defined.length] = { node, name, get };
  define(node, name, { get, set, configurable: true });
}

function listOf(native: Function, node: Node, args: PageValue[], script: Element) {
  const result = apply(native, node, args);
  return found(/script|^\*$/i, toText(args[0])) ? endingWith(script, result) : result;
}

/** Returns the child of `node` that is or contains `script`. */
function childWith(script: Node, node: Node) {
  let child = script;
  while (parentOf(child) !== node) child = parentOf(child)!;
  return child;
}

/** Returns a list that ends with `script` for as long as the script runs. */
function endingWith(script: Element, all: Elements) {
  const count = () => {
    let { length } = all;
    if (currentScriptOf(documentOf(script)) === script)
      while (length > 0 && positionOf(script, all[length - 1]) & FOLLOWING) length -= 1;
    return length;
  };
  if (count() === all.length) return all;
  const at = (i: PageValue) => (i < count() ? all[i] : null);
  const handler = {
    __proto__: null,
    get(_: Elements, key: PropertyKey) {
      if (key === 'length') return count();
      if (key === 'item') return at;
      if (typeof key === 'string' && found(/^\d+$/, key)) return at(key) ?? undefined;
      return key === 'namedItem' ? (name: string) => all.namedItem!(name) : all[key as number];
    },
  };
  return new Proxy(all, handler);
}
