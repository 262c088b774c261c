/**
 * @file Reads written HTML in step with the page's parser. It writes the same text into an inert document, so that the
 * browser's parser decides which `<name` is a tag. A number after each name becomes an attribute of its element if that
 * is a tag. Otherwise it is found in a text, a comment or another attribute.
 */

import { ancestorTags } from '../../platform/inert-document.ts';
import {
  exec,
  found,
  hasAttribute,
  HTML,
  indexOf,
  nullProtoArray,
  localNameOf,
  max,
  min,
  namespaceOf,
  frozenMethods,
  rootOf,
  slice,
  toLowerCase,
} from '../../platform/primordials.ts';
import { clean, feed, inertName, markOf, numbersIn } from './inert-copy.ts';
import { CUT, consume, cutLength, readRaw } from './raw-text.ts';

/** A `<name` of interest. A place is the number of UTF-16 code units that were written before it */
interface Start {
  /** In lower case */
  name: string;
  number: number;
  start: number;
  /** Where an attribute can be inserted */
  nameEnd: number;
  /** Whether a `>` has come after it */
  passed: boolean;
}

/** The next step of the page's parser */
export interface Event {
  /** A start tag. Null for the end of a script whose start tag was returned before */
  start: Start | null;
  /** The element that the parser has made of it in the inert document. Null for the end of a script */
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
  /** Returned when the element ends */
  event: Event | null;
  /** Whether its content decides, so that its tag must not be sent before its end */
  waits: boolean;
  /** In a script: 1 after `<!--`, 2 after a `<script` in that comment */
  escaped: number;
}

export interface Model {
  /** The inert document. Null until it is needed */
  inert: Document | null;
  observer: MutationObserver | null;
  /** The text that was written before that, and the start tags of the surrounding elements */
  before: string;
  /** Text that is not read yet */
  rest: string;
  /** Text that has been read and not yet sent to the page's parser */
  wait: string;
  /** While `open` has an entry: the end of the text that has been read, at least from the first entry on */
  tail: string;
  /** Number of UTF-16 code units that have been read */
  read: number;
  /** Starts that may be tags which are not complete */
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
/** Names of elements whose content is text. */
export const RAW =
  /^(?:script|style|textarea|title|xmp|no(?:embed|frames|script)|plaintext|iframe)$/;
/** Matches a tag in which every quote opens or closes a value. */
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
  open: nullProtoArray(),
  raw: null,
  count: 0,
  next: null,
  plain: frozenMethods(new WeakSet()),
});

/** Returns the end of the text that may be sent. It excludes an incomplete tag, which could not be held after that. */
export function sendable({ raw, open, read }: Model) {
  if (raw?.waits) return ((raw.event as Event).start as Start).start;
  return open.length > 0 ? open[0].start : read;
}

/** Reads up to the next event. Returns null if all text has been read, except for a possible first part of a tag. */
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

/** Returns the place after the next `>`, or `Infinity`. */
function endIn(text: string, from: number): number {
  const index = indexOf(text, '>', from);
  return index < 0 ? Infinity : index + 1;
}

/** Returns the first `<name` of interest in the rest, and remembers it. */
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

/** Adds a `<name` of interest to `open`. @returns the `<name` with its number after it */
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

/** Decides which starts are tags, after a `>` has been read. */
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

/** Drops the starts up to the one with the number `last`. @returns the start with the number `number` */
function startOf(model: Model, number: number, last: number): Start | null {
  const { open } = model;
  let start = null;
  model.open = nullProtoArray();
  for (let i = 0; i < open.length; i += 1) {
    if (open[i].number === number) start = open[i];
    if (open[i].number > last) model.open[model.open.length] = open[i];
  }
  return start;
}

/**
 * Drops all starts if the first one would be a complete tag by now: the parser has ignored it, or it is in an end tag.
 */
function dropPassed(model: Model) {
  const first = model.open[0];
  if (first && !first.passed) {
    first.passed = true;
    // A slice of `wait` would copy all of it at every call.
    model.tail = slice(model.tail, first.start - model.read);
    if (found(COMPLETE, model.tail)) model.open = nullProtoArray();
  }
  if (model.open.length === 0) model.tail = '';
}

/** Handles a start tag that the parser has read. */
function entered(model: Model, start: Start, element: Element): Event | null {
  clean(element);
  if (found(/</, localNameOf(element))) return null; // In `<a<script>`, the whole text is the name.
  const { name } = start;
  const script = name === 'script';
  const ignored = model.plain.has(rootOf(element));
  const raw = namespaceOf(element) === HTML && found(RAW, name);
  const waits = raw && !ignored && (name === 'style' || (script && !hasAttribute(element, 'src')));
  const event = { start, element, text: '', textStart: model.read, ends: false };
  if (raw) model.raw = { name, event: ignored ? null : event, waits, escaped: 0 };
  return waits || ignored ? null : event;
}
