/**
 * @file Frames behave as without a gate: the same windows, load events, history and requests, for frames that are never
 * held and, after consent, for frames that were held.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe } from 'node:test';
import { ENGINE, startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';
import { PATIENT } from './support/scenario.mjs';
import { test } from './support/test.mjs';

/** @typedef {import("./support/browser.mjs").Visit} Visit */

/** Functions for the tables: `note` adds to the page's record, `blank` makes an empty frame, `done` ends. */
const HELPERS = inline(`
self.notes = [];
self.note = (...values) => notes.push(values.join(" "));
self.start = history.length;
self.done = new Promise((resolve) => (self.end = () => setTimeout(resolve)));
self.make = (more = {}) => Object.assign(document.createElement("iframe"), more);
self.heard = (f, name = "f") => (f.addEventListener("load", () => note("load", name)), f);
self.loads = (f, count = 1) => new Promise((resolve) => f.addEventListener("load", () => --count || setTimeout(resolve)));
self.put = (f, where = document.body) => where.appendChild(f);
self.when = (test) => new Promise((resolve) => {
  const look = () => { let met; try { met = test(); } catch {} return met ? resolve() : setTimeout(look, 5); };
  look();
});
`);

/** @type {import("./support/browser.mjs").World} */
let world;

before(async () => {
  world = await startWorld();
});

after(() => world.close());

describe('frames that are never held', { concurrency: 3 }, () => {
  for (const [id, code] of table('free')) {
    test(id, async () => {
      const bare = await play(code, false);
      if (process.env.GATE === 'none') return;
      assert.deepEqual(await play(code, true), bare);
    });
  }
});

describe('frames that were held', { concurrency: 3 }, () => {
  for (const [id, code] of table('held')) {
    test(`${id}, held`, async () => {
      const bare = await play(code, false);
      if (process.env.GATE === 'none') return;
      assert.deepEqual(await playHeld(code), bare);
    });
  }
});

/** Runs one row and returns its notes. @param {string} code @param {boolean} gate */
function play(code, gate) {
  return world.visit({ ...page(code), gate, until: 'commit' }, (visit) => outcome(visit));
}

/** Does the same with a gate that holds until the page has loaded. @param {string} code */
function playHeld(code) {
  const { hosts, ...parts } = page(code);
  return world.visit({ ...parts, config: PATIENT, until: 'commit' }, async (visit) => {
    await visit.loaded();
    await visit.idle();
    assert.deepEqual(visit.log.requests(hosts.tracked), [], 'requests before consent');
    await visit.grantAll();
    return outcome(visit);
  });
}

/** @param {Visit} visit */
async function outcome(visit) {
  await visit.run('done');
  await visit.idle();
  const notes = await visit.run("[...notes, frames.length + ' frames']");
  const added = (await visit.entries()) - (await visit.run('start'));
  return { notes, added, errors: visit.errors };
}

/** @param {string} code */
function page(code) {
  const hosts = world.hosts();
  const [t, u] = [hosts.tracked, hosts.untracked].map((host) =>
    JSON.stringify(`https://${host}/x.html`),
  );
  world.server.put(hosts.site, '/own.html', '<title>own</title><p>own');
  const run = inline(
    `{ const t = ${t}, u = ${u}; addEventListener("load", () => setTimeout(async () => { ${code} })); }`,
  );
  return { hosts, site: hosts.site, head: HELPERS, body: run, fresh: ENGINE !== 'chromium' };
}

/** @param {string} name  @returns {[string, string][]} */
function table(name) {
  const text = readFileSync(new URL(`frames/${name}.txt`, import.meta.url), 'utf8');
  const rows = text.split('\n').filter((line) => line && !line.startsWith('#'));
  return rows.map((row) => {
    const [id, ...code] = row.split(' | ');
    return [id.trim(), code.join(' | ').trim()];
  });
}
