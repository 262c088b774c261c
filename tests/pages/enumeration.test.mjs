/**
 * @file All entry points that the browser has: every element with every attribute, and every member of every interface.
 * A new one in a new browser fails here by name until someone has reviewed it. `ENUMERATION=write` writes the list of
 * members again.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before } from 'node:test';
import { gateIsBuilt, startWorld } from './support/browser.mjs';
import { inline } from './support/pages.mjs';
import { test } from './support/test.mjs';

/** @typedef {import('./support/browser.mjs').Visit} Visit */

const FOLDER = new URL('enumeration/', import.meta.url);
/** @param {string} name */
const text = (name) => readFileSync(new URL(name, FOLDER), 'utf8');
/** @param {string} name */
const rows = (name) =>
  text(name)
    .split('\n')
    .filter((row) => row && !row.startsWith('#'));

/** Names of elements, each with its namespace. @type {[string, string][]} */
const NAMES = rows('names.txt').flatMap((row) => {
  const [space, names] = row.split(' | ');
  return names.split(' ').map((name) => /** @type {[string, string]} */ ([space, name]));
});
const ATTRIBUTES = rows('attributes.txt').flatMap((row) => row.split(' '));
const LOADS = rows('loads.txt');

/** Interfaces that are only base classes. */
const ABSTRACT =
  /^(?:HTMLMedia|SVG(?:Animation|ComponentTransferFunction|Geometry|Gradient|Graphics|Text(?:Content|Positioning)))Element$/;

/** @type {import('./support/browser.mjs').World} */
let world;
before(async () => {
  assert.ok(gateIsBuilt(), 'dist/consent-gate.js is missing: run ./build.sh build');
  world = await startWorld();
});
after(() => world.close());

test('every interface of an element is that of a name in names.txt', () =>
  inPage(false, async (visit) => {
    const unmade = await visit.run(`unmade(${JSON.stringify(NAMES)})`);
    assert.deepEqual(
      unmade.filter((/** @type {string} */ name) => !ABSTRACT.test(name)),
      [],
    );
  }));

test('every list of tokens has been looked at', () =>
  inPage(false, async (visit) => {
    const reviewed = rows('token_lists.txt').map((row) => row.split(' | ')[0]);
    assert.deepEqual(await visit.run(`tokenLists(${JSON.stringify(NAMES)})`), reviewed);
  }));

test('every attribute that loads is known', () =>
  inPage(false, async (visit, { untracked, control }) => {
    await giveAll(visit, untracked, control);
    const known = new Set(LOADS);
    assert.deepEqual(
      loaded(untracked).filter((row) => !known.has(row)),
      [],
    );
    for (const row of LOADS)
      await world.log.when(({ host, path }) => host === untracked && rowOf(path) === row, {
        what: row,
      });
  }));

test('and is held', () =>
  inPage(true, async (visit, { tracked, control }) => {
    await giveAll(visit, tracked, control);
    assert.deepEqual(loaded(tracked), []);
    assert.equal(world.log.connections(tracked).length, 0, 'connections');
  }));

/**
 * Tries everything, and waits for a request that was made afterwards.
 * @param {Visit} visit @param {string} host @param {string} control
 */
async function giveAll(visit, host, control) {
  for (const [space, name] of NAMES)
    await visit.run(
      `tryElement(${[host, space, name].map((it) => JSON.stringify(it)).join()}, ${JSON.stringify(ATTRIBUTES)})`,
    );
  await visit.run(`tryPresentation(${JSON.stringify(host)})`);
  await visit.idle();
  await visit.run(`void (new Image().src = 'https://${control}/x.png')`);
  await world.log.when(control);
}

/** Returns the requests that reached a host. @param {string} host */
const loaded = (host) =>
  [...new Set(world.log.requests(host).map(({ path }) => rowOf(path)))].sort();

/** Returns the row of `loads.txt` for a request. @param {string} path */
const rowOf = (path) => path.split('/').slice(1, 4).join(' ');

/**
 * @param {boolean} gate
 * @param {(visit: Visit, hosts: { tracked: string, untracked: string, control: string }) => Promise<void>} use
 */
function inPage(gate, use) {
  const { tracked, untracked, site } = world.hosts();
  const body = inline(text('page.mjs'));
  return world.visit({ body, gate, site, until: 'load' }, (visit) =>
    use(visit, { tracked, untracked, control: world.hosts().untracked }),
  );
}

test('every member of every interface has been looked at', () =>
  inPage(false, async (visit) => {
    const found = await visit.run('members()');
    if (process.env.ENUMERATION === 'write') return writeMembers(found, await hooked());
    const known = new Map(
      rows('members.txt').map((row) => /** @type {[string, string]} */ (row.split(' | '))),
    );
    for (const [owner, names] of Object.entries(found)) {
      const reviewed = new Set((known.get(owner) ?? '').replaceAll('*', '').split(' '));
      const added = /** @type {string[]} */ (names).filter((name) => !reviewed.has(name));
      assert.deepEqual(added, [], `members of ${owner} that nobody has looked at`);
    }
    const gone = [...known.keys()].filter((owner) => !(owner in found));
    assert.deepEqual(gone, [], 'interfaces that are there no more');
  }));

test('exactly the members that have a hook are marked', async () => {
  const hooks = await hooked();
  for (const row of rows('members.txt')) {
    const [owner, names] = row.split(' | ');
    const wanted = names.split(' ').map((name) => name.replace('*', ''));
    assert.equal(marked(owner, wanted, hooks), row);
  }
});

test('hooks.txt names every hook, and nothing else', async () => {
  const listed = rows('hooks.txt')
    .map((row) => row.split(' | '))
    .filter(([, , , when]) => when === undefined)
    .flatMap(([, , members]) => {
      const [owner, names] = members.split(': ');
      return names.split(' ').map((name) => `${owner} ${name}`);
    });
  const hooks = await hooked();
  hooks.delete('window consentGate'); // The API.
  assert.deepEqual([...new Set(listed)].sort(), [...hooks].sort());
});

/**
 * Returns the row of an interface, with its marks.
 * @param {string} owner @param {string[]} names @param {Set<string>} hooks
 */
const marked = (owner, names, hooks) =>
  `${owner} | ${names.map((name) => (hooks.has(`${owner} ${name}`) ? `${name}*` : name)).join(' ')}`;

/** Returns the members that the gate has replaced, as `owner member`. @returns {Promise<Set<string>>} */
async function hooked() {
  const { site } = world.hosts();
  const before = inline(`${text('page.mjs')}; watchDefinitions();`);
  return world.visit(
    { before, site, until: 'load' },
    async (visit) => new Set(await visit.run('defined()')),
  );
}

/** @param {Record<string, string[]>} found @param {Set<string>} hooks */
function writeMembers(found, hooks) {
  const head = text('members.txt')
    .split('\n')
    .filter((row) => row.startsWith('#'));
  const lines = Object.entries(found).map(([owner, names]) => marked(owner, names, hooks));
  writeFileSync(new URL('members.txt', FOLDER), `${[...head, ...lines].join('\n')}\n`);
}
