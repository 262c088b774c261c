/**
 * @file What grows with the number of held tags: the longest task while a thousand scripts are released, beside the same
 * scripts on a page without the gate, and the memory over ten rounds of a thousand insertions and releases. Fails where a
 * bound is broken.
 */
import { boundsOf, check } from './bounds.mjs';
import { keep, versionsOf } from './results.mjs';
import { fileOf, median, startBrowser, startSite } from './site.mjs';
import { openNoted } from './speed/memory.mjs';

/** How many scripts are held at once. */
const SCRIPTS = 1000;
/** How often a thousand are inserted and released. */
const ROUNDS = 10;
const TURNS = 5;

const CONFIG = '<script type="application/json" id="consent-gate-config">{"banner":false}</script>';
const TASKS = `<script>self.tasks = []; self.ran = 0;
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })))).observe({ type: 'longtask', buffered: true });
</script>`;
/** @param {string} head */
const page = (head) =>
  fileOf(
    'page.html',
    `<!doctype html><head><title>growth</title>${TASKS}${head}</head><body></body>`,
  );

/** @type {Record<string, import('./site.mjs').File>} */
const files = {
  'bare.html': page(''),
  'gated.html': page(`${CONFIG}<script src="/consent-gate.js"></script>`),
  'tag.js': fileOf('tag.js', 'self.ran += 1;'),
};
const site = await startSite((path) => files[path]);
const browser = await startBrowser();

/**
 * Inserts a number of scripts; with a gate they are held, and then granted. Runs in the page.
 * @param {{ count: number, port: number, ordered: boolean }} given
 * @returns {Promise<number>} the longest task from the moment when they may run, in ms
 */
async function release({ count, port, ordered }) {
  const gate = /** @type {any} */ (window).consentGate;
  const all = /** @type {any} */ (window);
  all.ran = 0;
  gate?.denyAll();
  const began = performance.now();
  for (let n = 0; n < count; n += 1) {
    const script = document.createElement('script');
    script.async = !ordered;
    script.src = `http://t.doubleclick.net:${port}/tag.js?${n % 50}`;
    document.head.append(script);
    script.addEventListener('load', () => script.remove());
  }
  if (gate) await new Promise((done) => setTimeout(done, 100)); // What holds them is not what releases them.
  const from = gate ? performance.now() : began;
  gate?.grantAll();
  while (all.ran < count) await new Promise((done) => setTimeout(done, 10));
  await new Promise((done) => setTimeout(done, 100));
  const tasks = all.tasks.filter((/** @type {any} */ it) => it.startTime + it.duration > from + 1);
  return Math.max(0, ...tasks.map((/** @type {any} */ it) => it.duration));
}

/** @param {string} name @param {boolean} ordered */
async function longest(name, ordered) {
  const tab = await browser.newPage();
  await tab.goto(`${site.origin}/${name}.html`);
  const task = await tab.evaluate(release, { count: SCRIPTS, port: site.port, ordered });
  await tab.close();
  return task;
}

/** Memory after each round. @param {string} form */
async function rounds(form) {
  const { tab, memory, close } = await openNoted(browser, `${site.origin}/${form}.html`);
  const kept = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    kept.push(await memory());
    if (round < ROUNDS)
      await tab.evaluate(release, { count: SCRIPTS, port: site.port, ordered: false });
  }
  await close();
  return kept;
}

/** @type {Record<string, number>} */
const tasks = {};
for (const [name, ordered] of /** @type {[string, boolean][]} */ ([
  ['async', false],
  ['ordered', true],
]))
  for (const form of ['bare', 'gated']) {
    const all = [];
    for (let turn = 0; turn < TURNS; turn += 1) all.push(await longest(form, ordered));
    tasks[`${name}, ${form}`] = median(all);
  }
const kept = { bare: await rounds('bare'), gated: await rounds('gated') };
const version = browser.version();
await browser.close();
site.close();

console.log(
  `the longest task while ${SCRIPTS} scripts load, median of ${TURNS}, ms (0 is below 50):`,
);
for (const [name, task] of Object.entries(tasks))
  console.log(`  ${name.padEnd(18)}${task.toFixed(0)}`);
console.log(`script heap and wasm after each ${SCRIPTS} insertions and releases, KB:`);
for (const [form, list] of Object.entries(kept))
  console.log(
    `  ${form.padEnd(8)}${list.map((bytes) => (bytes / 1024).toFixed(0).padStart(6)).join('')}`,
  );
keep(
  'growth',
  { chromium: version, ...versionsOf(['consent-gate']) },
  { scripts: SCRIPTS, turns: TURNS, tasks, kept },
);
const bounds = boundsOf('held');
const slow = Object.entries(tasks).filter(([name]) => name.endsWith('gated'));
check([
  ...slow.map(
    ([name, task]) =>
      /** @type {[string, number, number]} */ ([`ms of a task, ${name}`, task, bounds.task]),
  ),
  ['bytes kept at the start', kept.gated[0] - kept.bare[0], bounds.started],
  [`bytes more after ${ROUNDS} rounds`, kept.gated[ROUNDS] - kept.gated[2], bounds.grown],
]);
