/**
 * @file The report of each bench: a line for the front page of the manual, and for the page of figures a sentence, charts and a table. The shapes of
 * the data are documented where each bench keeps them.
 */
import * as apps from './apps.mjs';
import * as conformance from './conformance.mjs';
import * as endings from './endings.mjs';
import * as speed from './speed.mjs';
import { growth, inp, lookup, operations } from './cost.mjs';
import { native } from './native.mjs';

/**
 * @typedef {object} Section
 * @property {string} name   of the result
 * @property {string} bench  what `./build.sh bench` is called with
 * @property {string} title
 * @property {(data: any) => string} line   for the front page of the manual
 * @property {(data: any) => string} text   for the page
 * @property {(data: any) => import('./chart.mjs').Chart[]} charts
 * @property {(data: any) => string[][]} table the head first
 */

/** In the order of the page. @type {Section[]} */
export const SECTIONS = [
  conformance.section,
  conformance.sectionOf('webkit', 'WebKitGTK'),
  conformance.sectionOf('firefox', 'Firefox'),
  speed.section,
  apps.section,
  inp,
  operations,
  lookup,
  native,
  growth,
  endings.section,
];
