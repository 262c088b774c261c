/**
 * @file Entry points: one vector of the tests in one page with one tool, before consent and after, by what the server
 * saw and what left a mark. A leak is known as soon as the server sees it; that there is none is known when the control,
 * the same way to an untracked host, has arrived, another request after it, and the page is idle.
 */
import {
  KINDS,
  RELAY,
  canBeSpoiled,
  isClicked,
  fill,
  vectorPage,
} from '../../../tests/pages/vectors/page.mjs';
import { clickAll, isDropped } from '../../../tests/pages/vectors/trial.mjs';
import { LATE, accept, edited, visit, within } from './visit.mjs';

/** @typedef {import('../../../tests/pages/vectors/load.mjs').Vector} Vector */
/** @typedef {import('./visit.mjs').World} World */
/** @typedef {import('./visit.mjs').Visit} Visit */
/** @typedef {import('./visit.mjs').Started} Started */
/** @typedef {ReturnType<World['hosts']>} Hosts */

/**
 * What one page has shown.
 * @typedef {object} Outcome
 * @property {'stopped' | 'leaked' | 'fetched'} before consent: no request; a request (and its code ran, of a kind that
 *   runs); a request of which nothing ran
 * @property {boolean} [after] whether a stopped request came after consent
 * @property {boolean} [brokeControl] whether the same way to an untracked host was stopped, too
 */

/** A trial of one vector in one page. */
class Trial {
  /** @param {World} world @param {Visit} page @param {Vector} vector @param {Hosts} hosts @param {number} limit for each fact */
  constructor(world, page, vector, hosts, limit) {
    this.world = world;
    this.page = page;
    this.hosts = hosts;
    this.limit = limit;
    this.plain = vector.options.includes('plain');
    this.runs = KINDS[vector.kind].runs === true;
  }

  get requests() {
    return this.world.log.requests(this.hosts.tracked).length;
  }

  /** Whether a host is asked, or its code runs where that leaves a mark, in time. @param {string} host @param {number} [count] of requests */
  async came(host, count = 1, limit = this.limit) {
    const { log } = this.world;
    const seen = this.runs
      ? this.page.ranWhen(host.split('.')[0])
      : log.when(host, { count, deadline: limit });
    return (
      (await within(
        seen.then(() => true),
        limit,
      )) === true
    );
  }

  /** Asks for another thing after all that was done: when it has arrived, the rest would have. @param {string} name */
  async another(name) {
    const host = `${name}-${this.hosts.untracked}`;
    await within(this.page.idle(), this.limit);
    const code = `document.documentElement.append(Object.assign(document.createElement('iframe'), { src: 'https://${host}/control.html' }))`;
    await within(this.page.run(`${code}, 0`), this.limit);
    await this.world.log.when(host, { what: 'the second control', deadline: 4 * this.limit });
    await within(this.page.idle(), this.limit);
  }

  /** @returns {Promise<Outcome>} */
  async before() {
    const control = this.plain || (await this.came(this.hosts.untracked));
    const brokeControl = control ? undefined : true;
    if (await this.leaked()) return { before: 'leaked', brokeControl };
    await this.another('second');
    if (this.requests === 0) return { before: 'stopped', brokeControl };
    const leaked = !this.runs || (await this.came(this.hosts.tracked, 1, this.limit / 4));
    return { before: leaked ? 'leaked' : 'fetched', brokeControl };
  }

  /** Whether it is known already. */
  async leaked() {
    if (this.requests === 0) return false;
    const [id] = this.hosts.tracked.split('.');
    const mark = `__ran.some((mark) => mark.id === ${JSON.stringify(id)})`;
    return !this.runs || (await within(this.page.run(mark), this.limit)) === true;
  }
}

/**
 * Tries a vector with a tool. What rests on something that did not come is tried again with a longer timeout: with a
 * control that did not work, without anything after consent, or where a page failed.
 * @param {World} world @param {Started} tool @param {Vector} vector
 * @returns {Promise<Outcome>}
 */
export async function tryVector(world, tool, vector) {
  const first = await tryPatiently(world, tool, vector, LATE).catch(() => undefined);
  const certain = first && !first.brokeControl && first.after !== false;
  return certain ? first : tryPatiently(world, tool, vector, 2 * LATE);
}

/**
 * Again, where the browser itself has spoiled the page, or where not even the second control came, so that nothing is
 * known.
 * @param {World} world @param {Started} tool @param {Vector} vector @param {number} limit
 * @returns {Promise<Outcome>}
 */
async function tryPatiently(world, tool, vector, limit) {
  for (let left = 3; left >= 0; left -= 1) {
    const outcome = await tryOnce(world, tool, vector, limit, left > 0);
    if (outcome) return outcome;
  }
  throw new Error(`${vector.id} with ${tool.name}: the second control never came`);
}

/** @param {World} world @param {Started} tool @param {Vector} vector @param {number} limit @param {boolean} again whether it may be tried again */
function tryOnce(world, tool, vector, limit, again) {
  const hosts = world.hosts();
  serveEcho(world, hosts.site);
  const page = { ...pageOf(tool, vector, hosts), site: hosts.site };
  return visit(world, tool, page, {}, async (opened) => {
    if (isClicked(vector)) await within(clickAll(opened), limit);
    if (again && (await isSpoiled(opened, tool, vector))) return undefined;
    const trial = new Trial(world, opened, vector, hosts, limit);
    const outcome = await trial.before().catch(() => undefined);
    if (again && opened.isSpoiled) return undefined;
    if (!outcome || outcome.before === 'leaked') return outcome;
    if (isDropped(vector)) return outcome;
    const count = trial.requests + 1;
    await accept(opened, tool);
    return { ...outcome, after: await trial.came(hosts.tracked, count) };
  });
}

/** Whether the parser paused where that spoils the page. @param {Visit} opened @param {Started} tool @param {Vector} vector */
async function isSpoiled(opened, { name }, vector) {
  return canBeSpoiled(vector) && within(opened.run(`spoiled(${name === 'consent-gate'})`));
}

/** The page of a vector; its tracked half edited where the tool stops nothing else. @param {Started} tool @param {Vector} vector @param {Hosts} hosts */
function pageOf(tool, vector, hosts) {
  const plain = vector.options.includes('plain');
  const { head, body, headers, permissions } = vectorPage(vector, hosts, { plain });
  /** @type {'load' | 'domcontentloaded'} */
  const until = plain ? 'load' : 'domcontentloaded';
  if (vector.group !== 'static' || !tool.byMarkup)
    return { head, body, headers, permissions, until };
  const url = `https://${hosts.tracked}/${KINDS[vector.kind].file}`;
  const markup = fill(vector.code, url, hosts.tracked, 't');
  const own = edited(tool, markup);
  const put = (/** @type {string} */ text) => text.replace(markup, () => own);
  return { head: put(head), body: put(body), headers, permissions, until };
}

/** A file of the site's own that consists of its query, for the vectors that no script can see. @param {World} world @param {string} site */
function serveEcho(world, site) {
  world.server.put(site, '/relay.js', RELAY);
  world.server.on(site, ({ path }) => {
    const [, kind, body] = /^\/echo\.(js|html)\?(.*)$/s.exec(decoded(path)) ?? [];
    const type = kind === 'js' ? 'text/javascript' : 'text/html';
    const text = kind === 'html' ? `<!doctype html><head></head>${body}` : body;
    return kind ? { body: text, headers: { 'content-type': type } } : undefined;
  });
}

/** @param {string} path */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
