/**
 * @file Reads written HTML in step with the page's parser. The same text is written into a document without a window,
 * so that the browser itself tells which `<name` is a tag: a number put behind each name comes out as an attribute of
 * its element, or else in a text, a comment or another attribute.
 */

import { ancestorTags } from '../../platform/inert-document.ts';
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
} from '../../platform/primordials.ts';
import { clean, feed, inertName, markOf, numbersIn } from './inert-copy.ts';
import { CUT, consume, cutLength, readRaw } from './raw-text.ts';

/** A `<name` of interest; a place is the number of chars written in front of it */
interface Start {
  /** In lower case */
  name: string;
  number: number;
  start: number;
  /** Where an attribute can be put in */
  nameEnd: number;
  /** Whether a `>` has come behind it */
  passed: boolean;
}

/** What the page's parser does next */
export interface Event {
  /** A start tag; null for the end of a script that was given before */
  start: Start | null;
  /** The element that the parser has made of it, in the document without a window. Null for the end of a script */
  element: Element | null;
  /** The content of a style element, or of a script without a source */
  text: string;
  textStart: number;
  /** Whether it ends a script */
  ends: boolean;
}

/** An element whose content is text to the parser */
export interface Raw {
  name: string;
  /** Given at its end */
  event: Event | null;
  /** Whether it is judged by its content, and must not be sent before */
  waits: boolean;
  /** Within a script: 1 behind `<!--`, 2 behind `<script` in there */
  escaped: number;
}

export interface Model {
  /** The document without a window, once it is needed */
  inert: Document | null;
  observer: MutationObserver | null;
  /** What was written before that, and the start tags of the elements around it */
  before: string;
  /** What is not read yet */
  rest: string;
  /** What has been read and not been sent to the page's parser */
  wait: string;
  /** The end of what has been read, while there is an open start: at least from the first one on */
  tail: string;
  /** How many chars have been read */
  read: number;
  /** Those that may be tags which are not complete */
  open: Start[];
  raw: Raw | null;
  count: number;
  /** The next `<name` of interest */
  next: { place: number; name: string } | null;
  /** Contents of templates that make no shadow root */
  plain: WeakSet<object>;
}

const START =
  /<(script|style|base|template|textarea|title|xmp|no(?:embed|frames|script)|plaintext|i?frame|im(?:g|age)|input|source|video|audio|track|embed|object|link|feimage)(?=[\t\n\f\r />])/gi;
const RAW = /^(?:script|style|textarea|title|xmp|no(?:embed|frames|script)|plaintext|iframe)$/;
/** A tag whose every quote opens or closes a value. */
const COMPLETE = /^<[^"'>]*(?:=\s*(?:"[^"]*"|'[^']*')[^"'>]*)*>/;

/** @param script the script that writes; null for a document that was opened for writing */
export const createModel = (script: Element | null): Model => ({
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

/** Returns the end of the text that may be sent. The first part of a tag may not: the tag could not be held then. */
export function sendable({ raw, open, read }: Model) {
  if (raw?.waits) return ((raw.event as Event).start as Start).start;
  return open.length > 0 ? open[0].start : read;
}

/** Reads on up to the next event; null where everything has been read, but for what may be the first part of a tag. */
export function nextEvent(model: Model): Event | null {
  for (;;) {
    const { rest, raw } = model;
    const event = raw ? readRaw(model, raw) : readMarkup(model);
    if (event) return event;
    if (model.rest.length === rest.length) return null;
  }
}

/** Reads up to the next `>` that may end a tag of interest. */
function readMarkup(model: Model): Event | null {
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

/** @returns behind the next `>`, or infinity */
function endIn(text: string, from: number): number {
  const index = indexOf(text, '>', from);
  return index < 0 ? Infinity : index + 1;
}

/** The first `<name` of interest in the rest; it is looked for once. */
function startIn(model: Model, from: number) {
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
 * @returns the same with a number behind it
 */
function numbered(
  model: Model,
  { index, name }: { index: number; name: string },
  nameEnd: number,
): string {
  const number = (model.count += 1);
  const [start, end] = [model.read + index, model.read + nameEnd];
  model.open[model.open.length] = { name, number, start, nameEnd: end, passed: false };
  const space = found(/[\t\n\f\r ]/, model.rest[nameEnd]);
  return `<${inertName(name)}${markOf(number)}${space ? '/' : ''}`;
}

/** Finds out which starts are tags, now that a `>` has been read. */
function resolved(model: Model, added: Node[]): Event | null {
  let last = 0;
  let number = 0;
  let element: Node | null = null;
  for (let i = 0; i < added.length; i += 1) {
    const numbers = numbersIn(added[i]);
    last = max(last, numbers.last);
    if (!numbers.own) continue;
    number = numbers.own;
    element = added[i];
  }
  const start = last ? startOf(model, number, last) : null;
  dropPassed(model);
  return start ? entered(model, start, element as Element) : null;
}

/**
 * Drops the starts up to the one with the number `last`.
 * @returns the one with that number
 */
function startOf(model: Model, number: number, last: number): Start | null {
  const { open } = model;
  let start = null;
  model.open = list();
  for (let i = 0; i < open.length; i += 1) {
    if (open[i].number === number) start = open[i];
    if (open[i].number > last) model.open[model.open.length] = open[i];
  }
  return start;
}

/** Drops what would be a complete tag by now: the parser has ignored it, or it stands in an end tag. */
function dropPassed(model: Model) {
  const first = model.open[0];
  if (first && !first.passed) {
    first.passed = true;
    // A slice of all that waits would copy it at every call.
    model.tail = slice(model.tail, first.start - model.read);
    if (found(COMPLETE, model.tail)) model.open = list();
  }
  if (model.open.length === 0) model.tail = '';
}

/** The parser has read a start tag. */
function entered(model: Model, start: Start, element: Element): Event | null {
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
