/**
 * @file One page with one loader, visited without the gate and then with it. The loader must report the same to its
 * page. Before consent nothing of the vendor may be requested, and the site's scripts must not be delayed.
 */
import assert from 'node:assert/strict';
import { inline } from '../support/pages.mjs';
import { PATIENT } from '../support/scenario.mjs';
import { javascript } from '../support/stand_ins.mjs';
import { bundle, packaged } from './bundle.mjs';

/** @typedef {import("../support/browser.mjs").World} World */
/** @typedef {import("../support/browser.mjs").Visit} Visit */
/** @typedef {import("../support/stand_ins.mjs").Answer} Answer */

/**
 * @typedef {object} Loader
 * @property {string} code      the site's bundle; it calls `note` with each report of the loader
 * @property {string} [body]    markup before the bundle
 * @property {string[]} [first] files of packages that are not modules, as scripts before the bundle
 * @property {Record<string, Answer | string>} vendor responses of its host, by URL without query; a string is HTML
 * @property {unknown[]} notes  all reports at the end, on a page without a gate
 * @property {boolean} [free]   nothing of it needs consent
 * @property {boolean} [static] it is in the markup, so that the browser may request it early
 * @property {Record<string, string | Answer>} [site] further scripts and documents of the site, by path
 * @property {Record<string, string>} [alias] packages under another name
 * @property {boolean} [late]   its bundle calls \`ready()\` after it has inserted everything
 * @property {object} [config]
 */

/** Scripts that must not be delayed: one of the site, one of an unknown host, and a pair in order. */
export const NEIGHBOURS = ['site', 'unknown', 'third', 'fourth'];

/** Lets the page note reports, and the test wait for them. */
const NOTE = inline(`
  self.notes = [];
  self.note = (value) => { notes.push(value); __ran.push({ id: "note" }); __marked(); };
  self.ready = () => { __ran.push({ id: "ready" }); __marked(); };`);

/** Visits the page both ways and compares. @param {World} world @param {Loader} loader */
export async function sameAsWithoutGate(world, loader) {
  const bare = await play(world, loader, false);
  assert.deepEqual(bare.notes, loader.notes, 'the loader without a gate');
  if (process.env.GATE === 'none') return;
  const gated = await play(world, loader, true);
  assert.deepEqual(gated, bare);
}

/**
 * Checks that a loader reports the same after a refusal as when the vendor's host fails.
 * @param {World} world @param {Loader} loader
 */
export async function endsAsWithoutVendor(world, loader) {
  const native = await playWithoutVendor(world, loader, false);
  assert.deepEqual(await playWithoutVendor(world, loader, true), native);
}

/**
 * @param {World} world @param {Loader} loader @param {boolean} gate
 */
async function playWithoutVendor(world, loader, gate) {
  const page = await serve(world, loader, gate);
  for (const url of Object.keys(loader.vendor)) {
    const { host, pathname } = new URL(url);
    world.server.put(host, pathname, { status: 404, body: '' });
  }
  return world.visit({ ...page, until: 'commit' }, async (visit) => {
    await visit.ranWhen(NEIGHBOURS[3]);
    if (loader.late) await visit.ranWhen('ready');
    if (gate) await visit.run('consentGate.denyAll()');
    await visit.loaded();
    await settled(visit);
    return visit.run('notes');
  });
}

/** Waits until a script that is held, or fails, has ended. Then earlier scripts have ended too. @param {Visit} visit */
async function settled(visit) {
  await visit.run(`new Promise((onerror) => document.head.append(
    Object.assign(document.createElement('script'), { src: 'https://last.doubleclick.net:1/', onerror })))`);
  await visit.idle();
}

/**
 * @param {World} world @param {Loader} loader @param {boolean} gate
 */
async function play(world, loader, gate) {
  const page = await serve(world, loader, gate);
  const open = answer(world, loader);
  const since = world.log.entries.length;
  const asked = () => (loader.static ? [] : vendorEntries(world, loader, since));
  const until = /** @type {const} */ ('commit');
  return world.visit({ ...page, until }, async (visit) => {
    await visit.ranWhen(NEIGHBOURS[3]);
    if (loader.late) await visit.ranWhen('ready');
    const early = (await visit.order()).filter((id) => NEIGHBOURS.includes(id));
    if (gate && !loader.free) await consent(visit, asked);
    if (!loader.free && !loader.static) await undelayed(world, visit, asked);
    open();
    await visit.ranWhen('note', loader.notes.length);
    await visit.idle();
    return { early, ...(await outcome(visit, asked)) };
  });
}

/**
 * Checks that the vendor is held: not requested, no report and no error. Then grants everything.
 * @param {Visit} visit @param {() => string[]} asked
 */
async function consent(visit, asked) {
  await visit.loaded();
  await visit.idle();
  const before = {
    ...(await outcome(visit, asked)),
    waiting: await visit.run('consentGate.state().waiting > 0'),
  };
  assert.deepEqual(before, { notes: [], asked: [], errors: [], waiting: true }, 'before consent');
  await visit.grantAll();
}

/**
 * Checks that another script of the site runs while the vendor's response is pending.
 * @param {World} world @param {Visit} visit @param {() => string[]} asked
 */
async function undelayed(world, visit, asked) {
  const src = `https://${world.hosts().untracked}/x.js?id=meanwhile`;
  await world.log.when(() => asked().length > 0, { what: 'a request to the vendor' });
  await visit.run((/** @type {string} */ url) => {
    document.head.append(Object.assign(document.createElement('script'), { src: url }));
  }, src);
  await visit.ranWhen('meanwhile');
  assert.deepEqual(await visit.run('notes'), [], 'told before the vendor has answered');
}

/** @param {Visit} visit @param {() => string[]} asked */
async function outcome(visit, asked) {
  return { notes: await visit.run('notes'), asked: asked(), errors: visit.errors };
}

/**
 * Returns the requests to the vendor since the visit began. They are sorted, because hosts race each other natively
 * too.
 * @param {World} world @param {Loader} loader @param {number} since
 */
export function vendorEntries(world, loader, since) {
  const hosts = hostsOf(loader);
  const mine = world.log.requests(({ host, seq }) => seq >= since && hosts.has(host));
  return mine.map(({ host, path }) => `${host}${path}`).sort();
}

/** The hosts of the vendor. @param {Loader} loader */
export const hostsOf = ({ vendor }) => new Set(Object.keys(vendor).map((url) => new URL(url).host));

/** Consent signals would be in the loaders' queues. `signals.test.mjs` checks them. */
const SILENT = { signals: { google: false, clarity: false }, ...PATIENT };

/**
 * Returns the page of a loader, and serves the site's files.
 * @param {World} world @param {Loader} loader @param {boolean} gate
 * @returns {Promise<import("../support/browser.mjs").PageOptions & { site: string }>}
 */
export async function serve(world, loader, gate) {
  const { site, untracked } = world.hosts();
  const { config, first = [] } = loader;
  const options = { external: Object.keys(loader.site ?? {}), alias: loader.alias };
  world.server.put(site, '/bundle.js', javascript(await bundle(loader.code, options)));
  for (const path of first) world.server.put(site, `/${path}`, javascript(packaged(path)));
  for (const [path, file] of Object.entries(loader.site ?? {})) {
    world.server.put(site, path, typeof file === 'string' ? javascript(file) : file);
  }
  const tags = [
    ...first.map((path) => `/${path}`),
    '/bundle.js',
    '/x.js?id=site',
    `https://${untracked}/x.js?id=unknown`,
  ];
  const inserted = inline(`{
    const insert = (id, onload) => {
      const src = "https://${untracked}/x.js?id=" + id;
      document.head.append(Object.assign(document.createElement("script"), { src, onload }));
    };
    insert("third", () => insert("fourth"));
  }`);
  const scripts = tags.map((src) => `<script src="${src}"></script>`);
  const body = [loader.body ?? '', ...scripts, inserted].join('\n');
  return { site, gate, config: { ...SILENT, ...config }, head: NOTE, body };
}

/** Delays the vendor's responses until the returned function is called. @param {World} world @param {Loader} loader */
export function answer(world, loader) {
  for (const [url, text] of Object.entries(loader.vendor)) {
    const { host, pathname } = new URL(url);
    world.server.put(host, pathname, text);
  }
  const openers = [...hostsOf(loader)].map((host) => world.server.hold(host));
  return () => openers.forEach((open) => open());
}
