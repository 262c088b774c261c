/**
 * @file Every reader of page text takes linear time. Tests each entry point by which text reaches a reader, with texts
 * for which an inefficient regular expression or loop takes quadratic time. `READERS=part-of-name` selects. A run takes
 * one in 27 texts of a million characters, as the Rust tests do: `LINEAR=1` to `LINEAR=26` take the others.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { judge } from './support/expected.mjs';

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** Lengths of the texts. */
const SIZES = [10_000, 100_000];

/** Lengths of the texts for which a reader is known to have taken more than linear time. */
const LONG_SIZES = [100_000, 1_000_000];

/** Greatest growth of the time from one size to the next, which is ten times as long. */
const GROWTH = 25;

/** Times shorter than this, in ms, are too short to measure the growth. */
const FLOOR = 100;

/**
 * The repeated part of a text. Nested tags are not included: the browser's parser takes longer than linear time for
 * them.
 */
const WORDS = [
  ...[',', ', ', 'a,', ' ', '\t', 'a ', '\n', '"', "'", '`', '(', ')', '[', '{', '\\', '/', '.'],
  ...['0', '=', ';', '; ', ':', '@', '%', '#', '&', '&#', '&#x', '&a', '<', '<a ', '</', '<!--'],
  ...['<script ', '<style ', '<style>', '<a href="', '<base ', '-->', '//'],
  ...['"//', 'http:', 'http://', '/*', '*/', 'url(', 'url("', 'calc(', '\\75rl(', '\\u', '\\x'],
  ...['@import', '@import"', 'src:', 'import', 'import ', 'import"', 'from', 'from"', 'import/**/'],
  ...['max-age', ';max-age ', 'a=b;', '?l=', '/a'],
];

/** How text reaches a reader: code with `t`, the text, and `host`, an element of the page. */
const READERS = {
  srcset: 'new Image().srcset = t',
  'srcset, in markup': `host.innerHTML = '<img srcset="' + quoted(t) + '">'`,
  imagesrcset: `host.append(Object.assign(E('link'), { rel: 'preload', as: 'image', imageSrcset: t }))`,
  ping: `E('a').setAttribute('ping', t)`,
  background: `E('table').setAttribute('background', t)`,
  'style element': `host.append(Object.assign(E('style'), { textContent: t }))`,
  'style attribute': `host.setAttribute('style', t)`,
  'style property': 'host.style.backgroundImage = t',
  'rule of a sheet': `silent(() => sheet.insertRule(t))`,
  'constructed sheet': 'sheet.replaceSync(t)',
  keyframes: 'silent(() => host.animate({ backgroundImage: [t, t] }, 1))',
  'font face': `silent(() => new FontFace('a', t).loaded.catch(() => {}))`,
  'type of a script': `host.append(Object.assign(E('script'), { type: t, text: '0' }))`,
  'language of a script': `const s = E('script'); s.setAttribute('language', t); s.text = '0'; host.append(s)`,
  module: `host.append(Object.assign(E('script'), { type: 'module', text: t }))`,
  'import map': `host.append(Object.assign(E('script'), { type: 'importmap', text: t }))`,
  'speculation rules': `host.append(Object.assign(E('script'), { type: 'speculationrules', text: t }))`,
  srcdoc: `host.append(Object.assign(E('iframe'), { srcdoc: t }))`,
  'frame of data': `host.append(Object.assign(E('iframe'), { src: 'data:text/html,' + t }))`,
  'head of data': `host.append(Object.assign(E('iframe'), { src: 'data:text/html;' + t + ',a' }))`,
  'frame of code': `host.append(Object.assign(E('iframe'), { src: 'javascript:' + t }))`,
  'refresh in a frame': `host.append(Object.assign(E('iframe'), { srcdoc: '<meta http-equiv=refresh content="' + quoted(t) + '">' }))`,
  'code in a frame': `host.append(Object.assign(E('iframe'), { srcdoc: '<script>' + t + '</' + 'script>' }))`,
  'sandbox of a frame': `const f = E('iframe'); f.setAttribute('sandbox', t); host.append(f)`,
  'source of a frame': `const f = E('iframe'); f.setAttribute('src', t.slice(0, 1e5)); host.append(f)`,
  worker: `new Worker('data:text/javascript,' + t).terminate()`,
  'inner HTML': 'host.innerHTML = t',
  'adjacent HTML': `host.insertAdjacentHTML('beforeend', t)`,
  'parsed HTML': `new DOMParser().parseFromString(t, 'text/html')`,
  'written HTML': `const d = host.appendChild(E('iframe')).contentDocument; d.open(); d.write(t); d.close()`,
  cookie: 'document.cookie = t',
  'cookie with attributes': `document.cookie = 'a=b;' + t`,
  'URL of an image': 'new Image().src = t',
  'URL of a script': `host.append(Object.assign(E('script'), { src: t }))`,
  'name of an attribute': `silent(() => E('img').setAttribute(t, ''))`,
  'relation of a link': `host.append(Object.assign(E('link'), { rel: t, href: '/a' }))`,
  fetch: 'fetch(t).catch(() => {})',
  storage: 'silent(() => localStorage.setItem(t, t))',
  socket: 'silent(() => new WebSocket(t).close())',
  choice: 'consentGate.grant(t)',
};

/** Runs in the page. @param {any} given @returns {Promise<string[]>} texts for which it has taken too long */
async function measure({ code, words, sizes, growth, floor }) {
  const read = new Function('t', 'host', 'E', 'silent', 'quoted', 'sheet', code);
  const make = (/** @type {string} */ name) => document.createElement(name);
  const quoted = (/** @type {string} */ text) =>
    text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');
  const silent = (/** @type {() => void} */ act) => {
    try {
      act();
    } catch {
      // The browser rejects most of these texts.
    }
  };
  const timeOf = async (/** @type {string} */ text) => {
    const host = document.body.appendChild(document.createElement('div'));
    const start = performance.now();
    read(text, host, make, silent, quoted, new CSSStyleSheet());
    const time = performance.now() - start;
    host.remove();
    await new Promise((done) => setTimeout(done));
    return time;
  };
  const slow = [];
  for (const word of words) {
    let last = Infinity;
    for (const size of sizes) {
      const text = `${word.repeat(size / word.length)}\u00a7`;
      let time = await timeOf(text);
      // Another process may slow down any of them, so the least time counts.
      for (let turn = 1; turn < 3 && time > growth * Math.max(last, floor); turn += 1)
        time = Math.min(time, await timeOf(text));
      if (time > growth * Math.max(last, floor))
        slow.push(`${JSON.stringify(word)}: ${last} ms, with ${size} characters ${time} ms`);
      last = time;
    }
  }
  return slow;
}

const wanted = process.env.READERS ?? '';

/** Number of words for one call into the page, which has to answer before a timeout. */
const AT_ONCE = 8;

/** @param {string} reader @param {string[]} words @param {number[]} sizes */
async function expectLinear(reader, words, sizes) {
  const code = /** @type {Record<string, string>} */ (READERS)[reader];
  const limits = { code, sizes, growth: GROWTH, floor: FLOOR };
  const atOnce = sizes === LONG_SIZES ? 1 : AT_ONCE;
  await world.visit({}, async (visit) => {
    for (let at = 0; at < words.length; at += atOnce) {
      const given = { ...limits, words: words.slice(at, at + atOnce) };
      assert.deepEqual(await visit.run(measure, given), []);
    }
  });
}

describe('time is linear', () => {
  for (const name of Object.keys(READERS))
    test(name, { skip: !name.includes(wanted) }, () =>
      judge(`readers_linear: ${name}`, () => expectLinear(name, WORDS, SIZES)),
    );
});

/** The words of a reader for which it has taken more than linear time, or could. Every run takes these. */
const KNOWN = {
  srcset: [',', 'a,'],
  'style element': ['calc(', 'a('],
  'style attribute': ['calc(', 'url(', 'a('],
  'style property': ['calc(', 'url(', '('],
  'rule of a sheet': ['calc(', 'url(', '/*'],
  'constructed sheet': ['calc(', 'url(', '@import'],
  background: [' ', '/', '%'],
  'type of a script': [' '],
  'language of a script': [' '],
  'refresh in a frame': ['0'],
  cookie: [' ', '\t'],
};

/** A run takes one out of this number of texts. */
const SHARE = 27;
const turn = Number(process.env.LINEAR ?? 0);

/**
 * Returns the words of a reader in this run: another share of them for each.
 * @param {string} reader @param {number} at
 */
function longWords(reader, at) {
  const known = /** @type {Record<string, string[]>} */ (KNOWN)[reader] ?? [];
  return new Set([...known, ...WORDS.filter((_, index) => (index + at) % SHARE === turn)]);
}

describe('time is linear for long texts', () => {
  for (const [at, name] of Object.keys(READERS).entries())
    test(name, { skip: !name.includes(wanted) }, () =>
      judge(`readers_linear: ${name}, long`, () =>
        expectLinear(name, [...longWords(name, at)], LONG_SIZES),
      ),
    );
});
