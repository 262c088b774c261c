/**
 * @file `document.write` and `writeln`. While the parser runs, what is written goes on its way in pieces, so
 * that each held tag is met before the next one is parsed; what a script writes that was released after
 * parsing is kept and inserted where that script stands.
 */

import { converted } from '../convert.js';
import { hookMethod } from '../hook.js';
import { BLOCKING } from '../kinds.js';
import { lateScript } from '../late.js';
import { armWritten, meetWritten } from '../meet-written.js';
import { apply, currentScriptOf, found, nodeType, own, readyStateOf, soon, writeDocument } from '../natives.js';
import { readTags } from '../tag-reader.js';
import { writeLate } from '../written.js';
import { hideNewestShadow, openTemplate } from '../written-shadows.js';
import { trustedHTML } from '../trusted.js';

/** @typedef {import('../natives.js').Realm} Realm */

/** What was written but may be the first part of a tag. @type {WeakMap<Document, string>} */
const unfinished = own(new WeakMap());

/** @param {Realm} realm */
export function hookWriting({ Document: { prototype } }) {
  for (const [name, end] of /** @type {[string, string][]} */ ([
    ['write', ''],
    ['writeln', '\n'],
  ])) {
    hookMethod(prototype, name, (native, self, args) => {
      if (!isDocument(self)) return apply(native, self, args);
      let text = '';
      for (let i = 0; i < args.length; i += 1) text += args[i] = converted(args[i]);
      return write(self, text + end, () => apply(native, self, args));
    });
  }
  hookMethod(prototype, 'close', (native, self, args) => {
    finish(self);
    return apply(native, self, args);
  });
}

/** @param {any} self */
function isDocument(self) {
  try {
    return nodeType(self) === 9;
  } catch {
    return false;
  }
}

/**
 * @param {Document} document
 * @param {string} text
 * @param {() => void} act writes it natively, as it was given
 */
function write(document, text, act) {
  const late = lateScript(currentScriptOf(document));
  if (late && late.parsed && late.lane === BLOCKING) return writeLate(late, text);
  const before = unfinished.get(document) ?? '';
  if (!before && !text.includes('<')) return act();
  const whole = before + text;
  const { tags, rest } = readTags(whole);
  if (tags.length === 0 && !before && rest === whole.length) return act();
  keep(document, whole.slice(rest));
  writePieces(document, whole.slice(0, rest), tags, before || rest < whole.length ? null : act);
}

/**
 * @param {Document} document
 * @param {string} text
 * @param {import('../tag-reader.js').Tag[]} tags
 * @param {(() => void) | null} act the native call, where the pieces together are what was given
 */
function writePieces(document, text, tags, act) {
  let done = 0;
  for (let i = 0; i < tags.length; i += 1) {
    const { name, start, nameEnd, close } = tags[i];
    if (found(/<base/i, text.slice(done, start))) {
      send(document, text.slice(done, start)); // The tag's URL is read against it.
      done = start;
    }
    const tag = text.slice(start, close);
    const added = name === 'template' ? openTemplate(tag) : armWritten(document, `${tag}>`);
    if (added === null) continue;
    send(document, text.slice(done, nameEnd) + added + text.slice(nameEnd, close));
    if (name === 'template') hideNewestShadow(document);
    else meetWritten(document);
    done = close;
  }
  if (done === 0 && act) act();
  else send(document, text.slice(done));
}

/**
 * @param {Document} document
 * @param {string} text
 */
function send(document, text) {
  if (text) writeDocument(document, trustedHTML(text));
}

/**
 * Half a tag waits for the next call; where none comes, it is written when the script has ended.
 * @param {Document} document
 * @param {string} text
 */
function keep(document, text) {
  if (text) soon(() => finish(document));
  unfinished.set(document, text);
}

/** @param {Document} document */
function finish(document) {
  const text = unfinished.get(document);
  unfinished.set(document, '');
  if (text && readyStateOf(document) === 'loading') send(document, text);
}
