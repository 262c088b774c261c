/**
 * @file The document without a window in which written HTML is read in step with the page's parser, and the numbers by
 * which a start tag is recognised in it.
 */

import { isTemplate } from './declarative.js';
import {
  attributesOf,
  attrName,
  attrNamespace,
  attrValue,
  createInertDocument,
  exec,
  found,
  getter,
  hasAttribute,
  list,
  maybe,
  method,
  nodeType,
  NONE,
  nothing,
  observe,
  openDocument,
  query,
  randomId,
  removeAttribute,
  replace,
  setAttributeNS,
  templateContentOf,
  writeDocument,
} from './natives.js';
import { trusted, trustedHTML } from './trusted.js';

/** @typedef {import('./written-model.js').Model} Model */

const KEY = `consent-gate-${randomId()}-`;
const OWN_NUMBER = RegExp(`^${KEY}`);
const NUMBERS = RegExp(`${KEY}(\\d+)`, 'g');
const MARKS = RegExp(`/${KEY}\\d+(?:/(?=[\t\n\f\r ]))?`, 'g');

const Observer = MutationObserver;
const recordsOf = method(Observer.prototype, 'takeRecords');
const addedNodesOf = getter(MutationRecord.prototype, 'addedNodes');
const implementation = document.implementation;

/**
 * `noscript` is text only where scripts run; `noembed` is text everywhere, and has no other meaning to the parser.
 * @param {string} name
 */
export const inertName = (name) => (name === 'noscript' ? 'noembed' : name);

/** @param {number} number */
export const markOf = (number) => `/${KEY}${number}`;

/**
 * Whether an element was made of a numbered tag: the first of its attributes is the number.
 * @param {any} element
 */
export const isNumbered = (element) => {
  const attributes = attributesOf(element);
  return attributes.length > 0 && found(OWN_NUMBER, attrName(attributes[0]));
};

/**
 * The number of the last start in a text; 0 where there is none.
 * @param {string} text
 */
export function lastNumber(text) {
  let number = 0;
  NUMBERS.lastIndex = 0;
  for (let match; (match = exec(NUMBERS, text));) number = +match[1];
  return number;
}

/**
 * Takes the numbers off.
 * @param {any} element
 */
export function clean(element) {
  const attributes = attributesOf(element);
  for (let i = attributes.length - 1; i >= 0; i -= 1) {
    const [name, value] = [attrName(attributes[i]), attrValue(attributes[i])];
    const plain = lastNumber(value) ? replace(MARKS, value, '') : value;
    if (found(OWN_NUMBER, name)) removeAttribute(element, name);
    else if (plain !== value)
      setAttributeNS(element, attrNamespace(attributes[i]), name, trusted(element, name, plain));
  }
}

/**
 * Writes text into the document without a window.
 * @param {Model} model
 * @param {string} text
 * @returns {any[]} the nodes that the parser has added
 */
export function feed(model, text) {
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

/**
 * @param {Model} model
 * @param {any} root
 */
const watch = ({ observer }, root) => observe(observer, root, { childList: true, subtree: true });

/** @param {Model} model */
function addedTo(model) {
  const nodes = list();
  const records = recordsOf(model.observer);
  for (let i = 0; i < records.length; i += 1) {
    const added = addedNodesOf(records[i]);
    for (let j = 0; j < added.length; j += 1) collect(model, added[j], nodes);
  }
  return nodes;
}

/**
 * @param {Model} model
 * @param {any} node
 * @param {any[]} into
 */
function collect(model, node, into) {
  into[into.length] = node;
  if (nodeType(node) !== 1 || !isTemplate(node)) return;
  const content = maybe(templateContentOf, node);
  if (!content) return;
  watch(model, content);
  if (!hasAttribute(node, 'shadowrootmode')) model.plain.add(content);
  const inside = query(content, '*');
  for (let i = 0; i < inside.length; i += 1) collect(model, inside[i], into);
}
