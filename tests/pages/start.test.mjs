/**
 * @file The gate starts in spite of any page or policy: third parties are held, nothing is thrown, and if something
 * does not work, one line on the console reports it.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { GATE_TAG, inline, pageText } from './support/pages.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */
/** @typedef {import('./support/browser.mjs').PageOptions} PageOptions */

/** @type {import('./support/browser.mjs').World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

/** Inserts the tracker, with the page's Trusted Types policy if it needs one. @param {string} src */
const INSERT = (src) => `
let make = (url) => url;
try {
  const policy = trustedTypes.createPolicy('page', { createScriptURL: (url) => url });
  make = (url) => policy.createScriptURL(url);
} catch {}
const s = document.createElement('script');
s.src = make(${JSON.stringify(src)});
document.documentElement.append(s);`;

const TYPES = "require-trusted-types-for 'script'; trusted-types page";
const NO_WASM = "script-src 'self' 'unsafe-inline' https:";
/** @param {string} policy @returns {Partial<PageOptions>} */
const under = (policy) => ({ headers: { 'content-security-policy': policy } });

/** @param {string} markup before the gate in the body @returns {Partial<PageOptions>} */
const behind = (markup) => ({
  text: pageText({ gate: false }).replace('<body>', () => `<body>${markup}${GATE_TAG}`),
});

/** The page, the console messages, and the engine. @type {Record<string, [Partial<PageOptions>, RegExp[], string]>} */
const PAGES = {
  nothing: [{}, [], 'wasm'],
  'no policy of the gate’s, no wasm': [
    under(`${TYPES}; ${NO_WASM}`),
    [/'wasm-unsafe-eval'.*trusted-types/],
    'none',
  ],
  'no policy of the gate’s': [under(TYPES), [], 'wasm'],
  'no wasm': [under(NO_WASM), [], 'js'],
  '<html id="consentGate">': [
    { text: pageText({}).replace('<html ', '<html id="consentGate" ') },
    [],
    'wasm',
  ],
  'a variable of that name': [{ before: inline('var consentGate = { open: 1 };') }, [], 'wasm'],
  'a property of that name': [{ before: inline('window.consentGate = { q: [] };') }, [], 'wasm'],
  'a function of that name': [{ before: inline('function consentGate() {}') }, [], 'wasm'],
  'a gate before it': [{ before: GATE_TAG }, [], 'wasm'],
};

/** Members of `document` and globals that the start reads, and that named elements hide. */
const NAMES = [
  'getElementById',
  'currentScript',
  'baseURI',
  'implementation',
  'readyState',
  'cookie',
];
const GLOBALS = [
  'consentGate',
  'trustedTypes',
  'scheduler',
  'navigation',
  'NavigateEvent',
  'webkitRequestFileSystem',
];
for (const name of NAMES) {
  PAGES[`<form name=${name}>`] = [behind(`<form name="${name}"></form>`), [], 'wasm'];
  PAGES[`<img name=${name}>`] = [behind(`<img name="${name}" id="${name}" alt="">`), [], 'wasm'];
}
for (const name of GLOBALS) PAGES[`<a id=${name}>`] = [behind(`<a id="${name}"></a>`), [], 'wasm'];

describe('the start', { concurrency: 3 }, () => {
  for (const [name, [options, lines, engine]] of Object.entries(PAGES))
    test(name, async () => {
      const hosts = world.hosts();
      await world.visit({ ...options, site: hosts.site, until: 'load' }, async (visit) => {
        await holds(visit, hosts);
        assert.equal((await visit.run('consentGate.state()')).engine, engine);
        const said = visit.errors.filter((line) => /^uncaught|Consent Gate/.test(line));
        assert.equal(said.length, lines.length, visit.errors.join('\n'));
        lines.forEach((line, i) => assert.match(said[i], line));
      });
    });

  test('the same page without the gate asks for it', async () => {
    const hosts = world.hosts();
    const page = { ...under(`${TYPES}; ${NO_WASM}`), gate: false, site: hosts.site };
    await world.visit(page, async (visit) => {
      await visit.run(INSERT(`https://${hosts.tracked}/x.js`));
      await visit.reached(hosts.tracked);
    });
  });
});

/** @param {Visit} visit @param {{ tracked: string, untracked: string }} hosts */
async function holds(visit, { tracked }) {
  await visit.run(`(() => { ${INSERT(`https://${tracked}/x.js`)} })()`);
  await visit.idle();
  // Requested after the tracker: when it has arrived, the tracker's request would have arrived.
  const own = `${visit.url}consent-gate-fallback.js?control`;
  await visit.run(`fetch(${JSON.stringify(own)}).then(() => 0)`);
  assert.equal(world.log.requests(tracked).length, 0);
}
