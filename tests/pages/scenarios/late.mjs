/**
 * @file Listeners for events that have fired before a released script sets them. Each is called once, as if the script
 * had run in time. Each row is a separate page.
 */
import { FORMS } from './late_forms.mjs';
import { JQUERY, inline, tag } from './tags.mjs';

/** @typedef {import("../support/scenario.mjs").Scenario} Scenario */

const HEAR = "addEventListener('load', () => note('load'));";
const load = (/** @type {string} */ by) => `addEventListener('load', () => note('load ${by}'));`;

/**
 * Returns code that inserts the script whose URL the page has under a name.
 * @param {string} name @param {string} [more]
 */
const adding = (name, more = '') =>
  `{ const s = document.createElement('script'); s.src = urls.${name}; ${more}; document.head.append(s) }`;

/** Defines the URLs of scripts that code inserts. @param {Record<string, string>} urls */
const telling = (urls) => inline(`self.urls = ${JSON.stringify(urls)}`);

/**
 * A page whose blocking script is followed by one that arrives after the first and the scripts that it inserts have
 * run.
 * @type {Pick<Scenario, 'body' | 'slow' | 'during'>}
 */
const IN_TIME = {
  body: ({ url }) => tag(url('a')) + tag(url('z')),
  slow: ['z'],
  during: async (visit, cast) => {
    await visit.ranWhen(null, 2);
    cast.open('z');
  },
};

const LIBRARY = 'self.google = { maps: { v: 1 } };';
const BY_JQUERY = "jQuery(window).on('load', (e) => note(e.type + (e.target === document)));";

/** @type {Record<string, Scenario>} */
const SCRIPTS = {
  'of a deferred script': {
    head: ({ url }) => tag(url('a'), 'defer'),
    text: { a: HEAR },
    order: ['a', 'load'],
  },
  'of an async script': {
    head: ({ url }) => tag(url('a'), 'async'),
    text: { a: HEAR },
    order: ['a', 'load'],
  },
  'of an inserted script': {
    head: ({ url }) => telling({ a: url('a') }) + inline(adding('a')),
    text: { a: HEAR },
    order: ['a', 'load'],
  },
  'of a module': {
    head: ({ url }) => tag(url('a'), 'type=module'),
    text: {
      a: "document.addEventListener('DOMContentLoaded', () => note('parsed')); onload = () => note('load');",
    },
    order: ['a', 'parsed', 'load'],
  },
  'of an async module': {
    head: ({ url }) => tag(url('a'), 'type=module async'),
    text: { a: HEAR },
    order: ['a', 'load'],
  },
  'of what a module imports': {
    head: ({ url }) => tag(url('a'), 'type=module'),
    text: { a: `import './b.js'; ${load('a')}`, 'a/b': load('b') },
    order: ['b', 'a', 'load b', 'load a'],
  },
  'of what an import imports': {
    head: ({ url }) => tag(url('a'), 'type=module'),
    text: { a: `import './b.js';`, 'a/b': `import './c.js';`, 'a/c': load('c') },
    order: ['c', 'b', 'a', 'load c'],
  },
  'of a function that a module imports': {
    head: ({ url }) => tag(url('a'), 'type=module'),
    text: {
      a: `import { hear } from './b.js'; hear();`,
      'a/b': `export const hear = () => { ${HEAR} };`,
    },
    order: ['b', 'a', 'load'],
  },
  'of a module behind its await': {
    head: ({ url }) => tag(url('a'), 'type=module') + tag(`${url('z')}?delay=400`, 'type=module'),
    text: { a: `await new Promise((r) => setTimeout(r, 1)); ${HEAR}` },
    order: ['a', 'z', 'load'],
  },
  'of an inline module behind a held import': {
    head: ({ url }) => `<script type="module">import '${url('a')}'; ${HEAR} note('i')</script>`,
    order: ['a', 'i', 'load'],
  },
  'of what an inline module imports': {
    head: ({ url }) => `<script type="module">import '${url('a')}'; note('i')</script>`,
    text: { a: HEAR },
    order: ['a', 'i', 'load'],
  },
  'of two blocking scripts, after both': {
    body: ({ url }) => tag(url('a')) + tag(url('b')),
    text: { a: load('a'), b: load('b') },
    order: ['a', 'b', 'load a', 'load b'],
  },
  'DOMContentLoaded of a blocking script, after a deferred one': {
    head: ({ url }) => tag(url('b'), 'defer') + tag(url('a')),
    text: { a: "document.addEventListener('DOMContentLoaded', () => note('parsed'));" },
    order: ['a', 'b', 'parsed'],
  },
  'of a timer': {
    ...IN_TIME,
    text: { a: `setTimeout(() => { ${HEAR} note('timer') }, 1)` },
    order: ['a', 'timer', 'z', 'load'],
  },
  'of a timer of a timer': {
    ...IN_TIME,
    text: { a: `setTimeout(() => setTimeout(function f() { ${HEAR} note('timer') }, 1), 1)` },
    order: ['a', 'timer', 'z', 'load'],
  },
  'of a slow timer': {
    ...IN_TIME,
    text: { a: `setTimeout(() => { ${HEAR} note('timer') }, 3500)` },
    order: ['a', 'timer', 'z', 'load'],
  },
  'of a frame': {
    ...IN_TIME,
    text: { a: `requestAnimationFrame(() => { ${HEAR} note('frame') })` },
    order: ['a', 'frame', 'z', 'load'],
  },
  'of a timer of an inline script': {
    ...IN_TIME,
    body: ({ url }) =>
      tag(url('map')) +
      inline(`[google.maps.v, setTimeout(() => { ${HEAR} note('timer') }, 1)]`) +
      tag(url('z')),
    text: { map: LIBRARY },
    order: ['map', 'timer', 'z', 'load'],
  },
  'of a timer of a timer of an inline script': {
    ...IN_TIME,
    body: ({ url }) =>
      tag(url('map')) +
      inline(
        `[google.maps.v, setTimeout(() => setTimeout(() => { ${HEAR} note('timer') }, 1), 1)]`,
      ) +
      tag(url('z')),
    text: { map: LIBRARY },
    order: ['map', 'timer', 'z', 'load'],
  },
  'of an await of an inline script': {
    ...IN_TIME,
    body: ({ url }) =>
      tag(url('map')) +
      inline(
        `(async () => [google.maps.v, await new Promise((r) => setTimeout(r, 1)), addEventListener('load', () => note('load')), note('then')])()`,
      ) +
      tag(url('z')),
    text: { map: LIBRARY },
    order: ['map', 'then', 'z', 'load'],
  },
  "of the page's jQuery, ready in an inline script": {
    ...IN_TIME,
    head: ({ url }) => tag(url('freejq')),
    body: ({ url }) =>
      tag(url('z'), 'async') +
      tag(url('map')) +
      inline(
        `jQuery(() => [google.maps.v, note('ready'), jQuery(window).on('load', () => note('load'))])`,
      ),
    answers: { freejq: { body: JQUERY } },
    text: { map: LIBRARY },
    order: ['map', 'ready', 'z', 'load'],
  },
  'not of a timer of the page': {
    body: ({ url }) =>
      tag(url('a')) +
      inline(
        `addEventListener('load', () => { const look = () => { if (!self.ran) return setTimeout(look, 5); addEventListener('load', () => note('never')); setTimeout(() => note('end'), 50); }; look(); })`,
      ),
    text: { a: 'self.ran = 1;' },
    order: ['a', 'end'],
  },
  'of a promise': {
    ...IN_TIME,
    text: { a: `Promise.resolve().then(() => { ${HEAR} note('then') })` },
    order: ['a', 'then', 'z', 'load'],
  },
  'of an async function': {
    ...IN_TIME,
    text: {
      a: `(async () => { await new Promise((r) => setTimeout(r, 1)); ${HEAR} note('then') })()`,
    },
    order: ['a', 'then', 'z', 'load'],
  },
  'of a function of the page that the script calls': {
    head: () => inline(`self.hear = () => { ${HEAR} }`),
    body: ({ url }) => tag(url('a')),
    text: { a: 'hear();' },
    order: ['a', 'load'],
  },
  'of the load event of an inserted script': {
    head: ({ url }) =>
      telling({ a: url('a') }) + inline(adding('a', `s.onload = () => { ${HEAR} note('ran') }`)),
    order: ['a', 'ran', 'load'],
  },
  'of the fourth generation': {
    head: ({ url }) => telling({ b: url('freeb'), c: url('c'), d: url('freed') }),
    body: ({ url }) => tag(url('a')),
    text: { a: adding('b'), freeb: adding('c'), c: adding('d'), freed: load('d') },
    order: ['a', 'freeb', 'c', 'freed', 'load d'],
  },
  'of an inline script that a script inserts': {
    body: ({ url }) => tag(url('a')),
    text: {
      a: `{ const s = document.createElement('script'); s.textContent = ${JSON.stringify(HEAR)}; document.head.append(s) }`,
    },
    order: ['a', 'load'],
  },
  "of the page's own jQuery": {
    head: ({ url }) => tag(url('freejq')),
    body: ({ url }) => tag(url('a')),
    answers: { freejq: { body: JQUERY } },
    text: { a: BY_JQUERY },
    order: ['a', 'loadtrue'],
  },
  'of a jQuery that is held': {
    body: ({ url }) => tag(url('jq')) + tag(url('a')),
    answers: { jq: { body: JQUERY } },
    text: { a: BY_JQUERY },
    order: ['a', 'loadtrue'],
  },
  'not of the page itself': {
    body: ({ url }) =>
      tag(url('a')) +
      inline(
        `addEventListener('load', () => { self.hear = () => { for (const type of ['load', 'pageshow']) { addEventListener(type, () => note('never')); self['on' + type] = () => note('never'); } document.body.setAttribute('onload', "note('never')"); }; setInterval(hear, 5) })`,
      ),
    text: { a: `${HEAR} setTimeout(() => setTimeout(() => note('end'), 100), 100);` },
    order: ['a', 'load', 'end'],
  },
  'not of scripts that the page inserts': {
    head: ({ url }) => telling({ b: url('freeb') }),
    body: ({ url }) =>
      tag(url('a')) + inline(`addEventListener('load', () => setTimeout(() => ${adding('b')}))`),
    text: {
      a: `setTimeout(function wait() { self.ran ? note('end') : setTimeout(wait, 50) })`,
      freeb: `${load('never')} self.ran = 1;`,
    },
    order: ['a', 'freeb', 'end'],
    gated: ['freeb', 'a', 'end'],
    before: ['freeb'],
  },
};

/** How a released script may insert another one. @type {Record<string, string>} */
const WAYS = {
  'a script': adding('b'),
  'an async script': adding('b', 's.async = true'),
  'a script in order': adding('b', 's.async = false'),
  'a module': adding('b', "s.type = 'module'"),
  'a script whose source comes late':
    "{ const s = document.createElement('script'); document.head.append(s); s.src = urls.b }",
  'a script before the first one':
    "{ const s = document.createElement('script'), x = document.getElementsByTagName('script')[0]; s.async = 1; s.src = urls.b; x.parentNode.insertBefore(s, x) }",
  'a script in the markup of a range':
    "document.head.append(document.createRange().createContextualFragment('<script src=\"' + urls.b + '\"></' + 'script>'))",
  'a script by a promise': `Promise.resolve().then(() => ${adding('b')})`,
};

/** Ways that run in time only for a script of this kind. @type {Record<string, string>} */
const BLOCKING_WAYS = {
  'a script by a timer': `setTimeout(() => ${adding('b')}, 1)`,
  'a script that is written': "document.write('<script src=\"' + urls.b + '\"></' + 'script>')",
  'a script by its load event': `document.currentScript.addEventListener('load', () => ${adding('b')})`,
};

/**
 * A page whose script inserts another one, of a host that is never held or has consent by then.
 * @param {string} way @param {string} b its name @param {string} [attributes] of the first
 * @returns {Scenario}
 */
const generation = (way, b, attributes = '') => ({
  head: ({ url }) => telling({ b: url(b) }),
  body: ({ url }) => tag(url('a'), attributes),
  text: { a: way, [b]: load('b') },
  order: ['a', b, 'load b'],
});

/** The same with time for a timer before the page has loaded. @type {typeof generation} */
const generationInTime = (way, b) => ({
  ...generation(way, b),
  ...IN_TIME,
  order: ['a', b, 'z', 'load b'],
});

/** @type {Record<string, Scenario>} */
const GENERATIONS = {};
for (const b of ['b', 'freeb']) {
  for (const [name, way] of Object.entries(WAYS))
    GENERATIONS[`of ${name} (${b})`] = generation(way, b);
  for (const [name, way] of Object.entries(BLOCKING_WAYS))
    GENERATIONS[`of ${name} (${b})`] = generationInTime(way, b);
  for (const [name, way] of Object.entries(WAYS)) {
    GENERATIONS[`of ${name} (${b}), by an async one`] = generation(way, b, 'async');
    GENERATIONS[`of ${name} (${b}), by a module`] = generation(way, b, 'type=module');
  }
}

/** @type {Record<string, Scenario>} */
export const LATE = { ...SCRIPTS, ...GENERATIONS };
for (const [name, [code, marks]] of Object.entries(FORMS)) {
  LATE[`${name}, of a blocking script`] = {
    body: ({ url }) => tag(url('a')),
    text: { a: code },
    order: ['a', ...marks],
  };
  LATE[`${name}, of a module`] = {
    body: ({ url }) => tag(url('a'), 'type=module'),
    text: { a: code },
    order: [
      'a',
      ...marks.filter((mark) => mark !== 'interactive' || !/readystatechange/.test(code)),
    ],
  };
}
