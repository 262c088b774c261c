/**
 * @file Reads written HTML in step with the page's parser. The same text is written into a document without a window,
 * so that the browser itself tells which `<name` is a tag: a number put behind each name comes out as an attribute of
 * its element, or else in a text, a comment or another attribute.
 */

import { isTemplate } from './declarative.js';
import { ancestorTags } from './inert.js';
import {
  HTML,
  NONE,
  attrName,
  attrNamespace,
  attrValue,
  attributesOf,
  createInertDocument,
  exec,
  found,
  getter,
  hasAttribute,
  indexOf,
  list,
  max,
  maybe,
  method,
  namespaceOf,
  nodeType,
  nothing,
  observe,
  openDocument,
  own,
  query,
  randomId,
  removeAttribute,
  replace,
  rootOf,
  setAttributeNS,
  slice,
  templateContentOf,
  textOf,
  toLowerCase,
  writeDocument,
} from './natives.js';
import { trusted, trustedHTML } from './trusted.js';

/**
 * @typedef {object} Start a `<name` of interest; a place is the number of chars written in front of it
 * @property {string} name in lower case
 * @property {number} number
 * @property {number} start
 * @property {number} nameEnd where an attribute can be put in
 * @property {boolean} passed whether a `>` has come behind it
 */

/**
 * @typedef {object} Event what the page's parser does next
 * @property {Start | null} start a start tag; null for the end of a script that was given before
 * @property {any} element what the parser has made of it, in the document without a window
 * @property {string} text the content of a style element, or of a script without a source
 * @property {number} textStart
 * @property {boolean} ends whether it ends a script
 */

/**
 * @typedef {object} Raw an element whose content is text to the parser
 * @property {string} name
 * @property {Event | null} event given at its end
 * @property {boolean} waits whether it is judged by its content, and must not be sent before
 * @property {number} escaped within a script: 1 behind `<!--`, 2 behind `<script` in there
 */

/**
 * @typedef {object} Model
 * @property {any} inert the document without a window, once it is needed
 * @property {any} observer
 * @property {string} before what was written before that, and the start tags of the elements around it
 * @property {string} rest what is not read yet
 * @property {string} wait what has been read and not been sent to the page's parser
 * @property {number} read how many chars have been read
 * @property {Start[]} open those that may be tags which are not complete
 * @property {Raw | null} raw
 * @property {number} count
 * @property {{ place: number, name: string } | null} next the next `<name` of interest
 * @property {WeakSet<object>} plain contents of templates that make no shadow root
 */

const START =
  /<(script|style|base|template|textarea|title|xmp|no(?:embed|frames|script)|plaintext|i?frame|im(?:g|age)|input|source|video|audio|track|embed|object|link|feimage)(?=[\t\n\f\r />])/gi;
const RAW = /^(?:script|style|textarea|title|xmp|no(?:embed|frames|script)|plaintext|iframe)$/;
const END = /<\/([a-z]+)(?=[\t\n\f\r />])/gi;
/** HTML, "script data escaped state" and "script data double escaped state". */
const IN_SCRIPT = /<!--|-->|<\/?script(?=[\t\n\f\r />])/gi;
/** What may be the first part of one of these. */
const CUT = /<\/?[a-z]*$/i;
const SCRIPT_CUT = /(?:<\/?[a-z]*|<!?-*|-+)$/i;
const LONGEST_CUT = 12;

const KEY = `consent-gate-${randomId()}-`;
const OWN_NUMBER = RegExp(`^${KEY}`);
const NUMBERS = RegExp(`${KEY}(\\d+)`, 'g');
const MARKS = RegExp(`/${KEY}\\d+(?:/(?=[\t\n\f\r ]))?`, 'g');

const Observer = MutationObserver;
const recordsOf = method(Observer.prototype, 'takeRecords');
const addedNodesOf = getter(MutationRecord.prototype, 'addedNodes');
const implementation = document.implementation;

/**
 * @param {any} script the script that writes; null for a document that was opened for writing
 * @returns {Model}
 */
export const createModel = (script) => ({
  inert: null,
  observer: null,
  before: script ? ancestorTags(script) : '',
  rest: '',
  wait: '',
  read: 0,
  open: list(),
  raw: null,
  count: 0,
  next: null,
  plain: own(new WeakSet()),
});

/**
 * Up to where what has been read may be sent: not the first part of a tag, which could not be held any more.
 * @param {Model} model
 */
export function sendable({ raw, open, read }) {
  if (raw?.waits) return /** @type {Start} */ (/** @type {Event} */ (raw.event).start).start;
  return open.length > 0 ? open[0].start : read;
}

/**
 * Reads on up to the next event; null where everything has been read, but for what may be the first part of a tag.
 * @param {Model} model
 * @returns {Event | null}
 */
export function nextEvent(model) {
  for (;;) {
    const { rest, raw } = model;
    const event = raw ? readRaw(model, raw) : readMarkup(model);
    if (event) return event;
    if (model.rest.length === rest.length) return null;
  }
}

/**
 * Reads up to the next `>` that may end a tag of interest.
 * @param {Model} model
 * @returns {Event | null}
 */
function readMarkup(model) {
  const { rest } = model;
  const end = rest.length - cutLength(rest, CUT);
  let stop = model.open.length > 0 ? indexOf(rest, '>') : -1;
  let text = '';
  let done = 0;
  for (let match; (match = startIn(model, done)) && (stop < 0 || match.index < stop);) {
    const nameEnd = match.index + match.name.length + 1;
    text += slice(rest, done, match.index) + numbered(model, match, nameEnd);
    done = nameEnd;
    if (stop < 0) stop = indexOf(rest, '>', nameEnd);
  }
  const to = stop < 0 ? end : stop + 1;
  const added = feed(model, text + slice(rest, done, to));
  consume(model, to);
  return stop < 0 ? null : resolved(model, added);
}

/**
 * The first `<name` of interest in the rest; it is looked for once.
 * @param {Model} model
 * @param {number} from
 */
function startIn(model, from) {
  if (!model.next || model.next.place < model.read + from) {
    START.lastIndex = from;
    const match = exec(START, model.rest);
    const place = match ? model.read + match.index : Infinity;
    model.next = { place, name: match ? toLowerCase(match[1]) : '' };
  }
  const { place, name } = model.next;
  return place === Infinity ? null : { index: place - model.read, name };
}

/**
 * Notes a `<name` of interest.
 * @param {Model} model
 * @param {{ index: number, name: string }} match
 * @param {number} nameEnd
 * @returns {string} the same with a number behind it
 */
function numbered(model, { index, name }, nameEnd) {
  const number = (model.count += 1);
  const [start, end] = [model.read + index, model.read + nameEnd];
  model.open[model.open.length] = { name, number, start, nameEnd: end, passed: false };
  const space = found(/[\t\n\f\r ]/, model.rest[nameEnd]);
  return `<${inertName(name)}/${KEY}${number}${space ? '/' : ''}`;
}

/**
 * `noscript` is text only where scripts run; `noembed` is text everywhere, and has no other meaning to the parser.
 * @param {string} name
 */
const inertName = (name) => (name === 'noscript' ? 'noembed' : name);

/**
 * Takes text off the rest.
 * @param {Model} model
 * @param {number} length
 */
function consume(model, length) {
  model.wait += slice(model.rest, 0, length);
  model.rest = slice(model.rest, length);
  model.read += length;
}

/**
 * How many last chars of a text may be the first part of a token.
 * @param {string} text
 * @param {RegExp} cut
 */
const cutLength = (text, cut) => exec(cut, slice(text, -LONGEST_CUT))?.[0].length ?? 0;

/**
 * Writes text into the document without a window.
 * @param {Model} model
 * @param {string} text
 * @returns {any[]} the nodes that the parser has added
 */
function feed(model, text) {
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

/**
 * Finds out which starts are tags, now that a `>` has been read.
 * @param {Model} model
 * @param {any[]} added
 * @returns {Event | null}
 */
function resolved(model, added) {
  let last = 0;
  let element = null;
  for (let i = 0; i < added.length; i += 1) {
    const isElement = nodeType(added[i]) === 1;
    const attributes = isElement ? attributesOf(added[i]) : NONE;
    if (!isElement) last = max(last, lastNumber(textOf(added[i])));
    else if (attributes.length > 0 && found(OWN_NUMBER, attrName(attributes[0])))
      element = added[i];
    for (let j = 0; j < attributes.length; j += 1)
      last = max(last, lastNumber(`${attrName(attributes[j])} ${attrValue(attributes[j])}`));
  }
  const number = element ? lastNumber(attrName(attributesOf(element)[0])) : 0;
  const { open } = model;
  model.open = list();
  let start = null;
  for (let i = 0; i < open.length; i += 1) {
    if (open[i].number === number) start = open[i];
    if (open[i].number > last) model.open[model.open.length] = open[i];
  }
  dropPassed(model);
  return start ? entered(model, start, element) : null;
}

/**
 * Drops what would have been a complete tag: the parser has ignored it, or it stands in an end tag. Where there are
 * quotes the `>` may have been in an attribute.
 * @param {Model} model
 */
function dropPassed(model) {
  const first = model.open[0];
  if (!first || first.passed) return;
  first.passed = true;
  if (!found(/["']/, slice(model.wait, first.start - model.read))) model.open = list();
}

/**
 * The number of the last start in a text; 0 where there is none.
 * @param {string} text
 */
function lastNumber(text) {
  let number = 0;
  NUMBERS.lastIndex = 0;
  for (let match; (match = exec(NUMBERS, text));) number = +match[1];
  return number;
}

/**
 * The parser has read a start tag.
 * @param {Model} model
 * @param {Start} start
 * @param {any} element
 * @returns {Event | null}
 */
function entered(model, start, element) {
  clean(element);
  const { name } = start;
  const script = name === 'script';
  const ignored = model.plain.has(rootOf(element));
  const raw = namespaceOf(element) === HTML && found(RAW, name);
  const waits = raw && !ignored && (name === 'style' || (script && !hasAttribute(element, 'src')));
  const event = { start, element, text: '', textStart: model.read, ends: false };
  if (raw) model.raw = { name, event: ignored ? null : event, waits, escaped: 0 };
  return waits || ignored ? null : event;
}

/**
 * Takes the numbers off.
 * @param {any} element
 */
function clean(element) {
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
 * Reads text up to the end tag of the element that it is in.
 * @param {Model} model
 * @param {Raw} raw
 * @returns {Event | null}
 */
function readRaw(model, raw) {
  const { rest } = model;
  const start = raw.name === 'script' ? endOfScript(rest, raw) : endOf(rest, raw.name);
  const end = start < 0 ? -1 : indexOf(rest, '>', start) + 1;
  const length =
    start < 0 ? rest.length - cutLength(rest, raw.name === 'script' ? SCRIPT_CUT : CUT) : start;
  if (raw.waits && raw.event) raw.event.text += slice(rest, 0, length);
  consume(model, end > 0 ? end : length);
  if (end <= 0) return null;
  model.raw = null;
  feed(model, `</${inertName(raw.name)}>`);
  const ends = raw.name === 'script';
  if (!raw.event || (!ends && !raw.waits)) return null;
  return raw.waits ? { ...raw.event, ends } : { ...raw.event, start: null, ends };
}

/**
 * @param {string} text
 * @param {string} name
 * @returns {number} where the end tag of that name begins, or -1
 */
function endOf(text, name) {
  END.lastIndex = 0;
  for (let match; (match = exec(END, text));)
    if (toLowerCase(match[1]) === name) return match.index;
  return -1;
}

/**
 * @param {string} text
 * @param {Raw} raw
 * @returns {number} where the end tag of a script begins, or -1
 */
function endOfScript(text, raw) {
  IN_SCRIPT.lastIndex = 0;
  for (let match; (match = exec(IN_SCRIPT, text));) {
    const token = toLowerCase(match[0]);
    if (token === '-->') raw.escaped = 0;
    else if (token === '<!--') {
      if (raw.escaped === 0) raw.escaped = 1;
      IN_SCRIPT.lastIndex -= 2; // `<!-->` is a whole comment.
    } else if (token === '<script') raw.escaped = raw.escaped && 2;
    else if (raw.escaped < 2) return match.index;
    else raw.escaped = 1;
  }
  return -1;
}
