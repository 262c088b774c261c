/**
 * @file What the gate costs code that it has nothing to do with: two frames of one page, one with the gate, which also
 * holds something, and one without, take turns with the same samples. Fails where a ratio is above its bound.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

/** How often each frame has its turn. */
const TURNS = 300;

/**
 * The highest ratio of each operation, in the medians of the turns. What is above 1.15: an insertion asks the browser
 * for three things about the node, which is a third of what the insertion itself costs; and once a document has had an
 * observer, as the gate needs one for the parser, Chromium looks for more at every change of children, a tenth of it.
 */
const BOUNDS = {
  'make and appendChild': 1.35,
  'make and insertBefore': 1.35,
  'appendChild alone': 1.5,
  'insertBefore alone': 1.5,
  setAttribute: 1.15,
  innerHTML: 1.15,
  textContent: 1.25,
  'fetch, own origin': 1.15,
  'document.cookie': 1.15,
};

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
const over = [];
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
  if (ratio > bound)
    over.push(`${name} is ${ratio.toFixed(2)}× of bare, above its bound of ${bound}`);
}
await browser.close();
server.close();
for (const line of over) console.error(line);
process.exitCode = over.length ? 1 : 0;

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

/** @param {number[]} values  @returns {number[]} */
function quartiles(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return [0.25, 0.5, 0.75].map((part) => sorted[Math.floor((sorted.length - 1) * part)]);
}
