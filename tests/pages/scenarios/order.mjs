/** @file The order in which scripts run. The marks have the order of a page without a gate. */
import { inline, insert, tag, whenAsked, whenRan } from './tags.mjs';

/** Thirty names, for scripts that are fetched together. */
const THIRTY = Array.from({ length: 30 }, (_, i) => `s${i}`);

/** @type {Record<string, import("../support/scenario.mjs").Scenario>} */
export const ORDER = {
  'a slow first script before its dependants': {
    body: ({ url }) => tag(url('a')) + tag(url('b')) + tag(url('c')),
    text: { a: 'self.lib = 1;', b: 'note(typeof lib);' },
    slow: ['a'],
    ahead: true,
    during: whenAsked('b', 'c'),
    order: ['a', 'b', 'number', 'c'],
  },
  'scripts of the head before those of the body': {
    head: ({ url }) => tag(url('a')),
    body: ({ url }) => `<p>${tag(url('b'))}</p>`,
    slow: ['a'],
    ahead: true,
    during: whenAsked('b'),
    order: ['a', 'b'],
  },
  'an inline script behind its library': {
    body: ({ url }) =>
      tag(url('map')) + inline("note(new google.maps.Map('x').id)") + tag(url('b')),
    text: { map: "self.google = { maps: { Map: class { id = 'made'; } } };" },
    order: ['map', 'made', 'b'],
  },
  'inline scripts behind two loads of a library': {
    body: ({ url }) =>
      tag(url('map1')) +
      inline("note('first ' + google.maps.v)") +
      tag(url('map2')) +
      inline("note('second ' + google.maps.v)"),
    text: { map1: 'self.google = { maps: { v: 1 } };', map2: 'google.maps.v = 2;' },
    order: ['map1', 'first 1', 'map2', 'second 2'],
  },
  'an inline script behind a slow library': {
    body: ({ url }) => tag(url('mapa')) + inline('note(google.maps.v)') + tag(url('b')),
    text: { mapa: "self.google = { maps: { v: 'v' } };" },
    slow: ['mapa'],
    ahead: true,
    during: async (visit, cast) => {
      await visit.log.when(cast.host('b'));
      cast.open('mapa');
    },
    order: ['mapa', 'v', 'b'],
  },
  'defer after the blocking ones, in order': {
    head: ({ url }) => tag(url('a'), 'defer') + tag(url('b'), 'defer'),
    body: ({ url }) => tag(url('c')),
    slow: ['a'],
    during: whenRan('c'),
    order: ['c', 'a', 'b'],
  },
  'modules of the markup with the deferred ones': {
    head: ({ url }) =>
      tag(url('a'), 'type=module') + tag(url('b'), 'defer') + tag(url('c'), 'type=module'),
    body: ({ url }) => tag(url('d')),
    slow: ['a'],
    during: whenRan('d'),
    order: ['d', 'a', 'b', 'c'],
  },
  'async=false insertions among themselves': {
    body: ({ url }) => insert(url('a'), 's.async = false') + insert(url('b'), 's.async = false'),
    slow: ['a'],
    during: whenAsked('b'),
    order: ['a', 'b'],
  },
  'async=false insertions do not wait for others': {
    body: ({ url }) =>
      insert(url('a')) + insert(url('b'), 's.async = false') + insert(url('c'), 's.async = false'),
    slow: ['a'],
    during: whenRan('c'),
    order: ['b', 'c', 'a'],
  },
  'async insertions when they come': {
    body: ({ url }) => insert(url('a')) + insert(url('b')),
    slow: ['a'],
    during: whenRan('b'),
    order: ['b', 'a'],
  },
  'async tags when they come': {
    head: ({ url }) => tag(url('a'), 'async') + tag(url('b'), 'async'),
    slow: ['a'],
    during: whenRan('b'),
    order: ['b', 'a'],
  },
  'async tags do not hold up the blocking ones': {
    head: ({ url }) => tag(url('a'), 'async') + tag(url('b')) + tag(url('c'), 'defer'),
    slow: ['a'],
    during: whenRan('c'),
    order: ['b', 'c', 'a'],
  },
  'async modules when they come': {
    head: ({ url }) => tag(url('a'), 'async type=module') + tag(url('b'), 'async type=module'),
    slow: ['a'],
    during: whenRan('b'),
    order: ['b', 'a'],
  },
  'inserted modules when they come': {
    body: ({ url }) =>
      insert(url('a'), "s.type = 'module'") + insert(url('b'), "s.type = 'module'"),
    slow: ['a'],
    during: whenRan('b'),
    order: ['b', 'a'],
  },
  'inserted modules with async=false in order': {
    body: ({ url }) =>
      insert(url('a'), "s.type = 'module'; s.async = false") + insert(url('b'), 's.async = false'),
    slow: ['a'],
    during: whenAsked('b'),
    order: ['a', 'b'],
  },
  'a script that fails stops nobody and gets its error event': {
    body: ({ url }) =>
      tag(url('a')) +
      tag(url('b'), `onerror="note('error b')" onload="note('load b')"`) +
      tag(url('c')),
    answers: { b: { status: 404 } },
    order: ['a', 'error b', 'c'],
  },
  'a deferred script that fails': {
    head: ({ url }) => tag(url('a'), `defer onerror="note('error a')"`) + tag(url('b'), 'defer'),
    answers: { a: { status: 404 } },
    order: ['error a', 'b'],
  },
  'an ordered insertion that fails': {
    body: ({ url }) =>
      insert(url('a'), "s.async = false; s.onerror = () => note('error a')") +
      insert(url('b'), 's.async = false'),
    answers: { a: { status: 404 } },
    slow: ['a'],
    during: whenAsked('b'),
    order: ['error a', 'b'],
  },
  'a script that throws stops nobody': {
    body: ({ url }) => tag(url('a'), `onload="note('load a')"`) + tag(url('b')),
    text: { a: "throw new Error('of the vendor');" },
    order: ['a', 'load a', 'b'],
  },
  'a script that does not parse stops nobody': {
    body: ({ url }) => tag(url('a'), `onload="note('load a')"`) + tag(url('b')),
    answers: { a: { body: "note('never'); (" } },
    order: ['load a', 'b'],
  },
  'the same URL twice': {
    body: ({ url }) => tag(url('a')) + tag(url('a')),
    order: ['a', 'a'],
  },
  'what a released script makes at once runs before the next one': {
    body: ({ url }) => tag(url('a')) + tag(url('b')),
    text: {
      a: "{ const s = document.createElement('script'); s.text = 'note(`inner`)'; document.body.append(s); }",
    },
    order: ['a', 'inner', 'b'],
  },
  'thirty scripts are fetched together': {
    body: ({ url }) => THIRTY.map((name) => tag(url(name))).join(''),
    slow: THIRTY,
    ahead: true,
    during: async (visit, cast) => {
      for (const name of THIRTY) await visit.log.when(cast.host(name));
      for (const name of THIRTY.toReversed()) cast.open(name);
    },
    order: THIRTY,
  },
};
