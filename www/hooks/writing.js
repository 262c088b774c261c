/**
 * @file `document.write` and `writeln`. While the parser runs, what is written is read in step with it, so that each
 * held tag is inert when the parser comes to it; all else goes to the parser as it was written. What a script writes
 * that was released after parsing is kept and inserted where that script stands.
 */

import { isHeld } from '../book.js';
import { converted } from '../convert.js';
import { watchLoads } from '../frames.js';
import { hookMethod } from '../hook.js';
import { BLOCKING } from '../kinds.js';
import { lateScript } from '../late-code.js';
import {
  apply,
  bodyOf,
  currentScriptOf,
  firstChildOf,
  found,
  hasAttribute,
  kindOf,
  lastIndexOf,
  max,
  maybe,
  own,
  query,
  readyStateOf,
  rootElementOf,
  slice,
  soon,
  writeDocument,
} from '../natives.js';
import { observeParser } from './parser.js';
import { meetChanged, meetLoad } from '../meet-loads.js';
import { mayStyle, meetAll, meetParsed } from '../meet-styles.js';
import { writeLate } from '../written.js';
import { finishGiven, writeGiven } from '../written-given.js';
import { begin, finishAll, writeOn, writingOf } from '../writings.js';
import { isWithoutPolicy, trustedHTML } from '../trusted.js';

/** @typedef {import('../natives.js').Realm} Realm */

/**
 * Written HTML with one of these loads something by being laid out: a frame's document that is closed, or measured, is
 * laid out before an observer of the parser is called.
 */
const PLACED_HTML = /background\s*=|<(?:\w+:)?(?:use|set|animate)/i;

/** How much of an unfinished tag is looked at again. */
const LONGEST = 1_000;

/** What a document was given behind the last `>`: the first part of a tag, or of a text. @type {WeakMap<Document, string>} */
const unfinished = own(new WeakMap());

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
      const whole = (unfinished.get(self) ?? '') + text;
      unfinished.set(self, slice(whole, max(lastIndexOf(whole, '>') + 1, whole.length - LONGEST)));
      const styled = mayStyle(whole);
      if (vouched && isWithoutPolicy()) writeGiven(self, args, text, act);
      else write(self, text + end, vouched, act);
      if (styled) meetAll(self);
      meetMerged(self);
      if (found(PLACED_HTML, whole)) meetPlaced(self);
    });
  }
  hookMethod(prototype, 'open', (native, self, args) => {
    const result = apply(native, self, args);
    // A script that the parser runs cannot open its own document.
    if (result === self && !firstChildOf(self)) begin(self, null, true);
    return result;
  });
  hookMethod(prototype, 'close', (native, self, args) => {
    finishAll(self);
    finishGiven(self);
    return apply(native, self, args);
  });
}

/**
 * Meets what a second `<html>` or `<body>` tag brings: the parser adds its attributes to the first element of that name,
 * and calls no observer for it.
 * @param {Document} document
 */
function meetMerged(document) {
  const body = bodyOf(document);
  if (!body) return;
  meetParsed(rootElementOf(document));
  meetParsed(body);
  if (hasAttribute(body, 'background') && !isHeld(body)) meetChanged(body);
}

/**
 * @param {Document} document
 * @param {string} text
 * @param {boolean} vouched
 * @param {() => void} act writes it natively, as it was given
 */
function write(document, text, vouched, act) {
  const late = lateScript(currentScriptOf(document));
  if (late && late.parsed && late.lane === BLOCKING)
    return writeLate(/** @type {import('../book.js').Held} */ (late), text);
  const writing = writingOf(document);
  if (found(/<i?frame/i, text)) watchFrames(document);
  observeParser(document);
  soon(() => observeParser(document)); // It may only now be parsed anew.
  writeOn(writing, text, vouched, act);
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

/** @param {Document} document */
function meetPlaced(document) {
  const elements = query(document, '[background],use,set,animate');
  for (let i = 0; i < elements.length; i += 1) meetLoad(elements[i]);
}
