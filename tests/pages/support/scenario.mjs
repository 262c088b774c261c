/**
 * @file One page, visited without the gate and then with it: the same marks in the same order, and the same final
 * state. Before consent no held request may have run.
 */
import assert from 'node:assert/strict';
import { pageText, trust } from './pages.mjs';
import { rewrite } from './rewrite.mjs';
import { javascript, scriptText, standIn } from './stand_ins.mjs';

/** @typedef {import("./browser.mjs").World} World */
/** @typedef {import("./browser.mjs").Visit} Visit */

/**
 * The hosts of one visit, by short name: `url("a")` is a tracked script that leaves the mark "a".
 * @typedef {object} Cast
 * @property {(name: string) => string} url   a tracked script; one called "map…" is a library
 * @property {(name: string) => string} frame a tracked frame
 * @property {(name: string) => string} free  a script of an unknown host
 * @property {(name: string) => string} host  the tracked host
 * @property {(name: string) => void} open    sends the response of a slow host
 */

/**
 * @typedef {object} Scenario
 * @property {(cast: Cast) => string} [head]
 * @property {(cast: Cast) => string} [body]
 * @property {Record<string, string>} [text]  further code of the scripts, after their mark; `a/b` is the file b of a's
 * host
 * @property {Record<string, { status?: number, headers?: Record<string, string>, body?: string }>} [answers]
 * @property {string[]} [slow]    hosts whose response waits for `cast.open(name)`
 * @property {(visit: Visit, cast: Cast) => Promise<void>} [during] while the scripts run
 * @property {boolean} [ahead]    whether this needs a browser that has a preload scanner
 * @property {unknown[]} order    the marks, in the order of a page without a gate
 * @property {string} [look]      an expression that must have the same value at the end
 * @property {unknown[]} [before]  the marks before consent
 * @property {unknown[]} [gated]   the marks with the gate, if their order differs by design
 * @property {object} [config]
 * @property {string} [nonce]     of the page's CSP
 * @property {Record<string, string>} [headers]
 * @property {(entries: import("./log.mjs").Entry[], cast: Cast) => unknown} [log] a value of the server's log to
 * compare
 */

/** Lets every page of a scenario leave marks. */
export const NOTE = `<script>self.historyLength = history.length; self.note = (id) => { __ran.push({ id }); __marked(); };</script>`;

/** Visits the page both ways and compares. @param {World} world @param {Scenario} scenario */
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
 * Does the same for markup that `consent-gate rewrite` has made inert.
 * @param {World} world @param {Scenario} scenario
 * @param {'rewritten' | 'again'} form `rewritten`: for a visitor who consents on the page, with no request before;
 * `again`: for a visitor who returns after a consent
 */
export async function sameWhenRewritten(world, scenario, form) {
  const bare = await play(world, scenario, false);
  const gated = await play(world, scenario, true, form);
  const order = form === 'again' ? bare.order : (scenario.gated ?? bare.order);
  assert.deepEqual(gated.order, order, 'the order of the rewritten page');
  assert.deepEqual(gated.look, bare.look, 'the look of the rewritten page');
  const added = gated.errors.filter((error) => !bare.errors.includes(error));
  assert.deepEqual(added, [], 'errors that only the rewritten page has');
}

/** Nothing ends before the choice. `endings.test.mjs` tests that. */
export const PATIENT = { element_timeout: 600_000 };

/**
 * @param {World} world @param {Scenario} scenario @param {boolean} gate
 * @param {'rewritten' | 'again'} [form] rewritten markup, on the first visit or on one after a consent
 */
async function play(world, scenario, gate, form) {
  // For a returning visitor, blocking scripts of rewritten markup are fetched when the parser reaches them.
  const { slow = [], during, ...rest } = scenario;
  const cast = makeCast(world, form === 'again' && scenario.ahead ? rest : { ...rest, slow });
  const { headers, nonce, order, look = 'null' } = scenario;
  const config = { ...PATIENT, ...scenario.config };
  const { site } = world.hosts();
  const head = trust(NOTE, { nonce }) + (scenario.head?.(cast) ?? '');
  const parts = { head, body: scenario.body?.(cast), gate, config, nonce };
  const text = form && rewrite(pageText(parts), site);
  const options = { ...parts, text, site, headers, until: /** @type {const} */ ('commit') };
  if (form === 'again') await world.visit({ site, config }, (visit) => visit.grantAll());
  return world.visit(options, async (visit) => {
    if (gate && form !== 'again')
      await consent(visit, scenario, form && (() => nobody(world, cast)));
    await during?.(visit, cast);
    await visit.ranWhen(null, order.length);
    await visit.idle();
    return outcome(world, visit, scenario, cast, look);
  });
}

/** Checks that only the site's host has received a request or a connection. @param {World} world @param {Cast} cast */
function nobody(world, cast) {
  const [, mine, ...domain] = cast.host('').split('.');
  const tracked = world.log.entries.filter(
    ({ host }) => host.split('.')[1] === mine && domain.every((label) => host.includes(label)),
  );
  assert.deepEqual(tracked, [], 'requests and connections before consent');
}

/** @param {Visit} visit @param {Scenario} scenario @param {() => void} [check] runs before the consent */
async function consent(visit, { before = [], slow = [] }, check) {
  await visit.loaded({ silent: slow.length > 0 });
  await visit.ranWhen(null, before.length);
  await visit.idle();
  check?.();
  assert.deepEqual(await visit.order(), before, 'the marks before consent');
  await visit.grantAll();
}

/**
 * @param {World} world @param {Visit} visit @param {Scenario} scenario @param {Cast} cast @param {string} look
 */
async function outcome(world, visit, { log }, cast, look) {
  const order = await visit.order();
  const seen = withoutNumbers(await visit.run(look));
  await visit.heard();
  const mine = cast.host('').split('.')[1];
  /** @param {import("./log.mjs").Entry} entry */
  const isMine = ({ host }) => host.split('.')[1] === mine;
  // A script that may not run leaves no mark to wait for.
  if (log) await world.log.when(isMine, { what: 'a request of the scenario' });
  const entries = world.log.requests(isMine);
  const errors = [...new Set(withoutNumbers(visit.errors))]; // The preload scanner's 404 is reported twice.
  return { order, look: seen, log: withoutNumbers(log?.(entries, cast)), errors };
}

/**
 * Returns the hosts of one visit, with their responses.
 * @param {World} world @param {Pick<Scenario, 'text' | 'answers' | 'slow'>} scenario
 * @returns {Cast}
 */
export function makeCast(world, { text = {}, answers = {}, slow = [] }) {
  const n = world.next();
  const host = (/** @type {string} */ name) => `${name}.n${n}.${domainOf(name)}`;
  /** @type {Map<string, () => void>} */
  const openers = new Map();
  for (const [name, more] of Object.entries(text)) {
    const [of, file = of] = name.split('/');
    world.server.put(host(of), `/${file}.js`, javascript(scriptText(file, more)));
  }
  for (const [name, answer] of Object.entries(answers)) {
    world.server.on(host(name), (request) => ({ ...standIn(request), ...answer }));
  }
  for (const name of slow) openers.set(name, world.server.hold(host(name)));
  return {
    host,
    url: (name) => `https://${host(name)}/${name}.js`,
    frame: (name) => `https://${host(name)}/${name}.html`,
    free: (name) => `https://${name}.n${n}.example-cdn.test/${name}.js`,
    open: (name) => openers.get(name)?.(),
  };
}

/**
 * Returns the domain of a name. A name that begins with "map" means a vendor without a queue stub, one with "free" an
 * unknown host, all others an advertiser.
 */
const domainOf = (/** @type {string} */ name) =>
  name.startsWith('map')
    ? 'maps.googleapis.com'
    : name.startsWith('free')
      ? 'example-cdn.test'
      : 'doubleclick.net';

/** @template T @param {T} value  @returns {T} the same without the numbers of the visit */
function withoutNumbers(value) {
  if (value === undefined) return value;
  const text = JSON.stringify(value)
    .replace(/\.n\d+\./g, '.n.')
    .replace(/\bs\d+\.site/g, 's.site');
  return JSON.parse(text);
}
