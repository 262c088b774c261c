/**
 * @file What scripts write, on its way to the page's parser: which of it is held, what is put into held tags, and what
 * has to wait for more.
 */

import { OPEN, isClosed } from './declarative.js';
import { armWritten, meetWritten } from './meet-written.js';
import {
  baseOf,
  currentScriptOf,
  exec,
  kindOf,
  list,
  own,
  readyStateOf,
  slice,
  soon,
  writeDocument,
} from './natives.js';
import { withoutImports } from './styles.js';
import { trustedHTML } from './trusted.js';
import { createModel, nextEvent, sendable } from './written-model.js';
import { hideNewestShadow } from './written-shadows.js';

/** @typedef {import('./written-model.js').Event} Event */

/**
 * @typedef {object} Writing what one script writes, or all that is written into a document opened for it
 * @property {any} key
 * @property {Document} document
 * @property {import('./written-model.js').Model} model
 * @property {boolean} opened
 * @property {boolean} vouched whether what waits came as TrustedHTML: only then does the gate's policy vouch for it
 * @property {{ place: number, length: number, text: string }[]} edits of what waits
 */

/** By script, or by document where no script of the document writes. @type {WeakMap<object, Writing>} */
const writings = own(new WeakMap());

/** What is being sent to the parser, which may run a script that writes. @type {Writing | null} */
let sending = null;

/**
 * @param {Document} document
 * @param {any} script that writes, or null
 * @param {boolean} opened
 */
export function begin(document, script, opened) {
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
export function writingOf(document) {
  if (sending?.document === document) return sending;
  const script = currentScriptOf(document);
  if (!script && readyStateOf(document) !== 'loading') return begin(document, null, true);
  return writings.get(script ?? document) ?? begin(document, script, false);
}

/**
 * @param {Writing} writing
 * @param {string} text
 * @param {boolean} vouched
 * @param {() => void} act writes it natively, as the page gave it
 */
export function writeOn(writing, text, vouched, act) {
  const { model } = writing;
  // What a script writes that is being written comes in front of what is behind that script.
  const behind = sending === writing ? model.rest : '';
  const outer = behind === '' || writing.vouched;
  const alone = model.rest === behind && model.wait === '';
  const place = model.read;
  setRest(model, behind ? text : model.rest + text);
  writing.vouched = vouched && (alone || writing.vouched);
  for (let event; (event = nextEvent(model));) meet(writing, event);
  const whole = model.read - place === text.length && model.wait.length === text.length;
  if (alone && whole && writing.edits.length === 0 && sendable(model) === model.read) {
    model.wait = '';
    send(writing, act);
  } else flush(writing);
  setRest(model, model.rest + behind);
  writing.vouched &&= outer;
  if (!writing.opened && (model.rest || model.wait)) soon(() => finish(writing));
}

/**
 * @param {import('./written-model.js').Model} model
 * @param {string} rest
 */
function setRest(model, rest) {
  model.rest = rest;
  model.next = null;
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

/**
 * A document is closed by the page.
 * @param {any} document
 */
export function finishAll(document) {
  const writing = kindOf(document) === 9 && writings.get(document);
  if (writing) finish(writing);
}
