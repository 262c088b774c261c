/**
 * @file What static tags of third parties ask for before consent, in each strength and browser, over several first
 * visits, by what the server saw. Prints the table and writes it into docs/static-markup.md. How a browser reads ahead is no
 * standard, so the numbers belong to its version. `VISITS=3` for a quick look, which is not written down.
 */
import { spawnSync } from 'node:child_process';
import { argv, env, execPath } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { startWorld } from '../../tests/pages/support/browser.mjs';
import { insert } from './figures.mjs';
import { KINDS, reached, strongPage, tagsOf } from '../../tests/pages/support/static.mjs';

const VISITS = Number(env.VISITS ?? 20);

/** @type {Record<string, string>} */
const STRENGTHS = {
  none: 'no gate',
  'one-tag': 'one tag',
  quiet: 'quiet head',
  sealed: 'sealed head',
  'sealed-nonce': 'sealed, nonce',
  rewritten: 'rewritten',
};

/** @type {Record<string, string[]>} */
const GROUPS = {
  'scripts: blocking, `async`, `defer`, module': ['script', 'async', 'defer', 'module'],
  'images: `img`, `srcset`, `picture`, `poster`, `input`, SVG, `url()`': [
    ...['img', 'srcset', 'picture', 'poster', 'input', 'svgimage', 'background'],
  ],
  'frames: `iframe`': ['iframe'],
  '`object`, `embed`, `video`': ['object', 'embed', 'video'],
  'style sheets: `link`, `@import`': ['style', 'import'],
  '`preload`, `modulepreload`': ['preload', 'modulepreload'],
};

/** Placeholder for the tracked host of a visit. */
const TRACKED = 't0.doubleclick.net';

/** Where the next piece of the page begins. */
const CUT = '<!-- the next piece -->';

/** The tags in every place: in the head, in the body, 100 KB further down, in a later piece, behind a slow script. */
const PARTS = {
  head: tagsOf(`head.${TRACKED}`),
  body: [
    tagsOf(`body.${TRACKED}`),
    '<p>words, words, words</p>\n'.repeat(3700),
    tagsOf(`far.${TRACKED}`),
    CUT,
    tagsOf(`later.${TRACKED}`),
    '<script nonce="n-1" src="/slow.js"></script>',
    tagsOf(`behind.${TRACKED}`),
  ].join('\n'),
};

/** @typedef {{ requests: Record<string, number>, connections: number }} Count in how many visits */

/** @param {string} text */
async function* inPieces(text) {
  const [first, ...others] = text.split(CUT);
  yield first;
  for (const piece of others) {
    await delay(200);
    yield piece;
  }
}

/** @param {import('../../tests/pages/support/browser.mjs').World} world @param {string} text */
async function visitOnce(world, text) {
  const { tracked, site } = world.hosts();
  const slow = delay(400, { body: '', headers: { 'content-type': 'text/javascript' } });
  const pieces = inPieces(text.replaceAll(TRACKED, tracked));
  await world.visit({ site, pieces, files: { '/slow.js': slow, '/end': {} } }, async (visit) => {
    await visit.loaded();
    await visit.idle();
    // What the browser has sent before is there when this is.
    await visit.run('fetch("/end").then(() => true)');
  });
  return reached(world.log, tracked);
}

/**
 * @param {import('../../tests/pages/support/browser.mjs').World} world @param {string} strength
 * @returns {Promise<Count>}
 */
async function count(world, strength) {
  const text = strongPage(strength, 'www.site.test', PARTS);
  /** @type {Count} */
  const counts = { requests: {}, connections: 0 };
  for (const group in GROUPS) counts.requests[group] = 0;
  for (let i = 0; i < VISITS; i += 1) {
    const seen = await visitOnce(world, text);
    const asked = new Set(seen.filter((it) => it.method !== 'CONNECT').map((it) => it.kind));
    for (const [group, kinds] of Object.entries(GROUPS))
      counts.requests[group] += kinds.some((kind) => asked.has(kind)) ? 1 : 0;
    counts.connections += seen.some(({ kind }) => !asked.has(kind)) ? 1 : 0;
  }
  return counts;
}

/** Counts in one browser, for the process that has started this one. */
async function countAll() {
  const world = await startWorld();
  /** @type {Record<string, Count>} */
  const counts = {};
  for (const strength in STRENGTHS) {
    counts[strength] = await count(world, strength);
    console.error(strength, JSON.stringify(counts[strength]));
  }
  console.log(JSON.stringify({ version: world.browser.version(), counts }));
  await world.close();
}

/** @param {string} browser  @returns {{ version: string, counts: Record<string, Count> }} */
function countIn(browser) {
  const { status, stdout } = spawnSync(execPath, [argv[1], 'count'], {
    env: { ...env, CONSENT_GATE_BROWSER: browser },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`static: no numbers from ${browser}`);
  return JSON.parse(stdout);
}

/** @param {ReturnType<typeof countIn>[]} browsers */
function table(browsers) {
  /** @param {string} name @param {(count: Count) => number} read */
  const row = (name, read) => {
    const cells = Object.keys(STRENGTHS).map((strength) =>
      browsers.map(({ counts }) => read(counts[strength])).join(' / '),
    );
    return `| ${name} | ${cells.join(' | ')} |`;
  };
  const versions = `Chromium ${browsers[0].version} / Firefox ${browsers[1].version}`;
  const date = new Date().toISOString().slice(0, 10);
  return [
    `In how many of ${VISITS} first visits a tracked host was asked for something before consent: ${versions}, ${date} (\`./build.sh bench static\`).`,
    `The page has ${KINDS.length} kinds of tags in five places: in the head, in the body, 100 KB further down, in a later piece, and behind a slow script of the site.`,
    '',
    `| | ${Object.values(STRENGTHS).join(' | ')} |`,
    `| --- |${' --- |'.repeat(Object.keys(STRENGTHS).length)}`,
    ...Object.keys(GROUPS).map((group) => row(group, ({ requests }) => requests[group])),
    row('connections without a request', ({ connections }) => connections),
  ].join('\n');
}

if (argv[2] === 'count') {
  await countAll();
} else {
  const text = table(['chromium', 'firefox'].map(countIn));
  console.log(text);
  if (VISITS >= 20) insert('bench static', text);
}
