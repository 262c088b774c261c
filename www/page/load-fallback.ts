/**
 * @file Brings in the same crate without wasm, where wasm is refused (a CSP without 'wasm-unsafe-eval', iOS
 * Lockdown Mode). The tag is written into the running parser, which waits for it: no tag of the page meets a
 * gate without verdicts. Where that cannot be, third parties are held until the file arrives.
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

/** Under this name the file finds the gate that waits for it, once. */
const DOOR = Symbol.for('consent-gate');

/**
 * @param use called with what the file brings; throws where that is of no use
 * @param failed called when no engine comes of it
 */
export function loadFallback(use: (instantiate: Instantiate) => void, failed: () => void) {
  const url = settings.fileUrl('consent-gate-fallback.js');
  const ended = openDoor(use, url, failed);
  if (!writeTag(url, ended)) insertTag(url, ended);
}

/** @returns to be called when the file's tag has loaded or failed */
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

/** @returns whether the running parser has the tag */
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
 * @param ended called when it has loaded or failed, with the reason where it is known
 * @returns nothing where the page's policy takes no plain URL
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

/** A file that is there may still be another one, such as the site's error page: it loads and brings nothing. */
function watch(script: Element, ended: () => void) {
  listen(script, 'load', () => ended());
  listen(script, 'error', () => ended());
}

const missing = (url: string, failure: unknown) =>
  warn(
    `Consent Gate: WebAssembly does not run on this page and ${url} cannot be used, so all third parties are held. Put the file there as it was built, or allow 'wasm-unsafe-eval':`,
    failure,
  );
