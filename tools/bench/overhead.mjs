/**
 * @file What the gate costs code that it has nothing to do with: two frames of one page, one with the gate, which also
 * holds something, and one without, take turns with the same samples. Fails where a ratio is above its bound.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { boundsOf, check } from './bounds.mjs';
import { keep, versionsOf } from './results.mjs';
import { quartiles } from './site.mjs';

/** How often each frame has its turn. */
const TURNS = 300;

const BOUNDS = boundsOf('operations');

const CODE = '<body><script src="/overhead.js"></script>';
const HELD = '<script src="https://tracked.doubleclick.net/x.js"></script>';
const GATE = '<script src="/consent-gate.js"></script>';
const CONFIG = '<script type="application/json" id="consent-gate-config">{"banner":false}</script>';

/** @type {Record<string, string>} */
const PAGES = {
  '/': '<!doctype html><iframe src="/bare"></iframe><iframe src="/gated"></iframe>',
  '/bare': `<!doctype html>${CODE}`,
  '/gated': `<!doctype html>${CONFIG}${GATE}${HELD}${CODE}`,
};

/** @type {Record<string, string>} */
const SCRIPTS = {
  '/overhead.js': readFileSync('www/bench/overhead.js', 'utf8'),
  '/consent-gate.js': readFileSync('dist/consent-gate.js', 'utf8'),
};

/** Isolated from other origins, the page has a clock of five microseconds. */
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

const server = createServer(({ url = '' }, response) => {
  const type = url in SCRIPTS ? 'text/javascript' : 'text/html';
  response.writeHead(200, { ...ISOLATED, 'content-type': `${type}; charset=utf-8` });
  response.end(SCRIPTS[url] ?? PAGES[url] ?? '');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP *.doubleclick.net ~NOTFOUND'],
});
const page = await browser.newPage();
await page.goto(`http://127.0.0.1:${port}/`);
/** @type {[string, number, number][]} */
const measured = [];
/** @type {Record<string, any>} */
const operations = {};
console.log(
  'µs for one call              bare     gated   ratio    quartiles of the turns   bound',
);
for (const [name, bound] of Object.entries(BOUNDS)) {
  const turns = await page.evaluate(takeTurns, /** @type {[string, number]} */ ([name, TURNS]));
  const [low, ratio, high] = quartiles(turns.map(([bare, gated]) => gated / bare));
  const [bare, gated] = [0, 1].map((frame) => quartiles(turns.map((turn) => turn[frame]))[1]);
  const times = [bare, gated].map((time) => time.toFixed(3).padStart(9)).join(' ');
  const spread = `${low.toFixed(2)} to ${high.toFixed(2)}`.padStart(22);
  console.log(
    `${name.padEnd(24)}${times}  ${ratio.toFixed(2)}×${spread} ${bound.toFixed(2).padStart(12)}`,
  );
  measured.push([`${name}, against bare`, ratio, bound]);
  operations[name] = { bare, gated, quartiles: [low, ratio, high] };
}
const version = browser.version();
await browser.close();
server.close();
keep(
  'operations',
  { chromium: version, ...versionsOf(['consent-gate']) },
  { turns: TURNS, operations },
);
check(measured);

/**
 * Runs in the page. The frames take turns, and each is the first one in every second turn; the first tenth of the
 * turns is for the compiler.
 * @param {[string, number]} given
 * @returns {Promise<number[][]>}
 */
async function takeTurns([name, turns]) {
  const frames = /** @type {any} */ (window);
  const taken = [];
  for (let turn = -turns / 10; turn < turns; turn += 1) {
    const times = [0, 0];
    for (const n of turn % 2 ? [0, 1] : [1, 0]) times[n] = await frames[n].sample(name);
    if (turn >= 0) taken.push(times);
  }
  return taken;
}
