/**
 * @file What each consent tool costs a page, side by side, by turns: bytes, the start, first paint and blocked time of a
 * realistic page on shaped networks, memory. Medians with quartiles, and ratios to the page without a tool. `TURNS=1` for
 * a quick look, which is not kept. A tool that fails is shown as such, and the others continue.
 */
import { env } from 'node:process';
import { packageOf, peers } from './peers.mjs';
import { keep, versionsOf } from './results.mjs';
import { fileOf, quartiles, sizes, startBrowser, startSite, toolFile } from './site.mjs';
import { memoryOf } from './speed/memory.mjs';
import { OWN, TAGS, page } from './speed/pages.mjs';
import { firstScript, startAll } from './speed/start.mjs';
import { NETWORKS, visitOnce } from './speed/visit.mjs';

/**
 * @typedef {object} Row the measurements of one tool; three numbers are quartiles
 * @property {string} name
 * @property {string} [bare] why it shows no banner
 * @property {string} [failed] why there is nothing else
 * @property {number[]} bytes raw, gzip, brotli of all that it loads until its question is there
 * @property {number[]} [start] ms; of tools that are a script in the head
 * @property {number[]} memory bytes of script heap and wasm beyond the page without a tool
 * @property {Record<string, Record<'paint' | 'blocked' | 'shift', number[]>>} networks
 */

const TURNS = Number(env.TURNS ?? 9);

const src = (/** @type {number} */ n) => `http://t${n}.doubleclick.net:__PORT__/tag.js`;
const tags = Array.from({ length: TAGS }, (_, n) => `<script async src="${src(n)}"></script>`);
const TOOLS = await peers({ count: TAGS, src });
/** Without a tool: the page without any consent tool; and with all tags taken out. @type {typeof TOOLS} */
const PAGES = {
  none: { head: '', body: tags.join('\n'), accept: '' },
  'none, without tags': { head: '', body: '', accept: '' },
  ...TOOLS,
};
const NAMES = Object.keys(PAGES);

/** @type {Map<string, import('./site.mjs').File>} */
const files = new Map(OWN);
const site = await startSite((path) => files.get(path));
for (const [name, peer] of Object.entries(PAGES)) {
  /** @param {string} text */
  const here = (text) => text.replaceAll('__PORT__', String(site.port));
  files.set(`${idOf(name)}/page.html`, fileOf('page.html', here(page(peer))));
  files.set(`${idOf(name)}/alone.html`, fileOf('page.html', here(alone(peer))));
  for (const [file, text] of Object.entries(peer.made ?? {}))
    files.set(`made/${file}`, fileOf(file, here(text)));
}

/** The folder of a tool's pages. @param {string} name */
function idOf(name) {
  return name.replace(/\W+/g, '-');
}

/** The tool without what it holds, and next to nothing else. @param {import('./peers.mjs').Peer} peer */
function alone({ head, body = '' }) {
  const rest = body.replace(/<script[^>]*doubleclick[^>]*><\/script>/g, '');
  return `<!doctype html><html lang="en"><head><title>alone</title>${head}</head><body><h1>Shop</h1>${rest}</body></html>`;
}

/** @param {string} name @param {string} file */
const address = (name, file) => `${site.origin}/${idOf(name)}/${file}.html`;

const started = await startAll(
  Object.fromEntries(Object.entries(TOOLS).filter(([, { head }]) => firstScript(head))),
  TURNS,
);
const browser = await startBrowser();
/** @typedef {{ memory: number[], visits: Record<string, any[]>, bytes: number[], failed?: string }} Seen */
/** @type {Record<string, Seen>} */
const seen = Object.fromEntries(NAMES.map((name) => [name, { memory: [], visits: {}, bytes: [] }]));
for (const name of NAMES) await attempt(name, () => takeBytes(name));
for (let turn = 0; turn < TURNS; turn += 1) {
  // The order changes, so that no tool is always first.
  for (const name of [...NAMES.slice(turn % NAMES.length), ...NAMES.slice(0, turn % NAMES.length)])
    await attempt(name, () => takeTurn(name));
  console.error(`turn ${turn + 1} of ${TURNS}`);
}
const version = browser.version();
await browser.close();
site.close();

/** What a tool does not survive is noted, once. @param {string} name @param {() => Promise<void>} act */
async function attempt(name, act) {
  if (seen[name].failed) return;
  await act().catch((error) => void (seen[name].failed = String(error.message).split('\n')[0]));
}

/** @param {string} name */
async function takeTurn(name) {
  const { memory, visits } = seen[name];
  memory.push(await memoryOf(browser, address(name, 'alone')));
  for (const network of /** @type {(keyof typeof NETWORKS)[]} */ (Object.keys(NETWORKS)))
    (visits[network] ??= []).push(await visitOnce(browser, address(name, 'page'), network));
}

/**
 * What a tool loads until its question is there, by what the server is asked for.
 * @param {string} name
 */
async function takeBytes(name) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  const from = site.asked.length;
  await tab.goto(address(name, 'alone'));
  const { accept } = PAGES[name];
  if (accept) await tab.locator(accept).first().waitFor({ timeout: 10_000 });
  await context.close();
  const asked = site.asked.slice(from).map(({ url }) => url.slice(1).split('?')[0]);
  const own = asked.map(
    (path) => toolFile(path) ?? (path.startsWith('made/') ? files.get(path) : undefined),
  );
  const all = own.flatMap((file) => (file ? [sizes(file.content)] : []));
  seen[name].bytes = [0, 1, 2].map((n) => all.reduce((sum, each) => sum + each[n], 0));
}

/** @param {string} name @returns {Row} */
function row(name) {
  const { memory, visits, bytes, failed } = seen[name];
  if (failed) return /** @type {any} */ ({ name, failed });
  const idle = quartiles(seen.none.memory)[1];
  /** @param {any[]} list @param {string} what */
  const of = (list, what) =>
    quartiles(list.map((it) => it[what])).map((it) => Math.round(it * 1000) / 1000);
  const networks = Object.entries(visits).map(([network, list]) => [
    network,
    Object.fromEntries(['paint', 'blocked', 'shift'].map((what) => [what, of(list, what)])),
  ]);
  return {
    name,
    bare: PAGES[name].bare,
    bytes,
    start: started[name] && quartiles(started[name]).map((ms) => Math.round(ms * 10) / 10),
    memory: quartiles(memory).map((it) => Math.round(it - idle)),
    networks: Object.fromEntries(networks),
  };
}

const rows = NAMES.map(row);
const [none] = rows;
console.log(
  `medians of ${TURNS} turns; ${TAGS} third-party tags; first contentful paint and blocked time in ms`,
);
console.log(
  '                          brotli  start ms memory KB   fast 4G: paint  ratio  blocked   slow 4G: paint  ratio  blocked',
);
for (const it of rows) console.log(line(it));
if (TURNS >= 5) {
  const versions = versionsOf(Object.keys(TOOLS).map(packageOf));
  keep('speed', { chromium: version, ...versions }, { turns: TURNS, tags: TAGS, rows });
}

/** @param {Row} row */
function line({ name, failed, bytes, start, memory, networks }) {
  if (failed) return `${name.padEnd(24)}did not start: ${failed}`;
  const cells = Object.entries(networks).map(([network, { paint, blocked }]) => {
    const ratio = `${(paint[1] / none.networks[network].paint[1]).toFixed(2)}×`;
    return `${paint[1].toFixed(0).padStart(17)}${ratio.padStart(7)}${blocked[1].toFixed(0).padStart(9)}`;
  });
  const own = [bytes[2], start?.[1].toFixed(1) ?? '', (memory[1] / 1024).toFixed(0)];
  return `${name.padEnd(22)}${own.map((it) => String(it).padStart(10)).join('')}${cells.join('')}`;
}
