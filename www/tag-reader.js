/**
 * @file Finds the start tags of templates and of what starts or loads something in written HTML.
 *
 * Threat: markup that reaches the running parser starts at once, tag by tag, so no tag may be overlooked. The
 * reader therefore does not try to follow the parser: every such tag outside a script's own text counts, in
 * comments and text areas too, and a piece that may be half a tag waits for the rest.
 */

/**
 * @typedef {object} Tag
 * @property {string} name in lower case
 * @property {number} start where `<` stands
 * @property {number} nameEnd behind the tag's name, where an attribute can be put in
 * @property {number} close behind the tag's `>`, or behind the `</script` of a script as far as it is there
 */

const START =
  /<(script|i?frame|template|im(?:g|age)|input|source|video|audio|track|embed|object|link|feimage)(?=[\s/>])/i;
const CLOSE = /<\/script(?=[\s/>])/i;

/** The beginning of a tag's name, cut off by the end of the text. */
const CUT = /<[a-z]*$/i;

/**
 * The tags in `text`, and where the part begins that the next piece may complete.
 * @param {string} text
 * @returns {{tags: Tag[], rest: number}}
 */
export function readTags(text) {
  /** @type {Tag[]} */
  const tags = [];
  let at = 0;
  for (;;) {
    const match = START.exec(text.slice(at));
    if (!match) return { tags, rest: at + (CUT.exec(text.slice(at))?.index ?? text.length - at) };
    const start = at + match.index;
    const nameEnd = start + match[0].length;
    const end = endOfTag(text, nameEnd);
    if (end < 0) return { tags, rest: start };
    const name = match[1].toLowerCase();
    // Only in SVG does `/>` end a script; elsewhere its text is then read as markup, which overlooks nothing.
    at = name === 'script' && text[end - 2] !== '/' ? endOfScript(text, end) : end;
    tags[tags.length] = { name, start, nameEnd, close: at };
  }
}

/**
 * Behind the `>` that ends the tag, or -1. Quotes count only behind `=`, as for the parser.
 * @param {string} text
 * @param {number} from
 */
function endOfTag(text, from) {
  let quote = '';
  let behindEquals = false;
  for (let i = from; i < text.length; i += 1) {
    const char = text[i];
    if (quote) {
      if (char === quote) quote = '';
    } else if (char === '>') return i + 1;
    else if (behindEquals && (char === '"' || char === "'")) quote = char;
    if (!/\s/.test(char)) behindEquals = char === '=' && !quote;
  }
  return -1;
}

/**
 * Where the script's own text ends. Text that is not closed yet belongs to the script.
 * @param {string} text
 * @param {number} from
 */
function endOfScript(text, from) {
  const match = CLOSE.exec(text.slice(from));
  return match ? from + match.index + match[0].length : text.length;
}
