/**
 * @file A browser with the stand-in server: tabs that are reused, and visits to pages that a test describes. It waits
 * for facts with a deadline, never for a fixed time.
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
 * Options of a test's page, in addition to its parts.
 * @typedef {object} Answering
 * @property {string} [text]  the whole page, instead of its parts
 * @property {AsyncIterable<string>} [pieces]  the whole page in the pieces of the network, for one visit
 * @property {Record<string, string>} [headers]  response headers of the page
 * @property {Record<string, Answer | Promise<Answer>>} [files]  the site's other files by path, including the gate's
 * @property {'commit' | 'domcontentloaded' | 'load'} [until]  the event after which the visit begins
 * @property {string[]} [permissions]  permissions that the visitor has granted before
 * @property {boolean} [fresh]  whether the tab must have no history of other pages
 * @property {boolean} [silent]  whether a host keeps back a response that the parser's preload scanner has requested:
 * Firefox and WebKit count it among the document's resources, held or not, and fire no load event before it arrives
 * @typedef {PageParts & Answering} PageOptions
 */

const DIST = new URL('../../../dist/', import.meta.url);
const GATE_FILES = (existsSync(DIST) ? readdirSync(DIST, { recursive: true }) : [])
  .map(String)
  .filter((name) => /\.js(?:on)?$/.test(name));

/** Returns whether a gate has been built that pages can load. */
export const gateIsBuilt = () => existsSync(new URL('consent-gate.js', DIST));

/** A server with a browser. */
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

  /** Returns a number that no other test of this world has. It is part of every host name. */
  next() {
    return ++this.#count;
  }

  /** Returns the hosts of one test: `t…` is tracked (marketing), `u…` is in no table, `s…` is the site. */
  hosts() {
    const n = this.next();
    return {
      tracked: `t${n}.doubleclick.net`,
      untracked: `u${n}.example-cdn.test`,
      site: `s${n}.site.test`,
    };
  }

  /**
   * Opens a page in a free tab, passes it to `use`, and then frees the tab.
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
      // Not awaited: a page that hangs may keep its tab open.
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
    // Polled from outside: waiting inside the page needs an eval, which the page's policy may block.
    while (options.until === 'commit' && !(await tab.page.evaluate('Boolean(self.__ranWhen)')));
    const result = await use(visit);
    tab.visit = undefined;
    // Not awaited: the driver may never report the end of a popup that is closed while it navigates.
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
 * Opens a URL. If a page writes into a frame and leaves it open, Firefox reports a second navigation to the same URL,
 * and the driver treats the first one as canceled.
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
 * Returns whether a message comes from a file of another visit's site. The page before may still fail, or the driver
 * may report it, after the next visit has begun.
 * @param {Visit} visit @param {string} [text] the URL of the file, or the stack of an error
 */
function isOfAnotherVisit(visit, text = '') {
  const [url] = /https:\/\/s\d+\.site\.test\//.exec(text) ?? [];
  return url !== undefined && url !== visit.url;
}

/** @typedef {{ page: Page, popups: Page[], permits: string, visit?: Visit }} Tab `popups` are open until the visit ends */

/**
 * Grants the permissions of a visit. Those of the visit before end only now: the browser may still have to show a
 * notification whose pictures have arrived.
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
 * `ignoreDefaultArgs` are Chromium's, `answers` is Firefox's
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

/**
 * Console messages of Firefox that are not errors of the page: blocked wasm, an invalid font, a cookie of a public
 * suffix, an aborted request.
 */
const NOISE =
  /settings blocked WebAssembly|downloadable font: |rejected for invalid domain|NS_BINDING_ABORTED/;

/** Console messages of Chromium, maybe on a later page, about a file that the browser requests for itself. */
const LATE = /rel=payment-method-manifest|FedCM/;

/** Returns whether a console message is not an error of the page. @param {string} message */
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
    const refusal = text.startsWith('Content-Security-Policy'); // Firefox reports it only in the console; nothing was thrown.
    const { visit } = tab;
    if (!visit || isNoise(text) || isOfAnotherVisit(visit, error.stack)) return;
    visit.hears(refusal ? text : `uncaught ${text}`);
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
