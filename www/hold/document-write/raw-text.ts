/** @file Finds the end of elements whose content is text to the parser, in written HTML. */

import { exec, indexOf, slice, toLowerCase } from '../../platform/primordials.ts';
import { feed, inertName } from './inert-copy.ts';
import type { Event, Model, Raw } from './parser-model.ts';

const END = /<\/([a-z]+)(?=[\t\n\f\r />])/gi;
/** HTML, "script data escaped state" and "script data double escaped state". */
const IN_SCRIPT = /<!--|-->|<\/?script(?=[\t\n\f\r />])/gi;
/** Matches a possible first part of a tag, up to its name. */
export const CUT = /<\/?[a-z]*$/i;
const SCRIPT_CUT = /(?:<\/?[a-z]*|<!?-*|-+)$/i;
const LONGEST_CUT = 12;

/** Moves `length` code units from `rest` to `wait`. */
export function consume(model: Model, length: number) {
  const text = slice(model.rest, 0, length);
  model.wait += text;
  if (model.open.length > 0) model.tail += text;
  model.rest = slice(model.rest, length);
  model.read += length;
}

/** Returns the number of last code units of a text that may be the first part of a token. */
export const cutLength = (text: string, cut: RegExp) =>
  exec(cut, slice(text, -LONGEST_CUT))?.[0].length ?? 0;

/** Reads text up to the end tag of the element that contains it. */
export function readRaw(model: Model, raw: Raw): Event | null {
  const { rest } = model;
  const start = raw.name === 'script' ? endOfScript(rest, raw) : endOf(rest, raw.name);
  const end = start < 0 ? -1 : indexOf(rest, '>', start) + 1;
  const length =
    start < 0 ? rest.length - cutLength(rest, raw.name === 'script' ? SCRIPT_CUT : CUT) : start;
  if (raw.waits && raw.event) raw.event.text += slice(rest, 0, length);
  consume(model, end > 0 ? end : length);
  if (end <= 0) return null;
  model.raw = null;
  feed(model, `</${inertName(raw.name)}>`);
  const ends = raw.name === 'script';
  if (!raw.event || (!ends && !raw.waits)) return null;
  return raw.waits ? { ...raw.event, ends } : { ...raw.event, start: null, ends };
}

/** Returns where the end tag of that name begins, or -1. */
function endOf(text: string, name: string): number {
  END.lastIndex = 0;
  for (let match; (match = exec(END, text));)
    if (toLowerCase(match[1]) === name) return match.index;
  return -1;
}

/** Returns where the end tag of a script begins, or -1. */
function endOfScript(text: string, raw: Raw): number {
  IN_SCRIPT.lastIndex = 0;
  for (let match; (match = exec(IN_SCRIPT, text));) {
    const token = toLowerCase(match[0]);
    if (token === '-->') raw.escaped = 0;
    else if (token === '<!--') {
      if (raw.escaped === 0) raw.escaped = 1;
      IN_SCRIPT.lastIndex -= 2; // `<!-->` is a complete comment.
    } else if (token === '<script') raw.escaped = raw.escaped && 2;
    else if (raw.escaped < 2) return match.index;
    else raw.escaped = 1;
  }
  return -1;
}
