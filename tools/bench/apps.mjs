/**
 * @file What the gate costs applications on which it holds nothing: the apps of `bench/apps/`, each with and without the
 * gate, by turns, in processor time of the page's thread, so that other work on the machine counts little.
 * `APPS=part-of-name` selects, `TURNS=n` sets how often each has its turn, `GATE=file` takes another gate.
 */
import { readFileSync } from 'node:fs';
import { env } from 'node:process';
import { FILES, bundleApp } from './apps/build.mjs';
import { boundsOf, check } from './bounds.mjs';
import { keep, versionsOf } from './results.mjs';
import { fileOf, quartiles, startBrowser, startSite } from './site.mjs';

/** @typedef {{ all: number, script: number }} Times of processor, in ms */
/** @typedef {{ play: () => Promise<Times>, close: () => Promise<void> }} Page */
/** @typedef {{ name: string, bare: Times, gated: Times }} Row the first quartiles of an app */

const TURNS = Number(env.TURNS ?? 12);

/** An app is played so often before it is measured, and so often in fresh pages, since a page's layout is luck. */
const WARM = 2;
const PAGES = 2;

const GATE =
  '<script type="application/json" id="consent-gate-config">{"banner": false}</script><script src="/gate.js"></script>';

/** @param {string} app @param {boolean} gated */
const page = (app, gated) =>
  `<!doctype html><html lang="en"><head><title>bench</title>${gated ? GATE : ''}</head><body><div id="app"></div><script src="/${app}.js"></script></body></html>`;

/** @type {Map<string, import('./site.mjs').File>} */
const files = new Map([
  ['gate.js', fileOf('gate.js', readFileSync(env.GATE ?? 'dist/consent-gate.js'))],
]);
const site = await startSite((path) => files.get(path));
const browser = await startBrowser();

/** @param {string} app @param {boolean} gated @returns {Promise<Page>} */
async function open(app, gated) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(`${site.origin}/${app}-${gated}`, { waitUntil: 'load' });
  const session = await context.newCDPSession(tab);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const times = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    /** @param {string} wanted */
    const of = (wanted) => 1_000 * (metrics.find(({ name }) => name === wanted)?.value ?? NaN);
    return { all: of('TaskDuration'), script: of('ScriptDuration') };
  };
  // From a task of the page's own: what the debugger evaluates is not counted as script.
  const act = () =>
    tab.evaluate('new Promise((done, failed) => setTimeout(() => play().then(done, failed)))');
  for (let turn = 0; turn < WARM; turn += 1) await act();
  return {
    close: () => context.close(),
    async play() {
      const before = await times();
      await act();
      const after = await times();
      return { all: after.all - before.all, script: after.script - before.script };
    },
  };
}

/** @param {Times[]} seen @returns {Times} */
const quiet = (seen) => ({
  all: quartiles(seen.map(({ all }) => all))[0],
  script: quartiles(seen.map(({ script }) => script))[0],
});

/** @param {string} name @param {string} file @returns {Promise<Row>} */
async function measure(name, file) {
  const app = file.split('.')[0];
  files.set(`${app}.js`, fileOf('app.js', await bundleApp(file)));
  for (const gated of [true, false])
    files.set(`${app}-${gated}`, fileOf('page.html', page(app, gated)));
  /** @type {[Times[], Times[]]} */
  const seen = [[], []];
  for (let turn = 0; turn < PAGES; turn += 1) {
    const pages = [await open(app, false), await open(app, true)];
    for (let at = 0; at < TURNS / PAGES; at += 1)
      for (const one of at % 2 ? [1, 0] : [0, 1]) seen[one].push(await pages[one].play());
    for (const one of pages) await one.close();
  }
  return { name, bare: quiet(seen[0]), gated: quiet(seen[1]) };
}

/** @param {Row} row @param {'all' | 'script'} what */
const ratio = ({ bare, gated }, what) => gated[what] / bare[what];

/** @param {Row[]} rows @param {'all' | 'script'} what */
const mean = (rows, what) =>
  Math.exp(rows.reduce((sum, row) => sum + Math.log(ratio(row, what)), 0) / rows.length);

/** @type {Row[]} */
const rows = [];
for (const [name, file] of Object.entries(FILES)) {
  if (!name.includes(env.APPS ?? '')) continue;
  const row = await measure(name, file);
  rows.push(row);
  const { bare, gated } = row;
  console.log(
    `${name.padEnd(24)} all ${bare.all.toFixed(0).padStart(5)} ${gated.all.toFixed(0).padStart(5)} ms  × ${ratio(row, 'all').toFixed(2)}   scripts ${bare.script.toFixed(0).padStart(5)} ${gated.script.toFixed(0).padStart(5)} ms  × ${ratio(row, 'script').toFixed(2)}`,
  );
}
const means = { all: mean(rows, 'all'), script: mean(rows, 'script') };
console.log(
  `${'geometric mean'.padEnd(24)} all × ${means.all.toFixed(3)}, scripts × ${means.script.toFixed(3)}`,
);

const most = boundsOf('apps');
check([
  ['apps, geometric mean of all tasks', means.all, most.mean],
  ['apps, geometric mean of scripts', means.script, most.mean],
  ...rows.flatMap((row) =>
    /** @type {const} */ (['all', 'script']).map(
      (what) =>
        /** @type {[string, number, number]} */ ([
          `${row.name}, ${what}`,
          ratio(row, what),
          most.each,
        ]),
    ),
  ),
]);
if (!env.APPS && !env.GATE) keep('apps', versions(), { turns: TURNS, rows, means });
await browser.close();
site.close();

function versions() {
  const packages = [
    'react',
    'preact',
    'vue',
    'svelte',
    'solid-js',
    'lit',
    'jquery',
    'codemirror',
    'chart.js',
    'vue-router',
  ];
  return {
    chromium: browser.version(),
    ...versionsOf(['consent-gate']),
    ...versionsOf(packages, 'bench/apps/'),
  };
}
