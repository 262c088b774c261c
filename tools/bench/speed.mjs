/**
 * @file What each consent tool costs a page, side by side in one browser, by turns: bytes, the start, first paint and
 * blocked time of a realistic page on shaped networks, memory. Medians with quartiles, and ratios to the page without a
 * tool. `TURNS=1` for a quick look, which is not kept. What a tool does not survive is shown, and the others go on.
 */
import { env } from 'node:process';
import { packageOf, peers } from './peers.mjs';
import { keep, versionsOf } from './results.mjs';
import { fileOf, quartiles, sizes, startBrowser, startSite, toolFile } from './site.mjs';
import { OWN, TAGS, page } from './speed/pages.mjs';
import { startOnce, startPage } from './speed/start.mjs';
import { NETWORKS, visitOnce } from './speed/visit.mjs';

const TURNS = Number(env.TURNS ?? 9);
const NONE = 'none';

const TOOLS = await peers({
  count: TAGS,
  src: (n) => `http://t${n}.doubleclick.net:__PORT__/tag.js`,
});
const tags = Array.from(
  { length: TAGS },
  (_, n) => `<script async src="http://t${n}.doubleclick.net:__PORT__/tag.js"></script>`,
);
/** The page without a tool: as it was before somebody thought of consent, and one whose tags somebody took out. */
const PAGES = {
  [NONE]: { head: '', body: tags.join('\n'), accept: '' },
  'none, without tags': { head: '', body: '', accept: '' },
  ...TOOLS,
};

/**
 * @typedef {object} Row what was measured of one tool; three numbers are quartiles
 * @property {string} name
 * @property {string} [bare] why it shows no question of its own
 * @property {string} [failed] why there is nothing else
 * @property {number[]} bytes raw, gzip, brotli of all that it loads until its question is there
 * @property {number[]} [start] ms from the first script at hand until it has returned; only of those that stand in the head
 * @property {number[]} memory bytes of script heap and wasm beyond the page without a tool
 * @property {Record<string, Record<'paint' | 'blocked' | 'shift', number[]>>} networks
 */

/** @type {Map<string, import('./site.mjs').File>} */
const files = new Map(OWN);
const site = await startSite((path) => files.get(path));
for (const [name, peer] of Object.entries(PAGES)) {
  /** @param {string} text */
  const here = (text) => text.replaceAll('__PORT__', String(site.port));
  files.set(`${idOf(name)}/page.html`, fileOf('page.html', here(page(peer))));
  files.set(`${idOf(name)}/start.html`, fileOf('page.html', here(startPage(without(peer)))));
  for (const [file, text] of Object.entries(peer.made ?? {}))
    files.set(`made/${file}`, fileOf(file, here(text)));
}

/** The folder of a tool's pages. @param {string} name */
function idOf(name) {
  return name.replace(/\W+/g, '-');
}

/** The tool alone, without what it holds. @param {import('./peers.mjs').Peer} peer */
function without(peer) {
  const body = peer.body?.replace(/<script[^>]*doubleclick[^>]*><\/script>/g, '');
  return { ...peer, body };
}

const browser = await startBrowser();
/** @type {Record<string, { starts: any[], visits: Record<string, any[]>, bytes: number[], failed?: string }>} */
const seen = {};
for (const name in PAGES) {
  seen[name] = {
    starts: [],
    visits: Object.fromEntries(Object.keys(NETWORKS).map((it) => [it, []])),
    bytes: [0, 0, 0],
  };
  await attempt(name, async () => void (seen[name].bytes = await bytesOf(name)));
}
for (let turn = 0; turn < TURNS; turn += 1)
  for (const name in PAGES) {
    if (seen[name].failed) continue;
    await attempt(name, () => takeTurn(name));
    console.error(`turn ${turn + 1} of ${TURNS}: ${name}`);
  }
const version = browser.version();
await browser.close();
site.close();

/** @param {string} name @param {() => Promise<void>} act */
async function attempt(name, act) {
  await act().catch(
    (error) => void (seen[name].failed = String(error.message ?? error).split('\n')[0]),
  );
}

/** @param {string} name */
async function takeTurn(name) {
  const [, tool = ''] = /<script (?:defer )?src="\/([^"]+)"/.exec(PAGES[name].head) ?? [];
  seen[name].starts.push(await startOnce(browser, `${site.origin}/${idOf(name)}/start.html`, tool));
  for (const network of /** @type {(keyof typeof NETWORKS)[]} */ (Object.keys(NETWORKS)))
    seen[name].visits[network].push(
      await visitOnce(browser, `${site.origin}/${idOf(name)}/page.html`, network),
    );
}

/**
 * What a tool loads until its question is there, by what the server is asked for.
 * @param {string} name
 */
async function bytesOf(name) {
  if (!PAGES[name].accept) return [0, 0, 0];
  const context = await browser.newContext();
  const tab = await context.newPage();
  const from = site.asked.length;
  await tab.goto(`${site.origin}/${idOf(name)}/start.html`);
  await tab.locator(PAGES[name].accept).first().waitFor({ timeout: 10_000 });
  await context.close();
  const asked = site.asked.slice(from).map(({ url }) => url.slice(1).split('?')[0]);
  const own = asked.map(
    (path) => toolFile(path) ?? (path.startsWith('made/') ? files.get(path) : undefined),
  );
  const all = own.map((file) => (file ? sizes(file.content) : [0, 0, 0]));
  return [0, 1, 2].map((n) => all.reduce((sum, each) => sum + each[n], 0));
}

/** @param {string} name @returns {Row} */
function row(name) {
  const { starts, visits, bytes, failed } = seen[name];
  const { bare, head } = /** @type {import('./peers.mjs').Peer} */ (PAGES[name]);
  if (failed) return /** @type {any} */ ({ name, failed });
  const [, idle] = quartiles(seen[NONE].starts.map(({ memory }) => memory));
  /** @param {any[]} list @param {string} what */
  const of = (list, what) =>
    quartiles(list.map((it) => it[what])).map((it) => Math.round(it * 100) / 100);
  const networks = Object.entries(visits).map(([network, list]) => [
    network,
    Object.fromEntries(['paint', 'blocked', 'shift'].map((what) => [what, of(list, what)])),
  ]);
  return {
    name,
    bare,
    bytes,
    start: /<script src/.test(head) ? of(starts, 'start') : undefined,
    memory: of(starts, 'memory').map((it) => Math.round(it - idle)),
    networks: Object.fromEntries(networks),
  };
}

const rows = Object.keys(PAGES).map(row);
const [none] = rows;
console.log(
  `medians of ${TURNS} turns; ${TAGS} third-party tags; first contentful paint and blocked time in ms, ratio to no tool`,
);
console.log(
  '                          brotli   start ms  memory KB  fast 4G: paint    ratio  blocked   slow 4G: paint    ratio  blocked',
);
for (const it of rows) console.log(line(it));
if (TURNS >= 9)
  keep(
    'speed',
    { chromium: version, ...versionsOf(Object.keys(TOOLS).map(packageOf)) },
    { turns: TURNS, tags: TAGS, rows },
  );

/** @param {Row} row */
function line({ name, failed, bytes, start, memory, networks }) {
  if (failed) return `${name.padEnd(24)}did not start: ${failed}`;
  const cells = Object.entries(networks).map(([network, { paint, blocked }]) => {
    const ratio = paint[1] / none.networks[network].paint[1];
    return `${paint[1].toFixed(0).padStart(17)}${`${ratio.toFixed(2)}×`.padStart(9)}${blocked[1].toFixed(0).padStart(9)}`;
  });
  const alone = [bytes[2], start?.[1].toFixed(1) ?? '', (memory[1] / 1024).toFixed(0)].map((it) =>
    String(it).padStart(10),
  );
  return `${name.padEnd(22)}${alone.join('')}${cells.join('')}`;
}
