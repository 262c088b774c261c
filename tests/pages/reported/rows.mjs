/**
 * @file The reported pages of this folder: the responses of the vendors' hosts, and the marks of each page. `note`
 * makes the page's marks, and the responses make those of the vendors' scripts.
 */
import { LIBRARIES } from '../dependants/libraries.mjs';
import { javascript } from '../support/stand_ins.mjs';

/** @typedef {import('../support/stand_ins.mjs').Answer} Answer */

/**
 * @typedef {object} Row
 * @property {string} [vendor]  the host that is blocked in some visits
 * @property {Record<string, Answer>} [answers]  by URL without its query
 * @property {string[]} marks  without the gate
 * @property {string[]} blocked  with the vendor's host blocked by the browser
 * @property {string[]} before  with the gate, before a choice
 * @property {string[]} [refused]  after a refusal, if there are more than before
 * @property {string[]} [granted]  all marks after a grant, if they differ from those without the gate
 * @property {boolean} [isTemplate]  whether the rewriter leaves the file unchanged, because it is not HTML
 */

const GTM = 'https://www.googletagmanager.com';
const MAPS = 'https://maps.googleapis.com/maps/api/js';
const TWITTER = 'https://platform.twitter.com';
const ANALYTICS = 'https://www.google-analytics.com/analytics.js';

/** Marks `last` if a blocking script finds itself as the last one. */
const LAST = `{ const s = document.getElementsByTagName('script'); note(s[s.length - 1].src === document.currentScript.src ? 'last' : 'not last'); }`;
const HEAR = `document.addEventListener('DOMContentLoaded', () => note('parsed')); addEventListener('load', () => note('load'));`;
const SECOND = `note('second'); { const s = document.createElement('script'); s.src = '${TWITTER}/third.js'; document.head.append(s); }`;
const THIRD = `note('third'); addEventListener('load', () => note('load'));`;

/** A page whose code draws a map. @type {Row} */
const MAP = {
  vendor: 'maps.googleapis.com',
  answers: { [MAPS]: javascript(LIBRARIES.maps.code) },
  marks: ['library', 'map'],
  blocked: [],
  before: [],
};

/** @type {Row} */
const GTAG = {
  vendor: 'www.googletagmanager.com',
  answers: {
    [`${GTM}/gtag/js`]: javascript("note('gtag')"),
    [`${GTM}/gtm.js`]: javascript("note('gtm')"),
  },
  marks: ['gtag'],
  blocked: [],
  before: [],
};

/** @type {Row} */
const GA = {
  vendor: 'www.google-analytics.com',
  answers: { [ANALYTICS]: javascript("note('analytics')") },
  marks: ['analytics'],
  blocked: [],
  before: [],
};

/** The reviewed table has no rule for it: unknown hosts load. */
const OPTIMIZE = ['optimize'];
const UNKNOWN = { marks: OPTIMIZE, before: OPTIMIZE };

/** @type {Record<string, Row>} */
export const ROWS = {
  'consent-update': { ...GTAG, marks: ['gtm'] },
  'dep-external': {
    ...MAP,
    answers: {
      ...MAP.answers,
      'SITE/init.js': javascript("new google.maps.Map(document.getElementById('map'))"),
    },
  },
  'dep-guarded': MAP,
  'dep-module': MAP,
  'dep-registered-before': MAP,
  'end-app-waits': {
    vendor: 'connect.facebook.net',
    answers: { 'https://connect.facebook.net/x.js': javascript("note('x')") },
    marks: ['x', 'app starts (load)'],
    blocked: ['app starts (error)'],
    before: ['app starts (error)'],
    granted: ['app starts (error)', 'x', 'app starts (load)'],
  },
  'end-refused-earlier': {
    vendor: 'eu.i.posthog.com',
    answers: { 'https://eu.i.posthog.com/decide': javascript('{}') },
    marks: [],
    blocked: ['TypeError'],
    before: [],
    refused: ['TypeError'],
  },
  'end-sequential-loader': {
    ...GTAG,
    answers: { ...GTAG.answers, 'SITE/own.js': javascript("note('theme')") },
    marks: ['gtm', 'theme', 'all done'],
    blocked: ['theme', 'all done'],
    before: ['theme', 'all done'],
    granted: ['theme', 'all done', 'gtm'],
  },
  'inline-mixed': MAP,
  'last-script': {
    vendor: 'platform.twitter.com',
    answers: { [`${TWITTER}/last.js`]: javascript(LAST) },
    marks: ['last'],
    blocked: [],
    before: [],
  },
  'late-module': {
    vendor: 'platform.twitter.com',
    answers: { [`${TWITTER}/late.mjs`]: javascript(HEAR) },
    marks: ['parsed', 'load'],
    blocked: [],
    before: [],
  },
  'late-second-generation': {
    ...GTAG,
    answers: {
      [`${GTM}/second.js`]: javascript(SECOND),
      [`${TWITTER}/third.js`]: javascript(THIRD),
    },
    marks: ['second', 'third', 'load'],
  },
  'declare-full-imported': {
    vendor: 'www.googleoptimize.com',
    answers: { 'https://www.googleoptimize.com/optimize.js': javascript("note('optimize')") },
    ...UNKNOWN,
    blocked: [],
    granted: UNKNOWN.before,
  },
  'jinja-template': { ...GA, isTemplate: true },
  'preload-warning': GTAG,
  'script-before-doctype': GTAG,
  'triple-slash': GA,
};

/** Pages that change under the banner: an expression that is true after the change. @type {Record<string, string>} */
export const BANNERS = {
  'banner-body-children': "document.querySelector('h1')?.textContent === 'B'",
  'banner-document-open': "document.querySelector('h1')?.textContent === 'unlocked'",
  'modal-dialog': "document.querySelector('dialog')?.matches(':modal')",
};
