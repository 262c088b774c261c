/**
 * @file `document.write` and `writeln`. While the parser runs, what is written goes on its way in pieces, so
 * that each held tag is met before the next one is parsed; what a script writes that was released after
 * parsing is kept and inserted where that script stands.
 */

import { converted } from '../convert.js';
import { watchLoads } from '../frames.js';
import { hookMethod } from '../hook.js';
import { BLOCKING } from '../kinds.js';
import { lateScript } from '../late.js';
import { armWritten, meetWritten } from '../meet-written.js';
import {
  apply,
  baseOf,
  currentScriptOf,
  found,
  maybe,
  own,
  readyStateOf,
  soon,
  writeDocument,
  kindOf,
} from '../natives.js';
import { observeParser } from './parser.js';
import { readTags } from '../tag-reader.js';
import { mayStyle, meetAll } from '../meet-styles.js';
import { withoutImports } from '../styles.js';
import { writeLate } from '../written.js';
import { finishGiven, writeGiven } from '../written-given.js';
import { hideNewestShadow, openTemplate } from '../written-shadows.js';
import { isWithoutPolicy, trustedHTML } from '../trusted.js';

/** @typedef {import('../natives.js').Realm} Realm */

/**
 * @typedef {object} Piece
 * @property {string} text
 * @property {boolean} vouched whether all of it came as TrustedHTML: only then does the gate's policy vouch for it
 */

/** What was written but may be the first part of a tag. @type {WeakMap<Document, Piece>} */
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
      if (vouched && isWithoutPolicy())
        return writeGiven(self, args, text, () => apply(native, self, args));
      const styled = mayStyle(text);
      const piece = { text: (styled ? writtenStyles(text, baseOf(self)) : text) + end, vouched };
      write(self, piece, () =>
        piece.text === text + end ? apply(native, self, args) : send(self, piece),
      );
      if (styled) meetAll(self);
    });
  }
  hookMethod(prototype, 'close', (native, self, args) => {
    finish(self);
    finishGiven(self);
    return apply(native, self, args);
  });
}

/**
 * @param {Document} document
 * @param {Piece} piece
 * @param {() => void} act writes it natively, as it was given
 */
function write(document, { text, vouched }, act) {
  const late = lateScript(currentScriptOf(document));
  if (late && late.parsed && late.lane === BLOCKING) return writeLate(late, text);
  if (found(/<i?frame/i, text)) watchFrames(document);
  observeParser(document);
  soon(() => observeParser(document)); // It may only now be parsed anew.
  const before = unfinished.get(document);
  if (!before && !text.includes('<')) return act();
  const whole = (before?.text ?? '') + text;
  const { tags, rest } = readTags(whole);
  if (tags.length === 0 && !before && rest === whole.length) return act();
  const trust = vouched && before?.vouched !== false;
  keep(document, { text: whole.slice(rest), vouched: trust });
  writePieces(
    document,
    whole.slice(0, rest),
    tags,
    (part) => part && send(document, { text: part, vouched: trust }),
    before || rest < whole.length ? null : act,
  );
}

/**
 * @param {Document} document
 * @param {Piece} piece
 */
const send = (document, { text, vouched }) =>
  writeDocument(document, vouched ? trustedHTML(text) : text);

/**
 * Written style elements without the imports that wait: the parser would ask for those at once.
 * @param {string} text
 * @param {string} base
 */
const writtenStyles = (text, base) =>
  text.replace(
    /(<style(?![^\s/>])[^>]*>)([^]*?)(?=<\/style|$)/gi,
    (_, tag, css) => tag + withoutImports(css, base),
  );

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
 * @param {Document} document
 * @param {string} text
 * @param {import('../tag-reader.js').Tag[]} tags
 * @param {(part: string) => void} send
 * @param {(() => void) | null} act the native call, where the pieces together are what was given
 */
function writePieces(document, text, tags, send, act) {
  let done = 0;
  for (let i = 0; i < tags.length; i += 1) {
    const { name, start, nameEnd, close } = tags[i];
    if (found(/<base/i, text.slice(done, start))) {
      send(text.slice(done, start)); // The tag's URL is read against it.
      done = start;
    }
    const tag = text.slice(start, close);
    const added = name === 'template' ? openTemplate(tag) : armWritten(document, `${tag}>`);
    if (added === null) continue;
    send(text.slice(done, nameEnd) + added + text.slice(nameEnd, close));
    if (name === 'template') hideNewestShadow(document);
    else meetWritten(document);
    done = close;
  }
  if (done === 0 && act) act();
  else send(text.slice(done));
}

/**
 * Half a tag waits for the next call; where none comes, it is written when the script has ended.
 * @param {Document} document
 * @param {Piece} piece
 */
function keep(document, piece) {
  if (piece.text) soon(() => finish(document));
  if (piece.text) unfinished.set(document, piece);
  else unfinished.delete(document);
}

/** @param {Document} document */
function finish(document) {
  const piece = unfinished.get(document);
  unfinished.delete(document);
  if (!piece || readyStateOf(document) !== 'loading') return;
  try {
    send(document, piece);
  } catch {
    // The page's Trusted Types refuse it, as they would have refused it when it was written.
  }
}
