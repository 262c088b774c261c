/**
 * @file Pages whose code depends on a held library. `LIB` is the library's URL; `note` leaves a mark. `marks` has the
 * order without the gate; `before` has the marks before a choice, and after a refusal.
 */

import {
  LIB,
  OWN,
  DIV,
  MAP,
  MENU,
  CLICK,
  NAMED,
  FOR_MAPS,
  inline,
  MODULE,
  DONE,
} from './parts.mjs';
import { STUBS } from './stubs.mjs';

/**
 * @typedef {object} Row
 * @property {string} library key of `LIBRARIES`
 * @property {string} [head]
 * @property {string} [body]
 * @property {Record<string, string>} [files] files of the site
 * @property {object} [config]
 * @property {string[]} [before]
 * @property {string[]} marks
 * @property {string[]} [gated] the marks with the gate, if their order differs
 * @property {string} [act] the visitor's action before the choice
 * @property {string[]} [refused] the marks after a refusal and a consent, if they differ from those
 */

/** @type {Record<string, Row>} */
export const ROWS = {
  'inline: unguarded': { library: 'maps', body: DIV + LIB + inline(MAP), marks: DONE },
  'inline: typeof': {
    library: 'maps',
    body: DIV + LIB + inline(`if (typeof google !== 'undefined') { ${MAP} }`),
    marks: DONE,
  },
  'inline: typeof without a library with a stub': {
    library: 'stripe',
    body: LIB + inline("if (typeof Stripe !== 'undefined') { Stripe('pk'); }"),
    marks: ['library', 'stripe'],
  },
  'inline: window.X': {
    library: 'maps',
    body: DIV + LIB + inline(`window.google && window.google.maps && ${MAP}`),
    marks: DONE,
  },
  'inline: not there': {
    library: 'stripe',
    body: LIB + inline("if (!window.Stripe) { note('loads another'); } else { Stripe('pk'); }"),
    marks: ['library', 'stripe'],
  },
  'inline: try': {
    library: 'stripe',
    body: LIB + inline("try { Stripe('pk'); } catch (e) { note('failed'); }"),
    marks: ['library', 'stripe'],
  },
  'inline: an alias': {
    library: 'stripe',
    body: LIB + inline("const make = Stripe; const made = make('pk'); made.elements();"),
    marks: ['library', 'stripe', 'elements'],
  },
  'inline: a function that is called later': {
    library: 'stripe',
    body:
      LIB +
      inline(
        "function pay() { Stripe('pk'); } document.addEventListener('DOMContentLoaded', pay);",
      ),
    marks: ['library', 'stripe'],
  },
  'inline: load': {
    library: 'stripe',
    body: LIB + inline("window.addEventListener('load', function () { Stripe('pk'); });"),
    marks: ['library', 'stripe'],
  },
  'inline: jQuery ready': {
    library: 'stripe',
    head: inline("self.jQuery = (then) => document.addEventListener('DOMContentLoaded', then);"),
    body: LIB + inline("jQuery(function ($) { if (window.Stripe) Stripe('pk'); });"),
    marks: ['library', 'stripe'],
  },
  'module: unguarded': { library: 'maps', body: DIV + LIB + inline(MAP, MODULE), marks: DONE },
  'module: guarded': {
    library: 'stripe',
    body: LIB + inline("if (window.Stripe) { const s = Stripe('pk'); s.elements(); }", MODULE),
    marks: ['library', 'stripe', 'elements'],
  },
  'module: behind a deferred library': {
    library: 'stripe',
    body: '<script defer src="LIB"></script>' + inline("Stripe('pk')", MODULE),
    marks: ['library', 'stripe'],
  },
  'module: with an import of its own': {
    library: 'stripe',
    files: { '/js/a.js': "note('a'); export const key = 'pk';" },
    body: LIB + inline("import { key } from '/js/a.js'; Stripe(key)", MODULE),
    marks: ['library', 'a', 'stripe'],
  },
  'mixed: a menu before the map': {
    library: 'maps',
    body: DIV + LIB + inline(MENU + MAP),
    act: CLICK,
    before: ['menu'],
    marks: DONE,
    gated: ['menu', ...DONE],
  },
  'mixed: a menu behind the map': {
    library: 'maps',
    body: DIV + LIB + inline(MAP + MENU),
    act: CLICK,
    before: ['menu'],
    marks: DONE,
    gated: ['menu', ...DONE],
  },
  'mixed: in a callback': {
    library: 'maps',
    body:
      DIV + LIB + inline(`document.addEventListener('DOMContentLoaded', () => { ${MAP} ${MENU} })`),
    act: CLICK,
    before: ['menu'],
    marks: DONE,
    gated: ['menu', ...DONE],
  },
  'mixed: what it makes is used again': {
    library: 'maps',
    body:
      DIV +
      LIB +
      inline(
        `${MENU} var map = new google.maps.Map(document.body); map.setZoom(3);
        new google.maps.Marker({ map: map, position: new google.maps.LatLng(1) });
        google.maps.event.addListener(map, 'click', function () { note('heard'); });`,
      ),
    act: CLICK,
    before: ['menu'],
    marks: ['library', 'map', 'zoom 3', 'marker', 'listens', 'heard'],
    gated: ['menu', 'library', 'map', 'zoom 3', 'marker', 'listens', 'heard'],
  },
  'file: blocking': {
    library: 'maps',
    files: { '/js/init.js': MAP },
    config: NAMED,
    body: DIV + LIB + OWN,
    marks: DONE,
  },
  'file: by its URL, with a query': {
    library: 'stripe',
    files: { '/js/init.js': "Stripe('pk')" },
    config: { dependents: ['https://SITE/js/init.js'] },
    body: LIB + '<script src="/js/init.js?ver=6.4"></script>',
    marks: ['library', 'stripe'],
  },
  'file: deferred': {
    library: 'stripe',
    files: { '/js/init.js': "Stripe('pk')" },
    config: NAMED,
    body: LIB + '<script defer src="/js/init.js"></script>' + inline("note('page')"),
    before: ['page'],
    marks: ['library', 'page', 'stripe'],
    gated: ['page', 'library', 'stripe'],
  },
  'file: a module': {
    library: 'stripe',
    files: { '/js/init.js': "Stripe('pk')" },
    config: NAMED,
    body: LIB + '<script type="module" src="/js/init.js"></script>',
    marks: ['library', 'stripe'],
  },
  'file: imported by a module of the page': {
    library: 'stripe',
    files: { '/js/init.js': "Stripe('pk')" },
    config: NAMED,
    body: LIB + inline("import '/js/init.js'; note('app')", MODULE),
    marks: ['library', 'stripe', 'app'],
  },
  'file: inserted by code': {
    library: 'stripe',
    files: { '/js/init.js': "Stripe('pk')" },
    config: NAMED,
    body:
      LIB +
      inline(
        "document.head.append(Object.assign(document.createElement('script'), { src: '/js/init.js' }))",
      ),
    marks: ['library', 'stripe'],
  },
  'file: written': {
    library: 'stripe',
    files: { '/js/init.js': "Stripe('pk')" },
    config: NAMED,
    body: LIB + inline('document.write(\'<script src="/js/init.js"><\\/script>\')'),
    marks: ['library', 'stripe'],
  },
  'file: deferred, before a deferred library in the vendor of its entry': {
    library: 'maps',
    files: { '/js/init.js': `addEventListener('load', () => { ${MAP} })` },
    config: FOR_MAPS,
    head: '<script src="/js/init.js"></script><script async src="LIB"></script>',
    body: DIV,
    marks: DONE,
  },
  'file: two in order': {
    library: 'stripe',
    files: { '/js/init.js': "self.s = Stripe('pk')", '/js/b.js': 's.elements()' },
    config: { dependents: ['/js/init.js', '/js/b.js'] },
    body: LIB + OWN + '<script src="/js/b.js"></script>',
    marks: ['library', 'stripe', 'elements'],
  },
  ...STUBS,
};
