/**
 * @file Finds the module specifiers in JavaScript text, with a scanner that skips comments, regular expressions and
 * template text. It runs in linear time, and judges nothing.
 */

import { exec, found, nullProtoArray, maybe, replaced, toCharacter } from './primordials.ts';

/** Matches a comment, a string, a word or number, or one punctuator. */
const TOKEN =
  /\/\/.*|\/\*[^]*?(?:\*\/|$)|(["'])((?:\\[^]|(?!\1)[^\\\n\r])*)\1?|[\w$\u0080-\uffff]+|[^\s]/g;

/** Matches template text after a backtick or a substitution, and the mark that ends it. */
const TEMPLATE = /((?:\\[^]|\$(?!\{)|[^\\`$])*)(`|\$\{|$)/y;

const REGEXP = /(?:\\.|\[(?:\\.|[^\]\\\n\r])*\]|[^\\/[\n\r])+\/\w*/y;

/** Matches words after which a slash begins a regular expression. */
const KEYWORD =
  /^(?:return|typeof|case|in|of|delete|void|throw|new|do|else|instanceof|yield|await)$/;

/** ECMAScript, `EscapeSequence` and `LineContinuation`. */
const ESCAPE =
  /\\(?:u\{0*([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|([0-3]?[0-7]{1,2})|(\r\n|[^]))/g;

/**
 * Returns the value of a string literal. A tab or a line break is removed, as a URL parser does.
 * @param raw the text between the quotes
 */
export const unescaped = (raw: string) =>
  replaced(ESCAPE, raw, (match) => {
    const hex = match[1] ?? match[2] ?? match[3];
    const code = parseInt(hex ?? match[4], hex ? 16 : 8);
    if (hex || match[4]) return maybe(toCharacter, code) ?? '';
    return found(/[nrt\r\n\u2028\u2029]/, match[5]) ? '' : match[5];
  });

/** Returns whether a slash after this token begins a regular expression. One token does not always decide it. */
const beginsRegExp = (last: string) =>
  !found(/[\w$\u0080-\uffff)\]]$/, last) || found(KEYWORD, last);

/**
 * Returns the state after a token: `i` after `import`, `f` after `from`, `c` after `import(`, `d` after `import.`, or
 * an empty string.
 */
function stateBehind(state: string, token: string, last: string) {
  if (last !== '.' && (token === 'import' || token === 'from')) return token[0];
  if (state === 'i') return token === '(' ? 'c' : token === '.' ? 'd' : '';
  return state === 'd' && token !== 'meta' ? 'i' : '';
}

/** Calls `see` with the specifier of each static import, each `export … from`, and each `import()` of a literal. */
export function eachSpecifier(code: string, see: (specifier: string) => void) {
  /** Number of open braces in each template substitution. */
  const templates: number[] = nullProtoArray();
  let inner = -1;
  let at = 0;
  let state = '';
  let last = '';
  const read = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = exec(pattern, code);
    if (match) at = pattern.lastIndex;
    return match;
  };
  const value = (raw: string | undefined) => {
    if (state && raw !== undefined) see(unescaped(raw));
    state = '';
    last = ')'; // A slash after a value divides.
  };
  for (let match; (match = read(TOKEN));) {
    const token = match[0];
    if (found(/^\/[/*]/, token)) continue;
    const resumes = token === '}' && templates[inner] === 0;
    if (match[1]) value(match[2]);
    else if (token === '`' || resumes) {
      const text = read(TEMPLATE) as RegExpExecArray;
      if (resumes) inner -= 1;
      value(text[2] === '`' && !resumes ? text[1] : undefined);
      if (text[2] === '${') {
        templates[(inner += 1)] = 0;
        last = '';
      }
    } else if (token === '/' && beginsRegExp(last) && read(REGEXP)) value(undefined);
    else {
      if (inner >= 0) templates[inner] += token === '{' ? 1 : token === '}' ? -1 : 0;
      state = stateBehind(state, token, last);
      last = token;
    }
  }
}
