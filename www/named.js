/**
 * @file Inline scripts whose text brings something in although no line of it has run: modules with imports, import maps
 * and speculation rules. What the code of a module imports by a call is not to be seen.
 */

import { started } from './book.js';
import { trackedInStrings } from './content.js';
import { peek } from './decide.js';
import { IMPORT } from './kinds.js';
import {
  absolute,
  appendChild,
  attributeOf,
  baseOf,
  cloneOf,
  documentOf,
  found,
  headOf,
  matchAll,
  maybe,
  own,
  parseJSON,
  removeNode,
  setScriptText,
  textOf,
  toJSON,
  toText,
} from './natives.js';
import { trustedScript } from './trusted.js';

/** Where the names lead that held import maps have given. @type {Map<string, string>} */
const names = own(new Map());

/** @param {Element} script */
const typeOf = (script) => (attributeOf(script, 'type') ?? '').trim().toLowerCase();

/**
 * The first URL in an inline script of these types that has to wait.
 * @param {Element} script
 * @param {any} [given] the text that it will have: a string or TrustedScript
 * @returns {string | null}
 */
export function namedBy(script, given) {
  const type = typeOf(script);
  if (!found(/^(?:module|importmap|speculationrules)$/, type)) return null;
  const text = toText(given ?? textOf(script));
  if (type !== 'module') return trackedInStrings(text, baseOf(script));
  for (const [, name] of matchAll(/\b(?:import|from)\s*["']([^"'\n]+)["']/g, text)) {
    const url = heldUrl(targetOf(name), baseOf(script));
    if (url !== null) return url;
  }
  return null;
}

/** @param {string} name */
function targetOf(name) {
  let target = name;
  names.forEach((url, key) => {
    if (key === name || (key.endsWith('/') && name.startsWith(key))) target = url;
  });
  return target;
}

/**
 * @param {string} target
 * @param {string} base
 */
function heldUrl(target, base) {
  const url = absolute(target, base);
  return url !== null && peek(url, IMPORT) ? url : null;
}

/**
 * An import map that has to wait leads elsewhere, too: what it says of others holds from now on.
 * @param {any} script
 */
export function keepOthers(script) {
  if (typeOf(script) === 'importmap') maybe(mapOthers, script);
}

/** @param {any} script */
function mapOthers(script) {
  const map = parseJSON(textOf(script));
  for (const imports of [map.imports, ...Object.values(map.scopes ?? {})]) {
    for (const name in imports) {
      const url = heldUrl(imports[name], baseOf(script));
      if (url === null) continue;
      names.set(name, url);
      delete imports[name];
    }
  }
  const others = cloneOf(script, false);
  setScriptText(others, trustedScript(toJSON(map)));
  started.add(others); // It may still name a held URL as a key: it must not be held and copied in turn.
  appendChild(headOf(documentOf(script)), others);
  removeNode(others);
}
