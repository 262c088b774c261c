/**
 * @file Measures how long the script of a tool runs at its start, once its bytes are loaded, each time in a new process.
 * No debugger is attached, as playwright's would be: V8 would then compute a source position for each error that is
 * made or caught, which costs some scripts 20 ms.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileOf, startSite } from '../site.mjs';

/** How long a page waits before it tells, and the browser comes to rest before the next one, in ms. */
const REST = 400;

const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/** Runs in the page: what the network took does not count. */
const TELL = (/** @type {string} */ next) => `<script>setTimeout(async () => {
  const tool = performance.getEntriesByType('resource').find(({ name }) => name.endsWith(self.tool));
  await fetch('/told/' + (to - Math.max(from, tool?.responseEnd ?? 0)));
  location.href = ${JSON.stringify(next)};
}, ${REST})</script>`;

/** The first script of a head, by whose time the start is taken. @param {string} head */
export const firstScript = (head) => /<script[^>]* src="([^"]+)"/.exec(head)?.[1];

/**
 * The page of a start: marks around what the tool has in the head.
 * @param {import('../peers.mjs').Peer} peer @param {string} next where to go from here
 */
const startPage = ({ head, body = '' }, next) => {
  const marked = head.replace(
    /<script (?=[^>]*src)/,
    '<script>self.from = performance.now()</script><script ',
  );
  const name = `<script>self.tool = ${JSON.stringify(firstScript(head))}</script>`;
  return `<!doctype html><html lang="en"><head><title>start</title>${name}${marked}<script>self.to = performance.now()</script></head><body><h1>Shop</h1>${body}${TELL(next)}</body></html>`;
};

/**
 * Starts every tool as often as there are turns, by turns.
 * @param {Record<string, import('../peers.mjs').Peer>} tools those that are a script in the head
 * @param {number} turns
 * @returns {Promise<Record<string, number[]>>} ms by tool
 */
export async function startAll(tools, turns) {
  const names = Array.from({ length: turns + 1 }, () => Object.keys(tools)).flat();
  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(Object.keys(tools).map((name) => [name, []]));
  /** @type {Map<string, import('../site.mjs').File>} */
  const files = new Map();
  let count = 0;
  const profile = mkdtempSync(join(tmpdir(), 'consent-gate-start-'));
  /** @type {(value?: unknown) => void} */
  let finish = () => {};
  const finished = new Promise((resolve) => (finish = resolve));
  const site = await startSite((path) => {
    const told = /^told\/([\d.-]+)$/.exec(path)?.[1];
    if (told === undefined) return files.get(path);
    // The first round is for the browser.
    if (count >= Object.keys(tools).length) times[names[count]].push(Number(told));
    if ((count += 1) === names.length) finish();
    return fileOf('told.html', '');
  });
  /** @param {number} n */
  const address = (n) => `http://start-${n}.localhost:${site.port}/${n}.html`;
  names.forEach((name, n) =>
    files.set(`${n}.html`, fileOf('page.html', startPage(tools[name], address(n + 1)))),
  );
  const browser = spawn('/usr/bin/chromium', [...ARGS, `--user-data-dir=${profile}`, address(0)], {
    stdio: 'ignore',
  });
  const gone = new Promise((resolve) => browser.once('exit', resolve));
  await Promise.race([finished, gone]);
  browser.kill();
  await gone;
  site.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
  return times;
}
