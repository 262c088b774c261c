/**
 * @file Hooks `document.write` and `writeln`. While the parser runs, written text is read in step with it. So each held
 * tag is inert when the parser reads it. All other text reaches the parser unchanged. Output of a parser-inserted
 * script that is released after parsing is captured and inserted at the script's position.
 */

import { isHeld } from '../requests/held-elements.ts';
import { converted } from '../platform/webidl.ts';
import { watchLoads } from '../frames/frames.ts';
import { hookMethod } from '../platform/patch.ts';
import { BLOCKING } from '../platform/constants.ts';
import { lateScript } from '../requests/late-code.ts';
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
  frozenMethods,
  query,
  readyStateOf,
  rootElementOf,
  slice,
  soon,
  windowOf,
  writeDocument,
} from '../platform/primordials.ts';
import { observeParser } from './parser.ts';
import { interceptLoadChange, interceptLoad } from '../hold/subresource.ts';
import { mayStyle, holdCssIn, holdParsedCss } from '../hold/css-entry.ts';
import { writeLate } from '../release/late-document-write.ts';
import { finishGiven, writeGiven } from '../release/trusted-document-write.ts';
import { begin, finishAll, writeOn, writingOf } from '../hold/document-write/stream.ts';
import { isWithoutPolicy, trustedHTML } from '../platform/trusted-types.ts';
import type { Held } from '../requests/held-elements.ts';
import type { Realm } from '../platform/primordials.ts';

/**
 * Matches written HTML that loads something when it is laid out. When a frame's document is closed or measured, it is
 * laid out before the parser's observer is called.
 */
const PLACED_HTML = /background\s*=|<(?:\w+:)?(?:use|set|animate)/i;

/** Number of code units of an incomplete tag that are checked again. */
const LONGEST = 1_000;

/** By document, the written text after the last `>`: the first part of a tag, or of a text. */
const unfinished: WeakMap<Document, string> = frozenMethods(new WeakMap());

export function hookDocumentWrite({ Document: { prototype } }: Realm) {
  for (const [name, end] of [
    ['write', ''],
    ['writeln', '\n'],
  ] as [string, string][]) {
    hookMethod(prototype, name, (native, self, args) => {
      if (kindOf(self) !== 9 || !windowOf(self)) return apply(native, self, args);
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
      if (styled) holdCssIn(self);
      interceptMerged(self);
      if (found(PLACED_HTML, whole)) interceptPlaced(self);
    });
  }
  hookMethod(prototype, 'open', (native, self, args) => {
    const result = apply(native, self, args);
    // A script that the parser runs cannot open the document that contains it.
    if ((result as unknown) === self && !firstChildOf(self)) begin(self, null, true);
    return result;
  });
  hookMethod(prototype, 'close', (native, self, args) => {
    finishAll(self);
    finishGiven(self);
    return apply(native, self, args);
  });
}

/**
 * Judges attributes of a second `<html>` or `<body>` tag. The parser adds them to the first element of that name, and
 * calls no observer.
 */
function interceptMerged(document: Document) {
  const body = bodyOf(document);
  if (!body) return;
  holdParsedCss(rootElementOf(document));
  holdParsedCss(body);
  if (hasAttribute(body, 'background') && !isHeld(body)) interceptLoadChange(body);
}

/** @param act calls the native function with the page's arguments */
function write(document: Document, text: string, vouched: boolean, act: () => void) {
  const late = lateScript(currentScriptOf(document));
  if (late && late.parsed && late.lane === BLOCKING) return writeLate(late as Held, text);
  const writing = writingOf(document);
  if (found(/<i?frame/i, text)) watchFrames(document);
  observeParser(document);
  soon(() => observeParser(document)); // A new parser may only start now.
  writeOn(writing, text, vouched, act);
}

/**
 * Watches the `load` events of a document. Opening a document removes its listeners, and the page may use a written
 * frame at once. So the document is opened before it has a frame.
 */
function watchFrames(document: Document) {
  if (readyStateOf(document) !== 'loading')
    maybe(() => writeDocument(document, trustedHTML('')), null);
  watchLoads(document);
}

function interceptPlaced(document: Document) {
  const elements = query(document, '[background],use,set,animate');
  for (let i = 0; i < elements.length; i += 1) interceptLoad(elements[i]);
}
