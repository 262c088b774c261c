/**
 * @file Scripts whose text requests something before any line of it runs: modules with imports, import maps and
 * speculation rules. A specifier that code puts together is not seen.
 */

import { started } from './book.js';
import { mask } from './css.js';
import { peek } from './decide.js';
import { eachSpecifier } from './js-strings.js';
import { IMPORT, STYLE } from './kinds.js';
import {
  absolute,
  appendChild,
  attributeOf,
  baseOf,
  cloneOf,
  documentOf,
  exec,
  found,
  headOf,
  maybe,
  nothing,
  own,
  parseJSON,
  removeNode,
  setScriptText,
  slice,
  textOf,
  toJSON,
} from './natives.js';
import { namedInRules } from './speculation.js';
import { textAt } from './text-at.js';
import { trustedScript } from './trusted.js';

/** The entries of the page's import maps: normalized specifier → URL. @type {Map<string, string>} */
const names = own(new Map());

/** The local texts that the current reading has seen: blobs may import each other many times. @type {Set<string>} */
let visited;

const NAMING = /^\s*(?:(module)|(importmap)|speculationrules)\s*$/i;

/** @param {Element} script */
const namingType = (script) => exec(NAMING, attributeOf(script, 'type') ?? '');

/**
 * Returns whether a script has one of these types.
 * @param {Element} script
 */
export const isNaming = (script) => namingType(script) !== null;

/**
 * Returns the first URL that a script of these types names and that would be held, an empty text where what it will
 * request cannot be known, else null.
 * @param {Element} script
 * @param {string | null} source its own URL
 * @returns {string | null}
 */
export function namedBy(script, source) {
  const type = namingType(script);
  if (!type) return null;
  const base = baseOf(script);
  visited = own(new Set());
  if (source !== null) return type[1] ? namedAt(absolute(source, base) ?? '') : null;
  const text = textOf(script);
  if (type[1]) return namedInCode(text, base);
  const json = maybe(parseJSON, text);
  if (typeof json !== 'object' || !json) return null;
  return type[2] ? readMap(json, base, nothing) : namedInRules(json, base);
}

/**
 * Returns the first URL that would be held of a module's own imports, where the module never crosses the network.
 * @param {string} url
 * @returns {string | null}
 */
function namedAt(url) {
  const local = visited.has(url) ? null : textAt(url);
  if (!local) return null;
  visited.add(url);
  if (!found(/css/i, local.type)) return namedInCode(local.text, url);
  /** @type {string | null} */
  let first = null;
  mask(local.text, url, (it) => {
    if (peek(it, STYLE)) first ??= it;
  });
  return first;
}

/**
 * @param {string} code
 * @param {string} base
 */
function namedInCode(code, base) {
  /** @type {string | null} */
  let first = null;
  eachSpecifier(code, (specifier) => {
    first ??= heldAt(targetOf(normalized(specifier, base)));
  });
  return first;
}

/**
 * Returns the URL itself if it would be held, or what its text names.
 * @param {string} url
 */
const heldAt = (url) => (found(/^http/, url) ? (peek(url, IMPORT) ? url : null) : namedAt(url));

/**
 * Returns a specifier that is a URL as such; any other is bare, and returned as it is.
 * @param {string} specifier
 * @param {string} base
 */
const normalized = (specifier, base) =>
  absolute(specifier, found(/^\.{0,2}\//, specifier) ? base : undefined) ?? specifier;

/** No longer key of an import map is looked for as a prefix. */
const LONGEST = 1_000;

/**
 * Returns where the page's import maps lead, by their longest matching key.
 * @param {string} specifier
 */
function targetOf(specifier) {
  for (let i = specifier.length; i > 0; i -= 1) {
    const exact = i === specifier.length;
    if (!exact && (i > LONGEST || specifier[i - 1] !== '/')) continue;
    const url = names.get(slice(specifier, 0, i));
    if (url !== undefined) return exact ? url : (absolute(slice(specifier, i), url) ?? url);
  }
  return specifier;
}

/**
 * Notes the entries of an import map, and calls `take` for each of those that would be held.
 * @param {any} map
 * @param {string} base
 * @param {(entries: any, name: string) => void} take
 * @returns {string | null} the first URL of them
 */
function readMap({ imports, scopes }, base, take) {
  /** @type {string | null} */
  let first = null;
  const read = (/** @type {any} */ entries) => {
    for (const name in entries) {
      if (typeof entries[name] !== 'string') continue;
      const key = normalized(name, base);
      const target = normalized(entries[name], base);
      const held = heldAt(target);
      if (held !== null || (entries === imports && !names.has(key))) names.set(key, held ?? target);
      if (held === null) continue;
      first ??= held;
      take(entries, name);
    }
  };
  read(imports);
  for (const scope in scopes) read(scopes[scope]);
  return first;
}

/**
 * Lets those entries of a held import map count from now on that lead elsewhere.
 * @param {any} script
 */
export function keepOthers(script) {
  if (namingType(script)?.[2]) maybe(mapOthers, script);
}

/** @param {any} script */
function mapOthers(script) {
  const map = parseJSON(textOf(script));
  visited = own(new Set());
  readMap(map, baseOf(script), (entries, name) => delete entries[name]);
  const others = cloneOf(script, false);
  setScriptText(others, trustedScript(toJSON(map)));
  started.add(others); // It may still name a held URL as a key: it must not be held and copied in turn.
  appendChild(headOf(documentOf(script)), others);
  removeNode(others);
}
