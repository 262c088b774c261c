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
 * @param {(instantiate: any) => void} use called with what the file brings; throws where that is of no use
 * @param {() => void} failed called when no engine comes of it
 */
export function loadFallback(use, failed) {
  const url = settings.fileUrl('consent-gate-fallback.js');
  const ended = openDoor(use, url, failed);
  if (!writeTag(url, ended)) insertTag(url, ended);
}

/**
 * @param {(instantiate: any) => void} use
 * @param {string} url
 * @param {() => void} failed
 * @returns {(reason?: unknown) => void} to be called when the file's tag has loaded or failed
 */
function openDoor(use, url, failed) {
  let arrived = false;
  /** @type {unknown} */
  let failure = 'it is not there';
  define(window, DOOR, {
    configurable: true,
    value: (/** @type {any} */ instantiate) => {
      delete (/** @type {any} */ (window)[DOOR]);
      try {
        use(instantiate);
        arrived = true;
      } catch (error) {
        failure = error;
      }
    },
  });
  return (reason = failure) => {
    if (arrived) return;
    missing(url, reason);
    failed();
  };
}

/**
 * @param {string} url
 * @param {() => void} ended
 * @returns {boolean} whether the running parser has the tag
 */
function writeTag(url, ended) {
  const parsing = ownTag && !isAsync(ownTag) && readyStateOf(document) === 'loading';
  if (!parsing || contentTypeOf(document) !== 'text/html') return false;
  const before = query(document, 'script').length;
  const quoted = (/** @type {string} */ text) =>
    text.replace(/[&"<]/g, (char) => `&#${char.charCodeAt(0)};`);
  try {
    writeDocument(
      document,
      trustedHTML(`<script src="${quoted(url)}" nonce="${quoted(ownNonce)}"></script>`),
    );
  } catch {
    return false; // Trusted Types without a policy for us.
  }
  const scripts = query(document, 'script');
  if (scripts.length === before) return false;
  for (let i = 0; i < scripts.length; i += 1) started.add(scripts[i]);
  watch(scripts[scripts.length - 1], ended);
  return true;
}

/**
 * Puts in the tag of one of the gate's own files.
 * @param {string} url
 * @param {(failure?: string) => void} ended called when it has loaded or failed, with the reason where it is known
 * @returns {Element | undefined} nothing where the page's policy takes no plain URL
 */
export function insertTag(url, ended) {
  const script = createElement(document, 'script');
  setNonce(script, ownNonce);
  try {
    setAttribute(script, 'src', trustedScriptURL(url));
  } catch {
    return void ended('is refused: add "consent-gate" to trusted-types');
  }
  started.add(script);
  watch(script, ended);
  appendChild(headOf(document) ?? rootElementOf(document), script);
  return script;
}

/**
 * A file that is there may still be another one, such as the site's error page: it loads and brings nothing.
 * @param {Element} script
 * @param {() => void} ended
 */
function watch(script, ended) {
  listen(script, 'load', () => ended());
  listen(script, 'error', () => ended());
}

/**
 * @param {string} url
 * @param {unknown} failure
 */
const missing = (url, failure) =>
  warn(
    `Consent Gate: WebAssembly does not run on this page and ${url} cannot be used, so all third parties are held. Put the file there as it was built, or allow 'wasm-unsafe-eval':`,
    failure,
  );
