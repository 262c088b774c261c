/**
 * @file Loads the crate as JavaScript if wasm is blocked (a CSP without 'wasm-unsafe-eval', iOS Lockdown Mode). The tag
 * is written into the running parser, which waits for it. So no tag of the page is parsed before there is an engine. If
 * the tag cannot be written, third parties are held until the file arrives.
 */

import { started } from '../requests/held-elements.ts';
import { settings } from '../platform/config.ts';
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
} from '../platform/primordials.ts';
import { ownNonce, ownTag } from '../platform/own-script.ts';
import { trustedHTML, trustedScriptURL } from '../platform/trusted-types.ts';
import type { Instantiate } from '../engine/engine-interface.ts';

/** Property of the window under which the file finds the waiting gate, once. */
const DOOR = Symbol.for('consent-gate');

/**
 * @param use called with the file's function; throws if that cannot be used
 * @param failed called if no engine results
 */
export function loadFallback(use: (instantiate: Instantiate) => void, failed: () => void) {
  const url = settings.fileUrl('consent-gate-fallback.js');
  const ended = openDoor(use, url, failed);
  if (!writeTag(url, ended)) insertTag(url, ended);
}

/**
 * Defines the property under which the file finds the gate.
 * @returns a function to call when the file's tag has loaded or failed
 */
function openDoor(
  use: (instantiate: Instantiate) => void,
  url: string,
  failed: () => void,
): (reason?: unknown) => void {
  let arrived = false;
  let failure: unknown = 'it is not there';
  define(window, DOOR, {
    configurable: true,
    value: (instantiate: Instantiate) => {
      delete (window as { [DOOR]?: unknown })[DOOR];
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

/** @returns whether the running parser has inserted the tag */
function writeTag(url: string, ended: () => void): boolean {
  const parsing = ownTag && !isAsync(ownTag) && readyStateOf(document) === 'loading';
  if (!parsing || contentTypeOf(document) !== 'text/html') return false;
  const before = query(document, 'script').length;
  const quoted = (text: string) => text.replace(/[&"<]/g, (char) => `&#${char.charCodeAt(0)};`);
  try {
    writeDocument(
      document,
      trustedHTML(`<script src="${quoted(url)}" nonce="${quoted(ownNonce)}"></script>`),
    );
  } catch {
    return false; // Trusted Types reject the gate's policy.
  }
  const scripts = query(document, 'script');
  if (scripts.length === before) return false;
  for (let i = 0; i < scripts.length; i += 1) started.add(scripts[i]);
  watch(scripts[scripts.length - 1], ended);
  return true;
}

/**
 * Inserts the tag of one of the gate's files.
 * @param ended called when it has loaded or failed, with the reason if it is known
 * @returns undefined if the page's policy rejects a plain URL
 */
export function insertTag(url: string, ended: (failure?: string) => void): Element | undefined {
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
 * Watches a tag. A file that loads may be another one, such as the site's error page. Then it does not call the gate.
 */
function watch(script: Element, ended: () => void) {
  listen(script, 'load', () => ended());
  listen(script, 'error', () => ended());
}

const missing = (url: string, failure: unknown) =>
  warn(
    `Consent Gate: WebAssembly does not run on this page and ${url} cannot be used, so all third parties are held. Put the file there as it was built, or allow 'wasm-unsafe-eval':`,
    failure,
  );
