/**
 * @file Interaction to Next Paint of the Accept click with thirty held tags: the same page with each consent tool, by
 * turns in one run, in a fresh profile each time. A real click; what the browser's Event Timing says of it (in steps of
 * 8 ms, nothing below 16) for the whole interaction, which is what INP is; and the time from the click alone to a task
 * after the next frame, which has no steps. Fails where another tool with a banner has a lower INP than ours.
 */
import { env } from 'node:process';
import { packageOf, peers } from './peers.mjs';
import { keep, versionsOf } from './results.mjs';
import { fileOf, median, startBrowser, startSite } from './site.mjs';

/** How many tags are held. */
const TAGS = 30;

/** How often each tool has its turn. */
const TURNS = Number(env.TURNS ?? 30);

const PAGES = await peers({
  count: TAGS,
  src: (n) => `http://t${n}.doubleclick.net:__PORT__/tag.js`,
});
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
  return `<!doctype html><html lang="en"><head><title>bench</title>${WATCH}${head}</head><body>${CONTENT}${body}</body></html>`;
}

/** @type {Map<string, import('./site.mjs').File>} */
const files = new Map([['tag.js', fileOf('tag.js', TAG)]]);
const site = await startSite((path) => files.get(path));
for (const [name, { made = {} }] of Object.entries(PAGES)) {
  /** @param {string} text */
  const here = (text) => text.replaceAll('__PORT__', String(site.port));
  files.set(name, fileOf('page.html', here(page(name))));
  for (const file in made) files.set(`made/${file}`, fileOf(file, here(made[file])));
}
const browser = await startBrowser();

/** One visit and one click: milliseconds until the next paint, and what Event Timing says. @param {string} name */
async function turn(name) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(`${site.origin}/${name}`, { waitUntil: 'load' });
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
 * The same, repeated if a banner has moved away under the click: some appear with an animation.
 * @param {string} name
 */
const steadyTurn = (name) => turn(name).catch(() => turn(name));

/** Where the button is when the page is at rest. @param {import('playwright-core').Locator} button */
async function stable(button) {
  await button.click({ trial: true });
  await button.page().waitForTimeout(500); // Visitors read first, and some tools still set up behind their banner.
  const box = await button.boundingBox();
  if (!box) throw new Error('the button is not shown');
  return box;
}

/** @type {Record<string, number[][]>} */
const turns = Object.fromEntries(Object.keys(PAGES).map((name) => [name, []]));
for (let n = 0; n < TURNS; n += 1)
  for (const name in PAGES) turns[name].push(await steadyTurn(name));
const version = browser.version();
await browser.close();
site.close();

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
  const { bare } = PAGES[name];
  console.log(
    `${name.padEnd(24)}${shown.padStart(10)}${ratio.padStart(8)}${painted.toFixed(1).padStart(10)}${bare ? `  (a plain button: ${bare})` : ''}`,
  );
}
if (TURNS >= 30)
  keep(
    'inp',
    { chromium: version, ...versionsOf(Object.keys(PAGES).map(packageOf)) },
    { turns: TURNS, tags: TAGS, medians },
  );
const lower = others.filter(({ name, timed }) => !PAGES[name].bare && timed < ours.timed);
if (lower.length) {
  console.error(`lower than ours: ${lower.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
}
