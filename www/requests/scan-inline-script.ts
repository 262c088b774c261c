/**
 * @file Scripts whose text requests something before the script runs: modules with imports, import maps and speculation
 * rules. A specifier that code computes is not found.
 */

import { started } from './held-elements.ts';
import { mask } from '../platform/css-urls.ts';
import { peek } from '../engine/engine.ts';
import { eachSpecifier } from '../platform/js-strings.ts';
import { IMPORT, STYLE } from '../platform/constants.ts';
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
  frozenMethods,
  parseJSON,
  removeNode,
  setScriptText,
  slice,
  textOf,
  toJSON,
} from '../platform/primordials.ts';
import { namedInRules } from './speculation-rules.ts';
import { textAt } from '../platform/local-text.ts';
import { trustedScript } from '../platform/trusted-types.ts';

/** The entries of the page's import maps: normalized specifier → URL. */
const names: Map<string, string> = frozenMethods(new Map());

/** The local texts that have been read in the current call. Blobs may import each other many times. */
let visited: Set<string>;

const NAMING = /^\s*(?:(module)|(importmap)|speculationrules)\s*$/i;

const namingType = (script: Element) => exec(NAMING, attributeOf(script, 'type') ?? '');

/** Returns whether a script has one of these types. */
export const isNaming = (script: Element) => namingType(script) !== null;

/**
 * Returns the first URL in a script of these types that would be held. Returns an empty string if its requests cannot
 * be known, else null.
 * @param source its `src`
 */
export function namedBy(script: Element, source: string | null): string | null {
  const type = namingType(script);
  if (!type) return null;
  const base = baseOf(script);
  visited = frozenMethods(new Set());
  if (source !== null) return type[1] ? namedAt(absolute(source, base) ?? '') : null;
  const text = textOf(script);
  if (type[1]) return namedInCode(text, base);
  const json = maybe(parseJSON, text);
  if (typeof json !== 'object' || !json) return null;
  return type[2] ? readMap(json, base, nothing) : namedInRules(json, base);
}

/** Returns the first import that would be held, for a module in a `blob:` or `data:` URL. */
function namedAt(url: string): string | null {
  const local = visited.has(url) ? null : textAt(url);
  if (!local) return null;
  visited.add(url);
  if (!found(/css/i, local.type)) return namedInCode(local.text, url);
  let first: string | null = null;
  mask(local.text, url, (it) => {
    if (peek(it, STYLE)) first ??= it;
  });
  return first;
}

function namedInCode(code: string, base: string) {
  let first: string | null = null;
  eachSpecifier(code, (specifier) => {
    first ??= heldAt(targetOf(normalized(specifier, base)));
  });
  return first;
}

/** Returns the URL if it would be held, or else the first held URL in its text. */
const heldAt = (url: string) =>
  found(/^http/, url) ? (peek(url, IMPORT) ? url : null) : namedAt(url);

/** Returns the URL of a specifier. A bare specifier is returned unchanged. */
const normalized = (specifier: string, base: string) =>
  absolute(specifier, found(/^\.{0,2}\//, specifier) ? base : undefined) ?? specifier;

/** Longest key of an import map, in code units, that is searched as a prefix. */
const LONGEST = 1_000;

/** Returns the URL that the page's import maps give a specifier, by their longest matching key. */
function targetOf(specifier: string) {
  for (let i = specifier.length; i > 0; i -= 1) {
    const exact = i === specifier.length;
    if (!exact && (i > LONGEST || specifier[i - 1] !== '/')) continue;
    const url = names.get(slice(specifier, 0, i));
    if (url !== undefined) return exact ? url : (absolute(slice(specifier, i), url) ?? url);
  }
  return specifier;
}

/** The entries of an import map by specifier. A value that is not a string is ignored. */
type Entries = Record<string, string>;

/** The parts of an import map that map to a URL. */
interface ImportMap {
  imports?: Entries;
  scopes?: Record<string, Entries>;
}

/**
 * Notes the entries of an import map, and calls `take` for each entry that would be held.
 * @returns the first URL of them
 */
function readMap(
  { imports, scopes }: ImportMap,
  base: string,
  take: (entries: Entries, name: string) => void,
): string | null {
  let first: string | null = null;
  const read = (entries: Entries | undefined) => {
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

/** Gives the document the entries of a held import map that would not be held. */
export function keepOthers(script: Element) {
  if (namingType(script)?.[2]) maybe(mapOthers, script);
}

function mapOthers(script: Element) {
  const map = parseJSON(textOf(script));
  visited = frozenMethods(new Set());
  readMap(map, baseOf(script), (entries, name) => delete entries[name]);
  const others = cloneOf(script, false);
  setScriptText(others, trustedScript(toJSON(map)));
  started.add(others); // It may still have a held URL as a key. It must not be held and copied again.
  appendChild(headOf(documentOf(script)), others);
  removeNode(others);
}
