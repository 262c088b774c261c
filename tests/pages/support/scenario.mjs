/**
 * @file One page, visited without the gate and then with it: the same marks in the same order, and
 * the same look at the end. Before consent nothing of what it holds may have run.
 */
import assert from 'node:assert/strict';
import { trust } from './pages.mjs';
import { javascript, scriptText, standIn } from './stand_ins.mjs';

/** @typedef {import("./browser.mjs").World} World */
/** @typedef {import("./browser.mjs").Visit} Visit */

/**
 * The hosts of one visit, by short name: `url("a")` is a tracked script that leaves the mark "a".
 * @typedef {object} Cast
 * @property {(name: string) => string} url   a tracked script; one called "map…" is a library
 * @property {(name: string) => string} frame a tracked frame
 * @property {(name: string) => string} free  a script of a host that no table knows
 * @property {(name: string) => string} host  the tracked host
 * @property {(name: string) => void} open    lets the answer of a slow host go
 */

/**
 * @typedef {object} Scenario
 * @property {(cast: Cast) => string} [head]
 * @property {(cast: Cast) => string} [body]
 * @property {Record<string, string>} [text]  what the scripts do besides leaving their mark
 * @property {Record<string, { status?: number, headers?: Record<string, string>, body?: string }>} [answers]
 * @property {string[]} [slow]    whose answer waits for `cast.open(name)`
 * @property {(visit: Visit, cast: Cast) => Promise<void>} [during] while the scripts run
 * @property {unknown[]} order    the marks, in the order of a page without a gate
 * @property {string} [look]      an expression that must have the same value at the end
 * @property {unknown[]} [before]  the marks that are there before consent
 * @property {unknown[]} [gated]   the marks with the gate, where they come in another order by design
 * @property {object} [config]
 * @property {string} [nonce]     of the page's CSP
 * @property {Record<string, string>} [headers]
 * @property {(entries: import("./log.mjs").Entry[], cast: Cast) => unknown} [log] what the server saw, compared
 */

/** Every page of a scenario can leave marks of its own. */
const NOTE = `<script>self.historyLength = history.length; self.note = (id) => { __ran.push({ id }); __marked(); };</script>`;

/**
 * Visits the page both ways and compares.
 * @param {World} world @param {Scenario} scenario
 */
export async function sameAsWithoutGate(world, scenario) {
  const bare = await play(world, scenario, false);
  assert.deepEqual(bare.order, scenario.order, 'the scenario without a gate');
  if (process.env.GATE === 'none') return;
  const gated = await play(world, scenario, true);
  assert.deepEqual(gated.order, scenario.gated ?? bare.order, 'the order with the gate');
  assert.deepEqual(gated.look, bare.look, 'the look with the gate');
  assert.deepEqual(gated.log, bare.log, 'the requests with the gate');
  const added = gated.errors.filter((error) => !bare.errors.includes(error));
  assert.deepEqual(added, [], 'errors that the page has only with the gate');
}

/**
 * @param {World} world @param {Scenario} scenario @param {boolean} gate
 */
async function play(world, scenario, gate) {
  const cast = makeCast(world, scenario);
  const { config, headers, nonce, order, look = 'null' } = scenario;
  const head = trust(NOTE, { nonce }) + (scenario.head?.(cast) ?? '');
  const parts = { head, body: scenario.body?.(cast), gate, config, nonce };
  const options = { ...parts, headers, until: /** @type {const} */ ('commit') };
  return world.visit(options, async (visit) => {
    if (gate) await consent(visit, scenario);
    await scenario.during?.(visit, cast);
    await visit.ranWhen(null, order.length);
    await visit.idle();
    return outcome(world, visit, scenario, cast, look);
  });
}

/** @param {Visit} visit @param {Scenario} scenario */
async function consent(visit, { before = [] }) {
  await visit.loaded();
  await visit.idle();
  assert.deepEqual(await visit.order(), before, 'the marks before consent');
  await visit.grantAll();
}

/**
 * @param {World} world @param {Visit} visit @param {Scenario} scenario @param {Cast} cast @param {string} look
 */
async function outcome(world, visit, { log }, cast, look) {
  const order = await visit.order();
  const seen = withoutNumbers(await visit.run(look));
  const mine = cast.host('').split('.')[1];
  const entries = world.log.requests(({ host }) => host.split('.')[1] === mine);
  const errors = [...new Set(withoutNumbers(visit.errors))]; // The scanner's 404 is said twice.
  return { order, look: seen, log: withoutNumbers(log?.(entries, cast)), errors };
}

/** @param {World} world @param {Scenario} scenario  @returns {Cast} */
function makeCast(world, { text = {}, answers = {}, slow = [] }) {
  const n = world.next();
  const host = (/** @type {string} */ name) => `${name}.n${n}.${domainOf(name)}`;
  /** @type {Map<string, () => void>} */
  const doors = new Map();
  for (const [name, more] of Object.entries(text)) {
    world.server.put(host(name), `/${name}.js`, javascript(scriptText(name, more)));
  }
  for (const [name, answer] of Object.entries(answers)) {
    world.server.on(host(name), (request) => ({ ...standIn(request), ...answer }));
  }
  for (const name of slow) doors.set(name, world.server.hold(host(name)));
  return {
    host,
    url: (name) => `https://${host(name)}/${name}.js`,
    frame: (name) => `https://${host(name)}/${name}.html`,
    free: (name) => `https://${name}.n${n}.example-cdn.test/${name}.js`,
    open: (name) => doors.get(name)?.(),
  };
}

/** A name that begins with "map" stands for a vendor without a queue stub, all others for an advertiser. */
const domainOf = (/** @type {string} */ name) =>
  name.startsWith('map') ? 'maps.googleapis.com' : 'doubleclick.net';

/** @template T @param {T} value  @returns {T} the same without the numbers that tell visits apart */
function withoutNumbers(value) {
  if (value === undefined) return value;
  const text = JSON.stringify(value)
    .replace(/\.n\d+\./g, '.n.')
    .replace(/\bs\d+\.site/g, 's.site');
  return JSON.parse(text);
}
