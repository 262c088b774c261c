/**
 * @file Passes written text to the page's parser. It holds tags, inserts attributes into held tags, and keeps
 * incomplete tags until their rest is written.
 */

import { OPEN, isClosed } from '../../shadow/declarative.ts';
import { interceptWritten, lastSource, neutralizeWritten } from './tag.ts';
import {
  baseOf,
  currentScriptOf,
  exec,
  found,
  kindOf,
  nullProtoArray,
  frozenMethods,
  readyStateOf,
  slice,
  soon,
  writeDocument,
} from '../../platform/primordials.ts';
import { withoutImports } from '../../requests/css-requests.ts';
import { trustedHTML } from '../../platform/trusted-types.ts';
import { createModel, nextEvent, sendable } from './parser-model.ts';
import { hideNewestShadow } from '../../shadow/closed-declarative.ts';
import type { Event, Model } from './parser-model.ts';

/** The text that one script writes, or all text that is written into a document that was opened for writing */
interface Writing {
  key: object;
  document: Document;
  model: Model;
  opened: boolean;
  /** Whether the pending text came as TrustedHTML. Only then may the gate's policy make it TrustedHTML again */
  vouched: boolean;
  /** Replacements in the pending text */
  edits: { place: number; length: number; text: string }[];
}

/** By script, or by document if no script of the document writes. */
const writings: WeakMap<object, Writing> = frozenMethods(new WeakMap());

/** The writing whose text is being sent to the parser. The parser may run a script that writes. */
let sending: Writing | null = null;

/** @param script the script that writes, or null */
export function begin(document: Document, script: Element | null, opened: boolean) {
  const model = createModel(script);
  const writing: Writing = {
    key: script ?? document,
    document,
    model,
    opened,
    vouched: true,
    edits: nullProtoArray(),
  };
  writings.set(writing.key, writing);
  return writing;
}

export function writingOf(document: Document) {
  if (sending?.document === document) return sending;
  const script = currentScriptOf(document);
  if (!script && readyStateOf(document) !== 'loading') return begin(document, null, true);
  return writings.get(script ?? document) ?? begin(document, script, false);
}

/** @param act calls the native function with the page's arguments */
export function writeOn(writing: Writing, text: string, vouched: boolean, act: () => void) {
  const { model } = writing;
  // If the script that writes is in the written text, its output comes before the text after that script.
  const behind = sending === writing ? model.rest : '';
  const outer = behind === '' || writing.vouched;
  const alone = model.rest === behind && model.wait === '';
  const place = model.read;
  setRest(model, behind ? text : model.rest + text);
  writing.vouched = vouched && (alone || writing.vouched);
  for (let event; (event = nextEvent(model));) passEvent(writing, event);
  const whole = model.read - place === text.length && model.wait.length === text.length;
  if (alone && whole && writing.edits.length === 0 && sendable(model) === model.read) {
    model.wait = '';
    send(writing, act);
  } else flush(writing);
  setRest(model, model.rest + behind);
  writing.vouched &&= outer;
  if (!writing.opened && (model.rest || model.wait)) soon(() => finish(writing));
}

function setRest(model: Model, rest: string) {
  model.rest = rest;
  model.next = null;
}

function passEvent(writing: Writing, { start, element, text, textStart, ends }: Event) {
  const { document, model } = writing;
  if (start?.name === 'style') return editStyle(writing, text, textStart);
  const added = start && addedTo(document, start.name, element!, text);
  if (added) {
    edit(writing, start!.nameEnd, 0, added);
    const last = lastSource(element!);
    if (last) edit(writing, model.read - (found(/[\s"']\/>$/, model.wait) ? 2 : 1), 0, last);
  }
  // A script may write the text that follows it, and a base element changes the URLs that follow it. So the text is
  // sent now.
  else if (model.rest === '' || (!ends && start?.name !== 'base')) return;
  flush(writing);
  if (!added) return;
  if (start.name === 'template') hideNewestShadow(document);
  else interceptWritten(document);
}

/** Returns the text to insert after the tag's name, or null if the tag stays unchanged. */
function addedTo(document: Document, name: string, element: Element, text: string): string | null {
  if (name !== 'template') return neutralizeWritten(document, element, text);
  return isClosed(element) ? OPEN : null;
}

/** Removes held imports from a style element's text. The parser would request them at once. */
function editStyle(writing: Writing, text: string, place: number) {
  const { document, model } = writing;
  // In SVG, the content of a style element is markup, except in a CDATA section.
  const [css] = text ? [text] : (exec(/^(?:<!\[CDATA\[)?[^<]*/, model.rest) ?? ['']);
  const next = withoutImports(css, baseOf(document));
  if (next !== css) edit(writing, place, css.length, next);
}

/**
 * Notes a replacement in the pending text.
 * @param length of the removed text
 * @param text to insert
 */
function edit({ edits }: Writing, place: number, length: number, text: string) {
  edits[edits.length] = { place, length, text };
}

/** Sends the text that may be sent. */
function flush(writing: Writing) {
  const { document, model, vouched, edits } = writing;
  const from = model.read - model.wait.length;
  const to = sendable(model);
  let text = '';
  let done = from;
  writing.edits = nullProtoArray();
  for (let i = 0; i < edits.length; i += 1) {
    const { place, length } = edits[i];
    if (place >= to) edit(writing, place, length, edits[i].text);
    else text += slice(model.wait, done - from, place - from) + edits[i].text;
    if (place < to) done = place + length;
  }
  text += slice(model.wait, done - from, to - from);
  model.wait = slice(model.wait, to - from);
  if (text) send(writing, () => writeDocument(document, vouched ? trustedHTML(text) : text));
}

function send(writing: Writing, act: () => void) {
  const outer = sending;
  sending = writing;
  try {
    act();
  } finally {
    sending = outer;
  }
}

/** Sends an incomplete tag when the script that wrote it has ended. Until then, the next call may complete it. */
function finish(writing: Writing) {
  const { document, model, key } = writing;
  if (writings.get(key) === writing) writings.delete(key);
  if (readyStateOf(document) !== 'loading') return;
  const event = model.raw?.waits && model.raw.event;
  model.raw = null;
  model.open = nullProtoArray();
  try {
    if (event) passEvent(writing, event);
    model.wait += model.rest;
    model.read += model.rest.length;
    model.rest = '';
    flush(writing);
  } catch {
    // The page's Trusted Types policy rejects it, as it would have rejected it when it was written.
  }
}

/** Sends the rest of the text that was written into a document that the page closes. */
export function finishAll(document: unknown) {
  const writing = kindOf(document) === 9 && writings.get(document as Document);
  if (writing) finish(writing);
}
