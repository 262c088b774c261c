/** @file The environment of a released script: events of its element, `currentScript`, late listeners. */
import { inline, insert, tag } from './tags.mjs';

/** Handlers of all three forms on the element `s`. */
const HANDLERS = `
  s.onload = () => note("load property"); s.onerror = () => note("error property");
  s.addEventListener("load", (event) => note("load listener " + (event.target === s)));
  s.addEventListener("error", (event) => note("error listener " + (event.target === s)));`;

/** Handlers that the next inline script sets on a tag. */
const handlersOn = (/** @type {string} */ id) =>
  inline(`{ const s = document.getElementById("${id}"); ${HANDLERS} }`);

/** @type {Record<string, import("../support/scenario.mjs").Scenario>} */
export const EVENTS = {
  'load is heard once in every form, inserted': {
    body: ({ url }) => insert(url('a'), HANDLERS),
    order: ['a', 'load property', 'load listener true'],
  },
  'error is heard once in every form, inserted': {
    body: ({ url }) => insert(url('a'), HANDLERS),
    answers: { a: { status: 404 } },
    order: ['error property', 'error listener true'],
  },
  'load is heard once in every form, deferred': {
    head: ({ url }) => tag(url('a'), 'id=a defer') + handlersOn('a'),
    order: ['a', 'load property', 'load listener true'],
  },
  'error is heard once in every form, deferred': {
    head: ({ url }) => tag(url('a'), 'id=a defer') + handlersOn('a'),
    answers: { a: { status: 404 } },
    order: ['error property', 'error listener true'],
  },
  'load attribute of a blocking tag': {
    body: ({ url }) =>
      tag(url('a'), `onload="note('load ' + event.type + (event.target === this))"`),
    order: ['a', 'load loadtrue'],
  },
  'load attribute set by code': {
    body: ({ url }) => insert(url('a'), `s.setAttribute("onload", "note('load attribute')")`),
    order: ['a', 'load attribute'],
  },
  'handlers set after insertion': {
    body: ({ url }) =>
      insert(url('a'), "setTimeout(() => { s.onload = () => note('load late'); })"),
    slow: ['a'],
    during: async (visit, cast) => {
      await visit.idle();
      cast.open('a');
    },
    order: ['a', 'load late'],
  },
  'load of a module': {
    body: ({ url }) => tag(url('a'), `type=module onload="note('load a')"`),
    order: ['a', 'load a'],
  },
  'load captured by the document': {
    head: () =>
      inline(
        `document.addEventListener("load", ({ target }) => target.id === "a" && note("captured"), true);`,
      ),
    body: ({ url }) => tag(url('a'), 'id=a'),
    order: ['a', 'captured'],
  },
  'load of a frame': {
    body: ({ frame }) => `<iframe src="${frame('a')}" onload="note('load a')"></iframe>`,
    answers: { a: { body: 'without a mark' } },
    order: ['load a'],
  },
  'load of an inserted frame': {
    body: ({ frame }) =>
      inline(
        `{ const s = document.createElement("iframe"); s.src = "${frame('a')}"; ${HANDLERS} document.body.append(s); }`,
      ),
    answers: { a: { body: 'without a mark' } },
    order: ['load property', 'load listener true'],
  },
  'currentScript of a blocking tag': {
    body: ({ url }) => tag(url('a'), 'id=a') + tag(url('b'), 'id=b'),
    text: { a: 'note(document.currentScript.id);', b: 'note(document.currentScript.id);' },
    order: ['a', 'a', 'b', 'b'],
  },
  'currentScript of the inline script behind a library': {
    body: ({ url }) =>
      tag(url('map')) + `<script id="i">note(google.maps.v + document.currentScript.id)</script>`,
    text: { map: 'self.google = { maps: { v: 1 } };' },
    order: ['map', '1i'],
  },
  'currentScript of an inserted script': {
    body: ({ url }) => insert(url('a'), 'self.inserted = s'),
    text: { a: 'note(document.currentScript === inserted);' },
    order: ['a', true],
  },
  'currentScript of a module is null': {
    body: ({ url }) => tag(url('a'), 'type=module'),
    text: { a: 'note(document.currentScript);' },
    order: ['a', null],
  },
  'a late DOMContentLoaded listener': {
    body: ({ url }) => tag(url('a')),
    text: { a: "document.addEventListener('DOMContentLoaded', (e) => note(e.type)); note('end');" },
    order: ['a', 'end', 'DOMContentLoaded'],
  },
  'a late DOMContentLoaded listener on the window': {
    body: ({ url }) => tag(url('a')),
    text: {
      a: "addEventListener('DOMContentLoaded', function (e) { note(e.type + (this === self)); }); note('end');",
    },
    order: ['a', 'end', 'DOMContentLoadedtrue'],
  },
  'a late load listener': {
    body: ({ url }) => tag(url('a')),
    text: {
      a: "addEventListener('load', { handleEvent(e) { note(e.type); } }, { once: true }); note('end');",
    },
    order: ['a', 'end', 'load'],
  },
  'a late load handler': {
    body: ({ url }) => tag(url('a')),
    text: { a: "onload = (e) => note(e.type); note('end');" },
    order: ['a', 'end', 'load'],
  },
  'late listeners of both events, in their order': {
    body: ({ url }) => tag(url('a')),
    text: {
      a: "addEventListener('load', () => note('load')); document.addEventListener('DOMContentLoaded', () => note('parsed'));",
    },
    order: ['a', 'parsed', 'load'],
  },
  'a late listener that is taken off again': {
    body: ({ url }) => tag(url('a')) + tag(url('b')),
    text: {
      a: "{ const f = () => note('never'); addEventListener('load', f); removeEventListener('load', f); }",
    },
    order: ['a', 'b'],
  },
  'a late listener set twice': {
    body: ({ url }) => tag(url('a')),
    text: {
      a: "{ const f = () => note('load'); addEventListener('load', f); addEventListener('load', f); }",
    },
    order: ['a', 'load'],
  },
  'a late listener of a deferred script': {
    head: ({ url }) => tag(url('a'), 'defer'),
    text: { a: "document.addEventListener('DOMContentLoaded', () => note('parsed'));" },
    order: ['a', 'parsed'],
  },
  'a late listener of the inline script behind a library': {
    body: ({ url }) =>
      tag(url('map')) +
      inline("addEventListener('load', () => note('load ' + google.maps.v)); note(google.maps.v)"),
    text: { map: 'self.google = { maps: { v: 1 } };' },
    order: ['map', 1, 'load 1'],
  },
  "the page's own listeners hear the events once": {
    head: () =>
      inline(
        "document.addEventListener('DOMContentLoaded', () => note('page parsed')); addEventListener('load', () => note('page load'))",
      ),
    body: ({ url }) => tag(url('a')),
    text: { a: "addEventListener('load', () => note('load'));" },
    order: ['a', 'page parsed', 'page load', 'load'],
    before: ['page parsed', 'page load'],
    gated: ['page parsed', 'page load', 'a', 'load'],
  },
};
