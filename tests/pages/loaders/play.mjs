/**
 * @file One page with one loader, visited without the gate and then with it. What the loader tells its
 * page must be the same; before consent nothing of the vendor may have been asked for, and the site's
 * own scripts may not have waited for anything.
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
 * @property {string} code      the site's bundle; it calls `note` with what the loader tells it
 * @property {string} [body]    markup in front of the bundle
 * @property {string[]} [first] files of packages that are no modules, as scripts in front of the bundle
 * @property {Record<string, Answer | string>} vendor what its host answers, by URL without query; a string is HTML
 * @property {unknown[]} notes  what the page has been told at the end, on a page without a gate
 * @property {boolean} [free]   nothing of it needs consent
 * @property {boolean} [static] it stands in the markup, so that the browser may have asked for it before
 * @property {Record<string, string | Answer>} [site] further scripts and documents of the site, by path
 * @property {Record<string, string>} [alias] packages under another name
 * @property {boolean} [late]   its bundle says by \`ready()\` when it has brought everything in
 * @property {object} [config]
 */

/** Scripts that nobody may delay: the site's, a host's that no table knows, and a pair in order. */
export const NEIGHBOURS = ['site', 'unknown', 'third', 'fourth'];

/** Lets the page note what it is told, and the test wait for it. */
const NOTE = inline(`
  self.notes = [];
  self.note = (value) => { notes.push(value); __ran.push({ id: "note" }); __marked(); };
  self.ready = () => { __ran.push({ id: "ready" }); __marked(); };`);

/**
 * Visits the page both ways and compares.
 * @param {World} world @param {Loader} loader
 */
export async function sameAsWithoutGate(world, loader) {
  const bare = await play(world, loader, false);
  assert.deepEqual(bare.notes, loader.notes, 'the loader without a gate');
  if (process.env.GATE === 'none') return;
  const gated = await play(world, loader, true);
  assert.deepEqual(gated, bare);
}

/**
 * With a refusal the loader tells its page what it tells it where the vendor's host fails.
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

/**
 * Waits until a script that is held, or fails, has ended: what came before it has ended too.
 * @param {Visit} visit
 */
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
 * Held means: not asked for, not told, not complained about. Then everything is granted.
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
 * While the vendor has been asked and has not answered, another script of the site comes and runs.
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
 * What the vendor has been asked for since the visit began. Hosts race each other natively too: sorted.
 * @param {World} world @param {Loader} loader @param {number} since
 */
export function vendorEntries(world, loader, since) {
  const hosts = hostsOf(loader);
  const mine = world.log.requests(({ host, seq }) => seq >= since && hosts.has(host));
  return mine.map(({ host, path }) => `${host}${path}`).sort();
}

/** The hosts of the vendor. @param {Loader} loader */
export const hostsOf = ({ vendor }) => new Set(Object.keys(vendor).map((url) => new URL(url).host));

/** What vendors are told would stand in the loaders' own queues: `signals.test.mjs` looks at that. */
const SILENT = { signals: { google: false, clarity: false }, ...PATIENT };

/**
 * The page of a loader, with the site's files behind it.
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

/**
 * The vendor's answers wait until the returned function is called.
 * @param {World} world @param {Loader} loader
 */
export function answer(world, loader) {
  for (const [url, text] of Object.entries(loader.vendor)) {
    const { host, pathname } = new URL(url);
    world.server.put(host, pathname, text);
  }
  const doors = [...hostsOf(loader)].map((host) => world.server.hold(host));
  return () => doors.forEach((open) => open());
}
