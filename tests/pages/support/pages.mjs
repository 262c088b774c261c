/**
 * @file The text of a test page: the gate's tag first in the head if the test needs it, then a recorder for the marks
 * of stand-ins, then the test's markup. It starts no browser.
 */

import { IN_WEBKIT } from './chosen.mjs';

/** The tag that the README gives to site owners. */
export const GATE_TAG =
  '<script src="/consent-gate.js" data-cfasync="false" data-no-optimize="1"' +
  ' data-no-defer="1" data-pagespeed-no-defer nowprocket></script>';

/** Records uncaught exceptions if the browser does not report them to its driver. */
const LISTENERS = `
  self.__errors = [];
  addEventListener("error", ({ message }) => message && __errors.push(message));
  addEventListener("unhandledrejection", ({ reason }) => __errors.push(String(reason)));`;

/**
 * Keeps the marks: `__ran` is the list, `__ranWhen(id, count)` waits for marks of one id, and `__ranWhen(null, count)`
 * for marks of any. A cross-origin frame reports by message. `document.open` removes listeners, and `__listen` adds
 * this one again.
 */
export const RECORDER = `<script>${IN_WEBKIT ? LISTENERS : ''}
  self.__ran = [];
  (() => {
    const waiting = new Set();
    self.__marked = () => waiting.forEach((check) => check());
    self.__ranWhen = (id, count) => new Promise((resolve) => {
      const check = () => {
        if (__ran.filter((mark) => id === null || mark.id === id).length < count) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
    const hear = ({ data }) => {
      if (!data?.__ran) return;
      __ran.push(data.__ran);
      __marked();
    };
    (self.__listen = () => addEventListener("message", hear))();
  })();
</script>`;

/**
 * @typedef {object} PageParts
 * @property {boolean} [gate]    with the gate's tag (default) or without
 * @property {object} [config]   the gate's configuration; `banner` is false by default
 * @property {string} [head]     markup after the gate
 * @property {string} [body]     markup
 * @property {string} [before]   markup before the gate
 * @property {string} [gateTag]  the gate's tag, if a test needs another one
 * @property {string} [nonce]    for the gate's tag and the recorder's
 */

/** Returns the text of an HTML page. @param {PageParts} parts */
export function pageText(parts) {
  const { head = '', body = '', before = '' } = parts;
  const first = parts.gate === false ? before : gateMarkup(parts);
  const start = `<!doctype html>\n<html lang="en"><head>${first}\n<title>test</title>`;
  return `${start}\n${trust(RECORDER, parts)}\n${head}</head>\n<body>${body}</body></html>`;
}

/** Returns the gate's tag and its config. @param {PageParts} parts */
export function gateMarkup({ config = {}, before = '', gateTag = GATE_TAG, nonce }) {
  const settings = JSON.stringify({ banner: false, ...config }).replaceAll('<', '\\u003c');
  const configTag = `<script type="application/json" id="consent-gate-config">${settings}</script>`;
  return `${configTag}\n${before}${trust(gateTag, { nonce })}`;
}

/** Gives a test's script tag the page's nonce. @param {string} tag @param {{ nonce?: string }} page */
export const trust = (tag, { nonce }) =>
  nonce ? tag.replace('<script', `<script nonce="${nonce}"`) : tag;

/** Escapes JavaScript for an inline script. @param {string} code */
export function inScript(code) {
  return code.replace(/<\/(?=script)/gi, '<\\/').replaceAll('<!--', '<\\!--');
}

/** Returns an inline script. @param {string} code */
export const inline = (code) => `<script>${inScript(code)}</script>`;

/**
 * Converts the text of an HTML page to XML. Served as `application/xhtml+xml`, it is parsed by the XML parser.
 * @param {string} text
 */
export function xhtml(text) {
  return text
    .replace('<!doctype html>', '')
    .replace('<html ', '<html xmlns="http://www.w3.org/1999/xhtml" ')
    .replace('data-pagespeed-no-defer nowprocket>', 'data-pagespeed-no-defer="" nowprocket="">')
    .replaceAll(/(<script>)([^]*?)(<\/script>)/g, '$1//<![CDATA[\n$2\n//]]>$3');
}
