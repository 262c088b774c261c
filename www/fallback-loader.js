/**
 * @file Brings in the same crate without wasm, where wasm is refused (a CSP without 'wasm-unsafe-eval', iOS
 * Lockdown Mode). The tag is written into the running parser, which waits for it: no tag of the page meets a
 * gate without verdicts. Where that cannot be, third parties are held until the file arrives.
 */

import { started } from './book.js';
import { settings } from './settings.js';
import {
  appendChild,
  contentTypeOf,
  createElement,
  define,
  headOf,
  query,
  readyStateOf,
  rootElementOf,
  setAttribute,
  setNonce,
  warn,
  listen,
  isAsync,
  writeDocument,
} from './natives.js';
import { ownNonce, ownTag } from './self.js';
import { trustedHTML, trustedScriptURL } from './trusted.js';

/** Under this name the file finds the gate that waits for it, once. */
const DOOR = Symbol.for('consent-gate');

/**
 * @param {(instantiate: any) => void} use called with what the file brings
 */
export function loadFallback(use) {
  define(window, DOOR, {
    configurable: true,
    value: (/** @type {any} */ instantiate) => {
      delete (/** @type {any} */ (window)[DOOR]);
      use(instantiate);
    },
  });
  const url = settings.fileUrl('consent-gate-fallback.js');
  if (!writeTag(url)) insertTag(url);
}

/**
 * @param {string} url
 * @returns {boolean} whether the running parser has the tag
 */
function writeTag(url) {
  const parsing = ownTag && !isAsync(ownTag) && readyStateOf(document) === 'loading';
  if (!parsing || contentTypeOf(document) !== 'text/html') return false;
  const before = query(document, 'script').length;
  const quoted = (/** @type {string} */ text) => text.replace(/[&"<]/g, (char) => `&#${char.charCodeAt(0)};`);
  try {
    writeDocument(document, trustedHTML(`<script src="${quoted(url)}" nonce="${quoted(ownNonce)}"></script>`));
  } catch {
    return false; // Trusted Types without a policy for us.
  }
  const scripts = query(document, 'script');
  if (scripts.length === before) return false;
  for (let i = 0; i < scripts.length; i += 1) started.add(scripts[i]);
  listen(scripts[scripts.length - 1], 'error', () => missing(url));
  return true;
}

/** @param {string} url */
function insertTag(url) {
  const script = createElement(document, 'script');
  setNonce(script, ownNonce);
  setAttribute(script, 'src', trustedScriptURL(url));
  started.add(script);
  listen(script, 'error', () => missing(url));
  appendChild(headOf(document) ?? rootElementOf(document), script);
}

/** @param {string} url */
const missing = (url) =>
  warn(`Consent Gate: WebAssembly is refused on this page and ${url} cannot be loaded, so all third parties are held. Put the file there, or allow 'wasm-unsafe-eval'.`);
