/**
 * @file Interaction to Next Paint of the Accept click with thirty held tags: the same page with each consent tool, by
 * turns in one run, in a fresh profile each time. A real click; what the browser's Event Timing says of it (in steps of
 * 8 ms, nothing below 16) for the whole interaction, which is what INP is; and the time from the click alone to a task
 * after the next frame, which has no steps. Fails where another tool with a layer of its own has a lower INP than ours.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { TAGS, peers } from './inp-peers.mjs';

/** How often each tool has its turn. */
const TURNS = Number(process.env.TURNS ?? 30);

const PAGES = await peers();
const CONTENT = `<main><h1>Example shop</h1>${'<p>Tea, coffee and what belongs to them.</p>'.repeat(40)}</main>`;
/** What a tag does: a little work, and a mark. */
const TAG =
  'for (const end = performance.now() + 2; performance.now() < end;); self.ran = (self.ran ?? 0) + 1;';

/** Notes how long the click takes until the next frame has been drawn. */
const WATCH = `<script>
  self.entries = [];
  new PerformanceObserver((list) => entries.push(...list.getEntries())).observe({ type: 'event', durationThreshold: 16, buffered: true });
  addEventListener('click', (event) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (self.painted ??= performance.now() - event.timeStamp);
    requestAnimationFrame(() => port2.postMessage(0));
  }, true);
</script>`;

/** @param {string} name */
function page(name) {
  const { head, body = '' } = PAGES[name];
  const text = `<!doctype html><html lang="en"><head><title>bench</title>${WATCH}${head}</head><body>${CONTENT}${body}</body></html>`;
  return text.replaceAll('__PORT__', String(port));
}

/** @param {string} url @returns {[string, string | Buffer] | undefined} type and content */
function answer(url) {
  const name = url.slice(1).split('?')[0];
  if (name in PAGES) return ['text/html', page(name)];
  if (name === 'tag.js') return ['text/javascript', TAG];
  const file = name.startsWith('tac/')
    ? `node_modules/tarteaucitronjs/${name.slice(4)}`
    : name === 'klaro.js'
      ? 'node_modules/klaro/dist/klaro-no-css.js'
      : `dist/${name}`;
  if (!existsSync(file)) return undefined;
  return [name.endsWith('.json') ? 'application/json' : 'text/javascript', readFileSync(file)];
}

const server = createServer(({ url = '' }, response) => {
  const [type, content] = answer(url) ?? ['', ''];
  response.writeHead(type ? 200 : 404, { 'content-type': `${type}; charset=utf-8` });
  response.end(content);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP *.doubleclick.net 127.0.0.1'],
});

/** One visit and one click: milliseconds until the next paint, and what Event Timing says. @param {string} name */
async function turn(name) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(`http://127.0.0.1:${port}/${name}`, { waitUntil: 'load' });
  const button = tab.locator(PAGES[name].accept).first();
  await button.waitFor();
  const box = await stable(button);
  if (await tab.evaluate('self.ran')) throw new Error(`${name}: a tag ran before the click`);
  await tab.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await tab.waitForFunction(`self.ran === ${TAGS}`, null, { timeout: 8000 }).catch(async () => {
    throw new Error(
      `${name}: ${await tab.evaluate('self.ran')} of ${TAGS} tags ran after the click`,
    );
  });
  const painted = await tab.evaluate('self.painted');
  const timed = await tab.evaluate(
    'new Promise((done) => setTimeout(() => done(Math.max(0, ...entries.filter(({ interactionId }) => interactionId).map(({ duration }) => duration))), 100))',
  );
  await context.close();
  return [painted, timed];
}

/**
 * The same, once more where a layer has moved away under the click: some come in with an animation.
 * @param {string} name
 */
const steadyTurn = (name) => turn(name).catch(() => turn(name));

/** Where the button is when the page is at rest. @param {import('playwright-core').Locator} button */
async function stable(button) {
  await button.click({ trial: true });
  await button.page().waitForTimeout(500); // Visitors read first, and some tools go on setting up behind their layer.
  const box = await button.boundingBox();
  if (!box) throw new Error('the button is not shown');
  return box;
}

/** @param {number[]} values */
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** @type {Record<string, number[][]>} */
const turns = Object.fromEntries(Object.keys(PAGES).map((name) => [name, []]));
for (let n = 0; n < TURNS; n += 1)
  for (const name in PAGES) turns[name].push(await steadyTurn(name));
await browser.close();
server.close();

console.log(
  `Accept with ${TAGS} held tags, medians of ${TURNS}: Event Timing in ms, ratio to ours, ms from the click to a task after the frame`,
);
const medians = Object.entries(turns).map(([name, rows]) => ({
  name,
  painted: median(rows.map(([painted]) => painted)),
  timed: median(rows.map(([, timed]) => timed)),
}));
const [ours, ...others] = medians;
for (const { name, painted, timed } of medians) {
  const shown = timed === 0 ? 'under 16' : String(timed);
  const ratio = timed === 0 ? '' : `${(timed / ours.timed).toFixed(2)}×`;
  const bare = PAGES[name].bare ? '  (a plain button, no layer)' : '';
  console.log(
    `${name.padEnd(24)}${shown.padStart(10)}${ratio.padStart(8)}${painted.toFixed(1).padStart(10)}${bare}`,
  );
}
const lower = others.filter(({ name, timed }) => !PAGES[name].bare && timed < ours.timed);
if (lower.length) {
  console.error(`lower than ours: ${lower.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
}
