/**
 * @file The inert document: a document without a window that reads written HTML in step with the page's parser. Each
 * start tag in it is recognised by a number.
 */

import { isTemplate } from '../../shadow/declarative.ts';
import {
  attributeNames,
  attributeOf,
  cloneOf,
  createInertDocument,
  exec,
  found,
  getter,
  hasAttribute,
  lastIndexOf,
  nullProtoArray,
  maybe,
  min,
  nodeType,
  NONE,
  nothing,
  observe,
  openDocument,
  outerHTMLOf,
  query,
  recordsOf,
  removeAttribute,
  replace,
  setAttribute,
  slice,
  templateContentOf,
  textOf,
  writeDocument,
} from '../../platform/primordials.ts';
import { TWIN_ID } from '../../requests/held-elements.ts';
import { trusted, trustedHTML } from '../../platform/trusted-types.ts';
import type { Model } from './parser-model.ts';

const KEY = `${TWIN_ID}-`;
const OWN_NUMBER = RegExp(`^${KEY}`);
const MARKS = RegExp(`/${KEY}\\d+(?:/(?=[\t\n\f\r ]))?`, 'g');

const Observer = MutationObserver;
const addedNodesOf = getter(MutationRecord.prototype, 'addedNodes');
const implementation = document.implementation;

/**
 * Returns the name of an element that the inert document parses as the page does. `noscript` is text only where scripts
 * run. `noembed` is text everywhere, and the parser treats it like any other text element.
 */
export const inertName = (name: string) => (name === 'noscript' ? 'noembed' : name);

export const markOf = (number: number) => `/${KEY}${number}`;

/** Returns the number of the last start tag in a text, or 0 if it has none. */
function lastNumber(text: string) {
  const index = lastIndexOf(text, KEY);
  const digits = index < 0 ? null : exec(/^\d+/, slice(text, index + KEY.length));
  return digits ? +digits[0] : 0;
}

/**
 * Returns the numbers in a node. It reads the tag as text: asking for each of many attributes takes quadratic time.
 * @returns `frozenMethods`: the number of the tag that it was made of, or 0; `last`: the last number in it
 */
export function numbersIn(node: Node): { own: number; last: number } {
  if (nodeType(node) !== 1) return { own: 0, last: lastNumber(textOf(node) ?? '') };
  const names = attributeNames(node as Element);
  const own = names.length > 0 && found(OWN_NUMBER, names[0]) ? lastNumber(names[0]) : 0;
  const last = names.length > 1 ? lastNumber(outerHTMLOf(cloneOf(node as Element, false))) : own;
  return { own, last };
}

/**
 * Greatest number of attributes of a tag that are cleaned. Further ones keep their numbers: removing each one takes
 * quadratic time.
 */
const MOST_CLEANED = 1_000;

/** Removes the numbers from the attributes of an element. */
export function clean(element: Element) {
  const names = attributeNames(element);
  for (let i = min(names.length, MOST_CLEANED) - 1; i >= 0; i -= 1) {
    const name = names[i];
    const value = attributeOf(element, name) ?? '';
    if (found(OWN_NUMBER, name)) removeAttribute(element, name);
    else if (lastNumber(value))
      setAttribute(element, name, trusted(element, name, replace(MARKS, value, '')));
  }
}

/** Writes text into the inert document. @returns the nodes that the parser has added */
export function feed(model: Model, text: string): Node[] {
  if (!text) return NONE;
  if (model.count === 0) {
    model.before += text;
    return NONE;
  }
  if (!model.inert) {
    model.inert = createInertDocument(implementation, '');
    openDocument(model.inert);
    model.observer = new Observer(nothing);
    watch(model, model.inert);
    text = model.before + text;
    model.before = '';
  }
  writeDocument(model.inert, trustedHTML(text));
  return addedTo(model);
}

const watch = ({ observer }: Model, root: Node) =>
  observe(observer!, root, { childList: true, subtree: true });

function addedTo(model: Model) {
  const nodes: Node[] = nullProtoArray();
  const records = recordsOf(model.observer!);
  for (let i = 0; i < records.length; i += 1) {
    const added = addedNodesOf(records[i]);
    for (let j = 0; j < added.length; j += 1) collect(model, added[j], nodes);
  }
  return nodes;
}

function collect(model: Model, node: Node, into: Node[]) {
  into[into.length] = node;
  if (nodeType(node) !== 1 || !isTemplate(node as Element)) return;
  const content = maybe(templateContentOf, node);
  if (!content) return;
  watch(model, content);
  if (!hasAttribute(node as Element, 'shadowrootmode')) model.plain.add(content);
  const inside = query(content, '*');
  for (let i = 0; i < inside.length; i += 1) collect(model, inside[i], into);
}
