/**
 * @file Reads written HTML in step with the page's parser. The same text is written into a document without a window,
 * so that the browser itself tells which `<name` is a tag: a number put behind each name comes out as an attribute of
 * its element, or else in a text, a comment or another attribute.
 */

import { ancestorTags } from './inert.js';
import {
  exec,
  found,
  hasAttribute,
  HTML,
  indexOf,
  list,
  max,
  min,
  namespaceOf,
  own,
  rootOf,
  slice,
  toLowerCase,
} from './natives.js';
import { clean, feed, inertName, markOf, numbersIn } from './written-inert.js';
import { CUT, consume, cutLength, readRaw } from './written-raw.js';

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
 * @property {string} tail the end of what has been read, while there is an open start: at least from the first one on
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
/** A tag whose every quote opens or closes a value. */
const COMPLETE = /^<[^"'>]*(?:=\s*(?:"[^"]*"|'[^']*')[^"'>]*)*>/;

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
  tail: '',
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
  let stop = model.open.length > 0 ? endIn(rest, 0) : Infinity;
  let text = '';
  let done = 0;
  for (let match; (match = startIn(model, done)) && match.index < stop;) {
    const nameEnd = match.index + match.name.length + 1;
    text += slice(rest, done, match.index) + numbered(model, match, nameEnd);
    if (stop === Infinity && model.open.length === 1) stop = endIn(rest, nameEnd);
    done = nameEnd;
  }
  const to = min(stop, rest.length - cutLength(rest, CUT));
  const added = feed(model, text + slice(rest, done, to));
  consume(model, to);
  return stop === Infinity ? null : resolved(model, added);
}

/**
 * @param {string} text
 * @param {number} from
 * @returns {number} behind the next `>`, or infinity
 */
function endIn(text, from) {
  const index = indexOf(text, '>', from);
  return index < 0 ? Infinity : index + 1;
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
  return `<${inertName(name)}${markOf(number)}${space ? '/' : ''}`;
}

/**
 * Finds out which starts are tags, now that a `>` has been read.
 * @param {Model} model
 * @param {any[]} added
 * @returns {Event | null}
 */
function resolved(model, added) {
  let last = 0;
  let number = 0;
  let element = null;
  for (let i = 0; i < added.length; i += 1) {
    const numbers = numbersIn(added[i]);
    last = max(last, numbers.last);
    if (!numbers.own) continue;
    number = numbers.own;
    element = added[i];
  }
  const start = last ? startOf(model, number, last) : null;
  dropPassed(model);
  return start ? entered(model, start, element) : null;
}

/**
 * Drops the starts up to the one with the number `last`.
 * @param {Model} model
 * @param {number} number
 * @param {number} last
 * @returns {Start | null} the one with that number
 */
function startOf(model, number, last) {
  const { open } = model;
  let start = null;
  model.open = list();
  for (let i = 0; i < open.length; i += 1) {
    if (open[i].number === number) start = open[i];
    if (open[i].number > last) model.open[model.open.length] = open[i];
  }
  return start;
}

/**
 * Drops what would be a complete tag by now: the parser has ignored it, or it stands in an end tag.
 * @param {Model} model
 */
function dropPassed(model) {
  const first = model.open[0];
  if (first && !first.passed) {
    first.passed = true;
    // A slice of all that waits would copy it at every call.
    model.tail = slice(model.tail, first.start - model.read);
    if (found(COMPLETE, model.tail)) model.open = list();
  }
  if (model.open.length === 0) model.tail = '';
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
