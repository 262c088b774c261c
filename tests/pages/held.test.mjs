/**
 * @file A held script behaves as one that has started: cloning, moving, editing and removing it do not change which
 * code runs, and reading it returns the page's values.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe } from 'node:test';
import { startWorld } from './support/browser.mjs';
import { judge } from './support/expected.mjs';
import { inline } from './support/pages.mjs';
import { test } from './support/test.mjs';

/** @typedef {import("./support/browser.mjs").Visit} Visit */
/** @typedef {ReturnType<import("./support/browser.mjs").World["hosts"]> & { other: string }} Hosts */

/** How the script `s` is inserted into the page. Its response waits until the operation has been done. */
const ENTRANCES = {
  inserted: (/** @type {string} */ src) =>
    `<p id=p></p>${inline(`self.s = document.createElement("script"); s.src = "${src}"; document.getElementById("p").append(s);`)}`,
  deferred: (/** @type {string} */ src) => `<p><script defer src="${src}" id=s></script></p>`,
};

/** @type {import("./support/browser.mjs").World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

for (const [entrance, markup] of Object.entries(ENTRANCES)) {
  describe(`operations on a script ${entrance}`, { concurrency: 3 }, () => {
    for (const [id, code] of table('operations')) {
      test(id, () => judge(`${entrance}: ${id}`, () => compareOperation(markup, code)));
    }
  });
}

/**
 * Checks that the same code has run, and that nothing was requested more often than without the gate.
 * @param {(src: string) => string} markup @param {string} code
 */
async function compareOperation(markup, code) {
  const bare = await operate(false, markup, code);
  if (process.env.GATE === 'none') return;
  const gated = await operate(true, markup, code, bare.ran.includes('script'));
  assert.deepEqual(gated.ran, bare.ran, 'what ran');
  assert.deepEqual(gated.errors, bare.errors, 'errors');
  const limit = { ...bare.requested, script: markup === ENTRANCES.deferred ? 2 : 1 };
  for (const [name, count] of Object.entries(gated.requested)) {
    assert.ok(count <= limit[name], `${name} was requested ${count} times`);
  }
}

/**
 * Does one operation while the script's response (or consent) is pending, and returns the result.
 * @param {boolean} gate @param {(src: string) => string} markup @param {string} code
 * @param {boolean} [runs] whether the script has to run: a released one delays no event that a test could wait for
 */
async function operate(gate, markup, code, runs = false) {
  const hosts = hostsOf();
  const open = world.server.hold(hosts.tracked);
  const options = { body: markup(`https://${hosts.tracked}/x.js`) + operation(code, hosts), gate };
  return world.visit({ ...options, until: 'commit' }, async (visit) => {
    await visit.ranWhen('operated');
    if (gate) await releasedAfterNothing(visit, hosts, markup);
    else await visit.log.when(hosts.tracked);
    open();
    await settled(visit);
    if (runs) await visit.ranWhen(mark(hosts.tracked));
    return outcome(visit, hosts);
  });
}

/** @param {string} code @param {Hosts} hosts */
function operation(code, { untracked, other }) {
  const [u, v] = [untracked, other].map((host) => JSON.stringify(`https://${host}/x.js`));
  const setting = `const s = self.s, c = document.body.appendChild(document.createElement("div")), u = ${u}, v = ${v};`;
  return inline(`{ ${setting} ${code}; __ran.push({ id: "operated" }); __marked(); }`);
}

/** @param {Visit} visit @param {Hosts} hosts @param {(src: string) => string} markup */
async function releasedAfterNothing(visit, hosts, markup) {
  await visit.idle();
  const scanned = markup === ENTRANCES.deferred ? 1 : 0;
  assert.ok(visit.log.requests(hosts.tracked).length <= scanned, 'a request before consent');
  assert.equal(visit.log.requests(hosts.other).length, 0, "another's request before consent");
  await visit.grantAll();
}

/** Waits until the page has loaded and a script inserted after everything has run. @param {Visit} visit */
async function settled(visit) {
  await visit.loaded();
  for (const id of ['after', 'again']) {
    const src = `https://${world.hosts().untracked}/x.js?id=${id}`;
    await visit.run((/** @type {string} */ url) => {
      document.head.append(Object.assign(document.createElement('script'), { src: url }));
    }, src);
    await visit.ranWhen(id);
    await visit.idle();
  }
}

/** @param {Visit} visit @param {Hosts} hosts */
async function outcome(visit, hosts) {
  const names = {
    [mark(hosts.tracked)]: 'script',
    [mark(hosts.other)]: 'other',
    [mark(hosts.untracked)]: 'untracked',
  };
  const requested = Object.keys(names).map((id) => [
    names[id],
    visit.log.requests(({ host }) => mark(host) === id).length,
  ]);
  const ran = (await visit.order()).map((id) => names[id] ?? id).sort();
  return { ran, requested: Object.fromEntries(requested), errors: visit.errors };
}

/** @param {string} host */
const mark = (host) => host.split('.')[0];

/** @returns {Hosts} */
function hostsOf() {
  const hosts = world.hosts();
  return { ...hosts, other: `v${hosts.tracked}` };
}

describe('reads of a held element', () => {
  /** @type {Record<string, Record<string, unknown>>[]} */
  let read;
  before(async () => {
    read = await Promise.all([readEverywhere(false), readEverywhere(true)]);
  });
  for (const [id] of [...table('reads'), ['errors']]) {
    test(id, { skip: process.env.GATE === 'none' }, () =>
      judge(`reads: ${id}`, async () => assert.deepEqual(read[1][id], read[0][id])),
    );
  }
});

/** Returns every read of every element: first by read, then by element. @param {boolean} gate */
async function readEverywhere(gate) {
  /** @type {Record<string, Record<string, unknown>>} */
  const byRead = {};
  for (const [element, make] of Object.entries(readable())) {
    for (const [id, value] of Object.entries(await readAll(gate, make))) {
      (byRead[id] ??= {})[element] = value;
    }
  }
  return byRead;
}

/**
 * Returns elements to read: markup and an expression for the element.
 * @returns {Record<string, (url: string) => [string, string]>}
 */
function readable() {
  const inserted = (/** @type {string} */ url, /** @type {string} */ more) =>
    /** @type {[string, string]} */ ([
      '<p id=p></p>',
      `(() => { const s = document.createElement("script"); s.src = "${url}"; ${more}; document.getElementById("p").append(s); return s; })()`,
    ]);
  const tag = (/** @type {string} */ markup) =>
    /** @type {[string, string]} */ ([
      `<p>${markup}</p>`,
      "document.querySelector('p').firstChild",
    ]);
  return {
    'an inserted script': (url) => inserted(url, ''),
    'an inserted script with a type': (url) =>
      inserted(url, "s.type = 'text/javascript'; s.async = false"),
    'an inserted script with an odd type': (url) =>
      inserted(url, "s.setAttribute('TYPE', ' Text/JScript')"),
    'an inserted module': (url) => inserted(url, "s.type = 'module'"),
    'a deferred tag': (url) => tag(`<script defer src="${url}" data-a="1"></script>`),
    'a deferred tag with a type': (url) =>
      tag(`<script type="text/javascript" defer id=a src="${url}"></script>`),
    'an async tag': (url) => tag(`<script src="${url}" async></script>`),
    'a module tag': (url) => tag(`<script type=module src="${url}"></script>`),
    'a frame': (url) => tag(`<iframe src="${url}" name=f loading=eager></iframe>`),
    'an inserted frame': (url) => [
      '<p id=p></p>',
      `(() => { const s = document.createElement("iframe"); s.src = "${url}"; document.getElementById("p").append(s); return s; })()`,
    ],
  };
}

/** @param {boolean} gate @param {(url: string) => [string, string]} make */
async function readAll(gate, make) {
  const hosts = world.hosts();
  world.server.hold(hosts.tracked); // Without the gate, too, nothing has arrived yet when the page reads.
  const [markup, element] = make(`https://${hosts.tracked}/x.js`);
  const reads = table('reads').map(([id, code]) => `${JSON.stringify(id)}: () => (${code})`);
  const code = `{ const s = ${element}, p = s.parentNode, reads = { ${reads.join(', ')} };
    self.read = Object.fromEntries(Object.entries(reads).map(([id, read]) => { try { return [id, read()]; } catch (error) { return [id, String(error)]; } })); }`;
  return world.visit({ body: markup + inline(code), gate, until: 'commit' }, async (visit) => {
    await visit.page.waitForFunction('self.read');
    const text = JSON.stringify(await visit.run('read'));
    return { ...JSON.parse(text.replaceAll(hosts.tracked, 't.test')), errors: visit.errors };
  });
}

/** @param {string} name  @returns {string[][]} */
function table(name) {
  const text = readFileSync(new URL(`held/${name}.txt`, import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return rows.map((row) => {
    const [id, ...code] = row.split(' | ');
    return [id.trim(), code.join(' | ').trim()];
  });
}
