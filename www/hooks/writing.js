/**
 * @file `document.write` and `writeln`. While the parser runs, what is written is read in step with it, so that each
 * held tag is inert when the parser comes to it; all else goes to the parser as it was written. What a script writes
 * that was released after parsing is kept and inserted where that script stands.
 */

import { converted } from '../convert.js';
import { OPEN, isClosed } from '../declarative.js';
import { watchLoads } from '../frames.js';
import { hookMethod } from '../hook.js';
import { BLOCKING } from '../kinds.js';
import { lateScript } from '../late.js';
import { armWritten, meetWritten } from '../meet-written.js';
import {
  apply,
  baseOf,
  currentScriptOf,
  exec,
  firstChildOf,
  found,
  kindOf,
  list,
  maybe,
  own,
  readyStateOf,
  slice,
  soon,
  writeDocument,
} from '../natives.js';
import { observeParser } from './parser.js';
import { mayStyle, meetAll } from '../meet-styles.js';
import { withoutImports } from '../styles.js';
import { writeLate } from '../written.js';
import { finishGiven, writeGiven } from '../written-given.js';
import { createModel, nextEvent, sendable } from '../written-model.js';
import { hideNewestShadow } from '../written-shadows.js';
import { isWithoutPolicy, trustedHTML } from '../trusted.js';

/** @typedef {import('../natives.js').Realm} Realm */
/** @typedef {import('../written-model.js').Event} Event */

/**
 * @typedef {object} Writing what one script writes, or all that is written into a document opened for it
 * @property {any} key
 * @property {Document} document
 * @property {import('../written-model.js').Model} model
 * @property {boolean} opened
 * @property {boolean} vouched whether what waits came as TrustedHTML: only then does the gate's policy vouch for it
 * @property {{ place: number, length: number, text: string }[]} edits of what waits
 */

/** By script, or by document where no script of the document writes. @type {WeakMap<object, Writing>} */
const writings = own(new WeakMap());

/** What is being sent to the parser, which may run a script that writes. @type {Writing | null} */
let sending = null;

/** @param {Realm} realm */
export function hookWriting({ Document: { prototype } }) {
  for (const [name, end] of /** @type {[string, string][]} */ ([
    ['write', ''],
    ['writeln', '\n'],
  ])) {
    hookMethod(prototype, name, (native, self, args) => {
      if (kindOf(self) !== 9) return apply(native, self, args);
      let text = '';
      let vouched = args.length > 0;
      for (let i = 0; i < args.length; i += 1) {
        args[i] = converted(args[i]);
        vouched &&= typeof args[i] !== 'string';
        text += args[i];
      }
      const act = () => apply(native, self, args);
      if (vouched && isWithoutPolicy()) return writeGiven(self, args, text, act);
      const styled = mayStyle(text);
      write(self, text + end, vouched, act);
      if (styled) meetAll(self);
    });
  }
  hookMethod(prototype, 'open', (native, self, args) => {
    const result = apply(native, self, args);
    // A script that the parser runs cannot open its own document.
    if (result === self && !firstChildOf(self)) begin(self, null, true);
    return result;
  });
  hookMethod(prototype, 'close', (native, self, args) => {
    const writing = maybe((it) => writings.get(it), self);
    if (writing) finish(writing);
    finishGiven(self);
    return apply(native, self, args);
  });
}

/**
 * @param {Document} document
 * @param {any} script that writes, or null
 * @param {boolean} opened
 */
function begin(document, script, opened) {
  const model = createModel(script);
  /** @type {Writing} */
  const writing = {
    key: script ?? document,
    document,
    model,
    opened,
    vouched: true,
    edits: list(),
  };
  writings.set(writing.key, writing);
  return writing;
}

/** @param {Document} document */
function writingOf(document) {
  if (sending?.document === document) return sending;
  const script = currentScriptOf(document);
  if (!script && readyStateOf(document) !== 'loading') return begin(document, null, true);
  return writings.get(script ?? document) ?? begin(document, script, false);
}

/**
 * @param {Document} document
 * @param {string} text
 * @param {boolean} vouched
 * @param {() => void} act writes it natively, as it was given
 */
function write(document, text, vouched, act) {
  const late = lateScript(currentScriptOf(document));
  if (late && late.parsed && late.lane === BLOCKING) return writeLate(late, text);
  const writing = writingOf(document);
  if (found(/<i?frame/i, text)) watchFrames(document);
  observeParser(document);
  soon(() => observeParser(document)); // It may only now be parsed anew.
  const { model } = writing;
  // Written by a script that is being written, it comes in front of what is behind that script.
  const nested = sending === writing ? model.rest : '';
  const outer = nested === '' || writing.vouched;
  const whole = model.rest === nested && model.wait === '';
  const place = model.read;
  model.rest = nested ? text : model.rest + text;
  model.next = null;
  writing.vouched = vouched && (whole || writing.vouched);
  for (let event; (event = nextEvent(model));) meet(writing, event);
  const untouched = model.read - place === text.length && model.wait.length === text.length;
  if (whole && untouched && writing.edits.length === 0 && sendable(model) === model.read)
    send(writing, ((model.wait = ''), act));
  else flush(writing);
  model.rest += nested;
  model.next = null;
  writing.vouched &&= outer;
  if (!writing.opened && (model.rest || model.wait)) soon(() => finish(writing));
}

/**
 * A document that is opened loses its listeners, and the page may reach into a written frame at once: so it is opened
 * before there is a frame in it.
 * @param {Document} document
 */
function watchFrames(document) {
  if (readyStateOf(document) !== 'loading')
    maybe(() => writeDocument(document, trustedHTML('')), null);
  watchLoads(document);
}

/**
 * @param {Writing} writing
 * @param {Event} event
 */
function meet(writing, { start, element, text, textStart, ends }) {
  const { document, model } = writing;
  if (start?.name === 'style') return editStyle(writing, text, textStart);
  const added = start && addedTo(document, start.name, element, text);
  if (added) edit(writing, /** @type {any} */ (start).nameEnd, 0, added);
  // What comes next may be written by that script; a URL behind a base element is read against it.
  else if (model.rest === '' || (!ends && start?.name !== 'base')) return;
  flush(writing);
  if (!added) return;
  if (start.name === 'template') hideNewestShadow(document);
  else meetWritten(document);
}

/**
 * @param {Document} document
 * @param {string} name
 * @param {any} element
 * @param {string} text
 * @returns {string | null} what to put behind the tag's name
 */
function addedTo(document, name, element, text) {
  if (name !== 'template') return armWritten(document, element, text);
  return isClosed(element) ? OPEN : null;
}

/**
 * Takes the imports that wait out of a style element: the parser would ask for them at once.
 * @param {Writing} writing
 * @param {string} text
 * @param {number} place
 */
function editStyle(writing, text, place) {
  const { document, model } = writing;
  // In SVG the content of a style element is markup, but for a CDATA section.
  const [css] = text ? [text] : (exec(/^(?:<!\[CDATA\[)?[^<]*/, model.rest) ?? ['']);
  const next = withoutImports(css, baseOf(document));
  if (next !== css) edit(writing, place, css.length, next);
}

/**
 * @param {Writing} writing
 * @param {number} place
 * @param {number} length of what goes
 * @param {string} text what comes
 */
function edit({ edits }, place, length, text) {
  edits[edits.length] = { place, length, text };
}

/**
 * Sends what may be sent.
 * @param {Writing} writing
 */
function flush(writing) {
  const { document, model, vouched, edits } = writing;
  const from = model.read - model.wait.length;
  const to = sendable(model);
  let text = '';
  let done = from;
  writing.edits = list();
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

/**
 * @param {Writing} writing
 * @param {() => void} act
 */
function send(writing, act) {
  const outer = sending;
  sending = writing;
  try {
    act();
  } finally {
    sending = outer;
  }
}

/**
 * Half a tag waits for the next call; where none comes, it is written when the script has ended.
 * @param {Writing} writing
 */
function finish(writing) {
  const { document, model, key } = writing;
  if (writings.get(key) === writing) writings.delete(key);
  if (readyStateOf(document) !== 'loading') return;
  const event = model.raw?.waits && model.raw.event;
  model.raw = null;
  model.open = list();
  try {
    if (event) meet(writing, event);
    model.wait += model.rest;
    model.read += model.rest.length;
    model.rest = '';
    flush(writing);
  } catch {
    // The page's Trusted Types refuse it, as they would have refused it when it was written.
  }
}
