/**
 * @file One visit in headless Chromium: opens the page, allows statistics, allows all, withdraws and reloads. After
 * each step it waits until the page is idle, then records the requests at the server and the state of the page.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DEADLINE } from '../../tests/pages/support/log.mjs';
import { Visit } from '../../tests/pages/support/browser.mjs';
import { SILENT, SITE } from './cast.mjs';

/** @typedef {import('../../tests/pages/support/browser.mjs').World} World */
/** @typedef {import('./expected.mjs').Expected} Expected */

/** A row of `consentGate.report()`. @typedef {Record<string, any>} Row */

/**
 * The data after one step.
 * @typedef {object} Snapshot
 * @property {string} state
 * @property {string[]} urls     requests at the server since this page was opened, except the page itself
 * @property {string[]} ran      the marks of code that ran, in order
 * @property {Row[]} report
 * @property {string[]} cookies  the names of the site's cookies
 * @property {string[]} errors   uncaught exceptions and console errors since the snapshot before
 */

const PICTURES = new URL('../../target/demo/', import.meta.url);

/** @type {[string, (page: import('playwright-core').Page) => Promise<unknown>][]} */
const STEPS = [
  ['before', (page) => page.goto(`https://${SITE}/`, { waitUntil: 'load' })],
  ['analytics', (page) => page.click('[data-choice=analytics]')],
  ['all', (page) => page.click('[data-choice=all]')],
  [
    'withdrawn',
    (page) => page.click('[data-choice=withdraw]').then(() => page.reload({ waitUntil: 'load' })),
  ],
];

/**
 * @param {World} world @param {Expected[]} expected
 * @returns {Promise<Snapshot[]>} one for each state, in the order of the visit
 */
export async function visitAll(world, expected) {
  mkdirSync(PICTURES, { recursive: true });
  const context = await world.browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 1400, height: 2200 },
  });
  const tab = new DemoTab(world, await context.newPage());
  const snapshots = [];
  for (const [number, [state, step]] of STEPS.entries()) {
    await step(tab.page);
    await tab.rest(expected.filter((row) => row.cells[state] === 'once').map((row) => row.id));
    snapshots.push(await tab.snapshot(state));
    const path = fileURLToPath(new URL(`${number + 1}-${state}.png`, PICTURES));
    await tab.page.screenshot({ path, fullPage: true });
  }
  await context.close();
  return snapshots;
}

/** @typedef {import('../../tests/pages/support/log.mjs').Entry} Entry */

/** Returns whether it is the request for the page, with which its part of the log begins. @param {Entry} entry */
const opensPage = ({ host, path, dest }) => host === SITE && path === '/' && dest === 'document';

/**
 * Returns whether a page made the request. Requests of the browser (its autofill, its account list) have
 * `Sec-Fetch-Site: none`, which no code of a page can send.
 * @param {Entry} entry
 */
const madeByPage = ({ method, headers }) =>
  method !== 'CONNECT' && headers['sec-fetch-site'] !== 'none';

/** The visitor's tab, with its pending requests. */
class DemoTab {
  /** @type {Set<import('playwright-core').Request>} */
  #underway = new Set();
  /** @type {Set<() => void>} */
  #resting = new Set();

  /** @param {World} world @param {import('playwright-core').Page} page */
  constructor(world, page) {
    this.world = world;
    this.page = page;
    this.visit = new Visit(page, world.log, SITE);
    page.on('request', (request) => this.#underway.add(request));
    page.on('requestfinished', (request) => this.#ended(request));
    page.on('requestfailed', (request) => this.#ended(request));
    page.on('pageerror', (error) => this.visit.errors.push(`uncaught ${error}`));
    page.on('console', (line) => line.type() === 'error' && this.visit.errors.push(line.text()));
  }

  /**
   * Waits until the expected tags have run and no request is pending. If one does not run before the deadline, that is
   * a difference for the table, and the demo continues.
   * @param {string[]} ids
   */
  async rest(ids) {
    const marks = ids.filter((id) => !SILENT.has(id));
    await Promise.allSettled(marks.map((id) => this.visit.ranWhen(id)));
    await this.visit.idle();
    await this.#nothingUnderway();
    await this.visit.run("fetch('/pulse').then((answer) => answer.text())");
    await this.visit.idle();
  }

  /** @param {string} state  @returns {Promise<Snapshot>} */
  async snapshot(state) {
    const { entries } = this.world.log;
    const seen = entries.slice(entries.findLastIndex(opensPage)).filter(madeByPage);
    return {
      state,
      urls: seen.map(({ host, path }) => `https://${host}${path}`),
      ran: await this.visit.order(),
      report: await this.visit.run('self.consentGate?.report() ?? []'),
      cookies: await this.visit.run(
        "document.cookie.split('; ').filter(Boolean).map((c) => c.split('=')[0]).sort()",
      ),
      errors: this.visit.errors.splice(0),
    };
  }

  /** @param {import('playwright-core').Request} request */
  #ended(request) {
    this.#underway.delete(request);
    if (this.#underway.size === 0) for (const rested of this.#resting) rested();
  }

  #underwayText() {
    return [...this.#underway].map((request) => request.url()).join(', ');
  }

  #nothingUnderway() {
    if (this.#underway.size === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const late = () =>
        reject(new Error(`still under way after ${DEADLINE} ms: ${this.#underwayText()}`));
      const timer = setTimeout(late, DEADLINE);
      const rested = () => {
        clearTimeout(timer);
        this.#resting.delete(rested);
        resolve(undefined);
      };
      this.#resting.add(rested);
    });
  }
}
