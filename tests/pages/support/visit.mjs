/** @file One open page: reads its state, and waits with a deadline for its actions. */
import { historyEntries } from './chromium.mjs';
import { ENGINE, IN_WEBKIT } from './chosen.mjs';
import { DEADLINE } from './log.mjs';

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("./browser.mjs").PageOptions} PageOptions */

/**
 * Chromium's message for a WebSocket that it drops without a network request. Its network log has no trace of it. It
 * sometimes does so in a frame whose `blob:` document has just loaded, with or without a gate. The message gives no
 * reason.
 */
const DROPPED = /^WebSocket connection to 'wss:\/\/([^/']+)\S*' failed: $/;

/** Chromium's message for a request whose connection it has lost between opening and using it. */
const LOST = /net::ERR_SOCKET_NOT_CONNECTED/;

/** One open page. */
export class Visit {
  /** Uncaught exceptions and console errors of the page, in order. @type {string[]} */
  errors = [];
  /** Whether the browser has dropped a request of the page, so that the page proves nothing. */
  isSpoiled = false;

  /** @param {Page} page @param {import("./log.mjs").Log} log @param {string} site */
  constructor(page, log, site) {
    this.page = page;
    this.log = log;
    this.url = `https://${site}/`;
  }

  /** Records an error. @param {string} message @param {string} [url] of the file in the message */
  hears(message, url = '') {
    this.errors.push(message);
    const [, dropped] = DROPPED.exec(message) ?? [];
    const host = dropped ?? (LOST.test(message) && URL.canParse(url) ? new URL(url).host : '');
    if (!host) return;
    this.isSpoiled = true;
    this.log.giveUp(host, message);
  }

  /**
   * Runs a function or an expression in the page.
   * @param {any} code @param {any} [argument]
   * @returns {Promise<any>}
   */
  run(code, argument) {
    return inTime(this.page.evaluate(code, argument), "the page's answer");
  }

  /**
   * Returns how often a stand-in's code has run when the page is idle.
   * @param {string} id  @returns {Promise<number>}
   */
  ran(id) {
    return this.run(
      `${IDLE}.then(() => __ran.filter((mark) => mark.id === ${JSON.stringify(id)}).length)`,
    );
  }

  /** Returns the ids that have run, in order. @returns {Promise<string[]>} */
  order() {
    return this.run('__ran.map((mark) => mark.id)');
  }

  /**
   * Waits until a stand-in's code has run.
   * @param {string | null} id null for any @param {number} [count]
   */
  ranWhen(id, count = 1) {
    const expression = `__ranWhen(${JSON.stringify(id)}, ${count}).then(() => true)`;
    const what = `${count} × run of ${id ?? 'anything'}`;
    return inTime(this.page.evaluate(expression), what).catch((error) =>
      this.#withReasons(error, id),
    );
  }

  /** Waits until the server has seen a request to a host. @param {string} host */
  reached(host) {
    return this.log.when(host).catch((error) => this.#withReasons(error, host.split('.')[0]));
  }

  /** @param {Error} cause @param {string | null} id  @returns {never} */
  #withReasons(cause, id) {
    throw new Error([cause.message, this.#seen(id), ...this.errors].join('\n'), { cause });
  }

  /**
   * Describes how far a stand-in's request came, for the error message about a missing mark.
   * @param {string | null} id
   */
  #seen(id) {
    const seen = this.log.entries.filter(({ host }) => id === null || host.split('.')[0] === id);
    return `the server saw of it: ${seen.map(({ method, path }) => `${method} ${path}`).join(', ') || 'nothing'}`;
  }

  /**
   * Waits until the document has been parsed and its resources have loaded.
   * @param {Pick<PageOptions, 'silent'>} [page]
   */
  loaded({ silent = false } = {}) {
    const state = silent && ENGINE !== 'chromium' ? 'domcontentloaded' : 'load';
    return inTime(this.page.waitForLoadState(state, { timeout: DEADLINE }), `${state} event`);
  }

  /** Waits until the page's event loop has run all queued tasks, including timers and messages. */
  idle() {
    return this.run(IDLE);
  }

  /** Waits until the browser has reported all console messages so far. WebKitGTK reports none. */
  async heard() {
    if (IN_WEBKIT) return this.idle();
    const word = 'heard';
    const told = this.page.waitForEvent('console', { predicate: (it) => it.text() === word });
    await Promise.all([told, this.run(`console.debug("${word}")`)]);
  }

  /** Returns the number of entries in the tab's history. @returns {Promise<number>} */
  entries() {
    return ENGINE === 'chromium' ? historyEntries(this.page) : this.run('history.length');
  }

  /** Consents to everything. */
  grantAll() {
    return this.run('consentGate.grantAll()');
  }
}

const IDLE = `new Promise((done) => setTimeout(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => setTimeout(done);
  port2.postMessage(0);
}))`;

/**
 * @template T
 * @param {Promise<T>} promise @param {string} what
 * @returns {Promise<T>}
 */
async function inTime(promise, what) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} within ${DEADLINE} ms`)), DEADLINE);
  });
  promise.catch(() => {});
  return /** @type {Promise<T>} */ (Promise.race([promise, late])).finally(() =>
    clearTimeout(timer),
  );
}
