/** @file Short functions for the scenarios' markup, and for sending a slow response after a fact. */
import { readFileSync } from 'node:fs';
import { inline } from '../support/pages.mjs';

/** @typedef {import("../support/scenario.mjs").Cast} Cast */
/** @typedef {import("../support/browser.mjs").Visit} Visit */

/** A script tag. @param {string} src @param {string} [attributes] */
export const tag = (src, attributes = '') => `<script src="${src}" ${attributes}></script>`;

/** Inserts a script by code. @param {string} src @param {string} [more] statements on `s` */
export const insert = (src, more = '') =>
  inline(
    `{ const s = document.createElement("script"); s.src = "${src}"; ${more}; document.body.append(s); }`,
  );

/** Sends the response of "a" after the others have been requested. @param {string[]} names */
export const whenAsked =
  (...names) =>
  async (/** @type {Visit} */ visit, /** @type {Cast} */ cast) => {
    for (const name of names) await visit.log.when(cast.host(name));
    cast.open('a');
  };

/** Sends the response of "a" after another mark. @param {string} mark */
export const whenRan = (mark) => async (/** @type {Visit} */ visit, /** @type {Cast} */ cast) => {
  await visit.ranWhen(mark);
  cast.open('a');
};

/** The text of the real jQuery. */
export const JQUERY = readFileSync(
  new URL('../../../node_modules/jquery/dist/jquery.min.js', import.meta.url),
  'utf8',
);

export { inline };
