/**
 * @file A browser in front of the stand-in server: tabs that are used again, and visits to pages
 * that a test describes. It waits for facts with a deadline, never for time.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ENGINE, IN_FIREFOX, IN_SHELL, IN_WEBKIT } from './chosen.mjs';
import { launchChromium } from './chromium.mjs';
import { launchFirefox } from './firefox.mjs';
import { DEADLINE } from './log.mjs';
import { pageText } from './pages.mjs';
import { startServer } from './server.mjs';
import { javascript } from './stand_ins.mjs';
import { Visit } from './visit.mjs';
import { launchWebKit } from './webkit.mjs';

export { CHROMIUM, FLAGS } from './chromium.mjs';
export { ENGINE, IN_FIREFOX, IN_SHELL, IN_WEBKIT } from './chosen.mjs';
export { Visit } from './visit.mjs';

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./pages.mjs").PageParts} PageParts */
/** @typedef {import("./stand_ins.mjs").Answer} Answer */

/**
 * What a test says about its page beyond its parts.
 * @typedef {object} Answering
 * @property {string} [text]  the whole page, instead of its parts
 * @property {AsyncIterable<string>} [pieces]  the whole page as the network brings it, for one visit
 * @property {Record<string, string>} [headers]  response headers of the page
 * @property {Record<string, Answer | Promise<Answer>>} [files]  the site's other files by path, the gate's too
 * @property {'commit' | 'domcontentloaded' | 'load'} [until]  when the visit begins
 * @property {string[]} [permissions]  what the visitor has granted before
 * @property {boolean} [fresh]  whether the tab must have no history of other pages
 * @property {boolean} [silent]  whether a host keeps an answer back that the parser's scanner has asked for: Firefox
 *   and WebKit count that among the document's own resources, held or not, and have no load event before it comes
 * @typedef {PageParts & Answering} PageOptions
 */

const DIST = new URL('../../../dist/', import.meta.url);
const GATE_FILES = (existsSync(DIST) ? readdirSync(DIST, { recursive: true }) : [])
  .map(String)
  .filter((name) => /\.js(?:on)?$/.test(name));

/** Whether a gate has been built that pages could load. */
export const gateIsBuilt = () => existsSync(new URL('consent-gate.js', DIST));

/** A server and a browser together. */
export class World {
  #count = 0;
  /** @type {Tab[]} */
  #free = [];

  /**
   * @param {import("./server.mjs").Server} server
   * @param {import("playwright-core").Browser} browser
   */
  constructor(server, browser) {
    this.server = server;
    this.browser = browser;
  }

  get log() {
    return this.server.log;
  }

  /** A number that no other test of this world has: part of every host name. */
  next() {
    return ++this.#count;
  }

  /** Hosts of one test: `t…` is tracked (marketing), `u…` is known to no table, `s…` is the site. */
  hosts() {
    const n = this.next();
    return {
      tracked: `t${n}.doubleclick.net`,
      untracked: `u${n}.example-cdn.test`,
      site: `s${n}.site.test`,
    };
  }

  /**
   * Opens a page in a free tab, gives it to `use`, and gives the tab back.
   * @template T
   * @param {PageOptions & { site?: string }} options
   * @param {(visit: Visit) => Promise<T>} use
   */
  async visit(options, use) {
    const tab = (!options.fresh && this.#free.pop()) || (await newTab(this.browser));
    try {
      const result = await this.#show(tab, options, use);
      if (options.fresh) await tab.page.context().close();
      else this.#free.push(tab);
      return result;
    } catch (error) {
      // Not waited for: a page that hangs may keep its tab open.
      tab.page
        .context()
        .close()
        .catch(() => {});
      throw error;
    }
  }

  /**
   * @template T
   * @param {Tab} tab
   * @param {PageOptions & { site?: string }} options
   * @param {(visit: Visit) => Promise<T>} use
   */
  async #show(tab, options, use) {
    const site = options.site ?? this.hosts().site;
    serveSite(this.server, site, options);
    const visit = new Visit(tab.page, this.log, site);
    tab.visit = visit;
    await permit(tab, options.permissions ?? []);
    const stalls = ENGINE !== 'chromium' && options.silent;
    const until = stalls ? 'domcontentloaded' : options.until;
    await open(tab.page, visit.url, until ?? 'domcontentloaded');
    // Asked again and again from outside: what waits inside needs an eval, which the page's policy may refuse.
    while (options.until === 'commit' && !(await tab.page.evaluate('Boolean(self.__ranWhen)')));
    const result = await use(visit);
    tab.visit = undefined;
    // Not waited for: the driver may never hear of the end of a popup that is closed while it is sent elsewhere.
    for (const popup of tab.popups.splice(0)) popup.close().catch(() => {});
    return result;
  }

  /** Ends browser and server. */
  async close() {
    await this.browser.close();
    await this.server.close();
  }
}

/**
 * Goes to a URL. Where a page writes into a frame and leaves it open, Firefox tells of a second navigation to the same
 * URL, and the driver takes the first one for given up.
 * @param {Page} page @param {string} url @param {'commit' | 'domcontentloaded' | 'load'} until
 */
async function open(page, url, until) {
  await page.goto(url, { waitUntil: until, timeout: DEADLINE }).catch((error) => {
    if (!IN_FIREFOX || !error.message.includes(`interrupted by another navigation to "${url}"`))
      throw error;
    return until === 'commit' ? undefined : page.waitForLoadState(until);
  });
}

/**
 * Returns whether a file of another visit's site has said it: the driver may tell of it when the next visit has begun.
 * @param {Visit} visit @param {string} [url] of the file
 */
const isOfAnotherVisit = (visit, url = '') =>
  /^https:\/\/s\d+\.site\.test\//.test(url) && !url.startsWith(visit.url);

/** @typedef {{ page: Page, popups: Page[], permits: string, visit?: Visit }} Tab `popups` are open until the visit ends */

/**
 * Grants the permissions of a visit. Those of the one before end only now: a notification whose pictures have come is
 * still to be shown.
 * @param {Tab} tab @param {string[]} permissions
 */
async function permit(tab, permissions) {
  if (tab.permits === permissions.join()) return;
  tab.permits = permissions.join();
  await tab.page.context().clearPermissions();
  if (permissions.length > 0) await tab.page.context().grantPermissions(permissions);
}

/**
 * Starts a server and a browser.
 * @param {{ flags?: string[], ignoreDefaultArgs?: string[], answers?: boolean }} [options] `flags` and
 *   `ignoreDefaultArgs` are Chromium's, `answers` is Firefox's
 */
export async function startWorld(options) {
  const server = await startServer();
  return new World(server, await launch(server.port, options));
}

/**
 * Starts the chosen browser.
 * @param {number} port of the server @param {Parameters<typeof startWorld>[0]} options
 * @returns {Promise<import("playwright-core").Browser>}
 */
function launch(port, options) {
  if (IN_FIREFOX) return launchFirefox(port, options);
  if (IN_WEBKIT) return /** @type {Promise<any>} */ (launchWebKit(port));
  return launchChromium(port, { ...options, shell: IN_SHELL });
}

/** What Firefox says in the console: of wasm kept out, a font that is none, a top-level domain's cookie, a request's end. */
const NOISE =
  /settings blocked WebAssembly|downloadable font: |rejected for invalid domain|NS_BINDING_ABORTED/;

/** What Chromium says, maybe on a later page, of a file that the browser itself has asked for. */
const LATE = /rel=payment-method-manifest|FedCM/;

/**
 * What Chromium throws, or says nothing of.
 * @param {string} message
 */
const isNoise = (message) => (IN_FIREFOX ? NOISE : LATE).test(message);

/** @param {import("playwright-core").Browser} browser  @returns {Promise<Tab>} */
async function newTab(browser) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  /** @type {Tab} */
  const tab = { page: await context.newPage(), popups: [], permits: '' };
  tab.page.on('popup', (popup) => {
    if (tab.visit) tab.popups.push(popup);
    else popup.close();
  });
  tab.page.setDefaultTimeout(DEADLINE);
  tab.page.on('pageerror', (error) => {
    const text = String(error);
    const refusal = text.startsWith('Content-Security-Policy'); // As Firefox reports it; nothing was thrown.
    if (!isNoise(text)) tab.visit?.hears(refusal ? text : `uncaught ${text}`);
  });
  tab.page.on('console', (message) => {
    const { visit } = tab;
    if (message.type() !== 'error' || isNoise(message.text())) return;
    const url = message.location?.().url;
    if (visit && !isOfAnotherVisit(visit, url)) visit.hears(message.text(), url);
  });
  return tab;
}

/**
 * @param {import("./server.mjs").Server} server @param {string} site @param {PageOptions} options
 */
function serveSite(server, site, { text, pieces, headers, files = {}, ...parts }) {
  const type = { 'content-type': 'text/html; charset=utf-8' };
  const body = pieces ? '' : (text ?? pageText(parts));
  server.put(site, '/', { pieces, body, headers: { ...type, ...headers } });
  for (const name of GATE_FILES) {
    server.on(site, ({ path }) => (path === `/${name}` ? gateFile(name) : undefined));
  }
  server.on(site, ({ path }) => files[path.split('?')[0]]);
}

/** @param {string} name */
export function gateFile(name) {
  const file = fileURLToPath(new URL(name, DIST));
  if (!existsSync(file)) return { status: 404 };
  const body = readFileSync(file);
  return name.endsWith('.json')
    ? { body, headers: { 'content-type': 'application/json' } }
    : javascript(body);
}
