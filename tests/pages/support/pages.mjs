/**
 * @file The text of a test page: the gate's tag first in the head where the test wants it, then a
 * recorder for the marks that stand-ins leave, then what the test gives. It starts no browser.
 */

import { IN_WEBKIT } from './chosen.mjs';

/** The tag that the README tells site owners to paste. */
export const GATE_TAG =
  '<script src="/consent-gate.js" data-cfasync="false" data-no-optimize="1"' +
  ' data-no-defer="1" data-pagespeed-no-defer nowprocket></script>';

/** Keeps uncaught exceptions where the browser does not tell its driver of them. */
const LISTENERS = `
  self.__errors = [];
  addEventListener("error", ({ message }) => message && __errors.push(message));
  addEventListener("unhandledrejection", ({ reason }) => __errors.push(String(reason)));`;

/**
 * Keeps the marks: `__ran` is the list, `__ranWhen(id, count)` waits for marks of one id, and
 * `__ranWhen(null, count)` for marks of any. A frame of another origin reports by message;
 * `document.open` takes listeners away, and `__listen` puts this one back.
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
 * @property {object} [config]   the gate's configuration; `banner` is false unless said otherwise
 * @property {string} [head]     markup behind the gate
 * @property {string} [body]     markup
 * @property {string} [before]   markup in front of the gate
 * @property {string} [gateTag]  the gate's tag, where a test needs another one
 * @property {string} [nonce]    goes on the gate's tag and on the recorder's
 */

/**
 * The text of an HTML page.
 * @param {PageParts} parts
 */
export function pageText(parts) {
  const { head = '', body = '', before = '' } = parts;
  const first = parts.gate === false ? before : gateMarkup(parts);
  const start = `<!doctype html>\n<html lang="en"><head>${first}\n<title>test</title>`;
  return `${start}\n${trust(RECORDER, parts)}\n${head}</head>\n<body>${body}</body></html>`;
}

/** The gate's tag and its config. @param {PageParts} parts */
export function gateMarkup({ config = {}, before = '', gateTag = GATE_TAG, nonce }) {
  const settings = JSON.stringify({ banner: false, ...config }).replaceAll('<', '\\u003c');
  const configTag = `<script type="application/json" id="consent-gate-config">${settings}</script>`;
  return `${configTag}\n${before}${trust(gateTag, { nonce })}`;
}

/** Gives a script tag of the test's own the page's nonce. @param {string} tag @param {{ nonce?: string }} page */
export const trust = (tag, { nonce }) =>
  nonce ? tag.replace('<script', `<script nonce="${nonce}"`) : tag;

/**
 * JavaScript as it may stand inside an inline script.
 * @param {string} code
 */
export function inScript(code) {
  return code.replace(/<\/(?=script)/gi, '<\\/').replaceAll('<!--', '<\\!--');
}

/** An inline script. @param {string} code */
export const inline = (code) => `<script>${inScript(code)}</script>`;

/**
 * The text of an HTML page as XML: served as `application/xhtml+xml`, it goes through another parser.
 * @param {string} text
 */
export function xhtml(text) {
  return text
    .replace('<!doctype html>', '')
    .replace('<html ', '<html xmlns="http://www.w3.org/1999/xhtml" ')
    .replace('data-pagespeed-no-defer nowprocket>', 'data-pagespeed-no-defer="" nowprocket="">')
    .replaceAll(/(<script>)([^]*?)(<\/script>)/g, '$1//<![CDATA[\n$2\n//]]>$3');
}
