/**
 * @file React with held elements: no hydration error, no element replaced or made twice, the same markup to read, and
 * after consent the same frames and scripts as without a gate.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FORMS } from './hydration/app.mjs';
import { bundle } from './loaders/bundle.mjs';
import { startWorld } from './support/browser.mjs';
import { GATE_TAG } from './support/pages.mjs';
import { javascript } from './support/stand_ins.mjs';

/** @typedef {import("./support/browser.mjs").Visit} Visit */
/** @typedef {import("./hydration/app.mjs").Form} Form */

/**
 * @typedef {object} Version
 * @property {Record<string, string>} alias where its packages are
 * @property {string} renderer the package that renders on a server without leaving open handles in Node
 * @property {boolean} inTree whether the gate's tag may be in React's tree: React 19 moves `<script async>` before
 * everything in the head, so there the server has to put the gate first
 */

/** @typedef {Version & { mode: "production" | "development" }} Options */

/** @type {Record<string, Version>} */
const VERSIONS = {
  'React 18': {
    alias: { react: 'react-18', 'react-dom': 'react-dom-18' },
    renderer: 'react-dom/server.browser',
    inTree: true,
  },
  'React 19': { alias: {}, renderer: 'react-dom/server.edge', inTree: false },
};

/** Before all other markup: marks, notes, and a record of the elements before React runs. */
const HEAD = `
  self.__ran = [];
  self.notes = [];
  self.__marked = () => self.check?.();
  self.note = (value) => { notes.push(value); __marked(); };
  self.until = (test) => new Promise((done) => { (self.check = () => test() && done())(); });
  addEventListener("message", ({ data }) => { if (data?.__ran) { __ran.push(data.__ran); __marked(); } });
  self.elements = () => [...document.querySelectorAll("main iframe, main script, main h1, main button")];
  self.before = () => { self.served = elements(); };`;

/** The expected notes: both renderings, no hydration error, and the inline script if that runs. */
const NOTES = (/** @type {Form} */ { inline }) => [
  'effect 0',
  'effect 1',
  ...(inline ? ['own'] : []),
];

/** @type {import("./support/browser.mjs").World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

for (const [name, version] of Object.entries(VERSIONS)) {
  for (const mode of /** @type {const} */ (['production', 'development'])) {
    describe(`${name}, ${mode}`, { concurrency: 2 }, () => {
      for (const [title, form] of Object.entries(FORMS)) {
        test(title, () => sameAsWithoutGate(form, { ...version, mode }));
      }
    });
  }
}

/** @param {Form} form @param {Options} options */
async function sameAsWithoutGate(form, options) {
  const bare = await play(form, options, false, ['frame', 'lazy']);
  assert.deepEqual([bare.kept, bare.notes], [bare.served, NOTES(form)], 'the page without a gate');
  if (process.env.GATE === 'none') return;
  assert.deepEqual(await play(form, options, true, bare.ran), bare);
}

/** @param {Form} form @param {Options} options @param {boolean} gate @param {string[]} marks to wait for */
async function play(form, options, gate, marks) {
  const { site, tracked: host } = world.hosts();
  const { inTree } = options;
  const head = `${HEAD} self.props = { host: "${host}", gate: ${inTree}, head: document.currentScript.textContent };`;
  world.server.put(site, '/bundle.js', javascript(await bundle(form.client, options)));
  const markup = await rendered(form, options, { host, gate: inTree, head });
  const text = documentText(markup, head);
  const files = gate ? undefined : { '/consent-gate.js': javascript('') };
  return world.visit({ site, text, files, until: 'load' }, async (visit) => {
    await visit.run('until(() => notes.includes("effect 0"))');
    await visit.idle();
    const early = await look(visit);
    if (gate) await visit.grantAll();
    return { early, ...(await later(visit, host, marks)) };
  });
}

/** @param {Form} form @param {Options} options @param {object} props  @returns {Promise<string>} */
async function rendered({ server }, options, props) {
  const code = `${server}\nexport { renderToString } from "${options.renderer}";`;
  const module = await bundle(code, { ...options, format: 'esm' });
  const { renderToString, tree } = await import(
    `data:text/javascript,${encodeURIComponent(module)}`
  );
  return renderToString(tree(props));
}

/**
 * Returns a page with the markup that React has rendered, with the gate's tag unless React has written it. The page
 * without a gate has the tag too, with an empty file: React notices any script before its scripts.
 * @param {string} markup @param {string} head
 */
function documentText(markup, head) {
  const body = `<div id="root">${markup}</div><script>before();</script><script src="/bundle.js"></script>`;
  const around = `<html lang="en"><head><title>test</title><script>${head}</script></head><body>${body}</body></html>`;
  const text = `<!doctype html>${markup.startsWith('<html') ? markup : around}`;
  return text.includes('/consent-gate.js') ? text : text.replace('<head>', `<head>${GATE_TAG}`);
}

/** Returns the page's tree without values that depend on the visit. @param {Visit} visit */
async function look(visit) {
  const seen = await visit.run(() => {
    const { served, elements } = /** @type {any} */ (self);
    const now = elements();
    const kept = served.filter((/** @type {Element} */ element) => now.includes(element)).length;
    return { served: served.length, kept, html: document.querySelector('main')?.outerHTML };
  });
  return JSON.parse(
    JSON.stringify({ ...seen, errors: visit.errors }).replace(/\bt\d+\.(?=double)/g, 't.'),
  );
}

/**
 * Returns the state after everything has run, and React has rendered again.
 * @param {Visit} visit @param {string} host @param {string[]} marks
 */
async function later(visit, host, marks) {
  await visit.run(
    `until(() => ${JSON.stringify(marks)}.every((id) => __ran.some((mark) => mark.id === id)))`,
  );
  await visit.idle();
  await visit.run('document.querySelector("button").click()');
  await visit.run('until(() => notes.includes("effect 1"))');
  await visit.idle();
  const requested = visit.log.requests(host).map(({ path }) => path);
  return {
    ...(await look(visit)),
    ran: (await visit.order()).sort(),
    notes: (await visit.run('notes')).sort(),
    requested: [...new Set(requested)].sort(),
  };
}
