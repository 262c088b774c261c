/**
 * @file The log of requests at the server, in the order of arrival. Every page test relies on it. A test waits here for
 * facts; nothing in it sleeps or polls.
 */

/**
 * One request, or one TLS connection (`method` is then `CONNECT` and `path` is empty).
 * @typedef {object} Entry
 * @property {number} seq   place in the log, from 0
 * @property {string} host  lower case, without port and trailing dot
 * @property {string} path  path and query
 * @property {string} dest  the browser's `sec-fetch-dest`, or ""
 * @property {string} method
 * @property {number} at    ms on the server's monotonic clock
 * @property {Record<string, string | string[] | undefined>} headers
 */

/** @typedef {(entry: Entry) => boolean} Match */

/**
 * Longest time to wait for a fact, in ms, before the test fails. Only a failing test waits so long, or one on a busy
 * machine.
 */
export const DEADLINE = Number(process.env.DEADLINE ?? 45_000);

/** The list of arrivals, with promises for those that are still expected. */
export class Log {
  /** @type {Entry[]} */
  entries = [];
  /**
   * The entries by host. A long run has tens of thousands of entries, and a test needs only its hosts'.
   * @type {Map<string, Entry[]>}
   */
  #of = new Map();
  /** @type {Set<() => void>} */
  #waiting = new Set();
  /** Hosts that the browser has reported it will not request, with its message. @type {Map<unknown, string>} */
  #givenUp = new Map();

  /**
   * @param {Omit<Entry, "seq" | "at">} fact
   * @returns {Entry} the log's entry
   */
  add(fact) {
    const entry = { ...fact, seq: this.entries.length, at: performance.now() };
    this.entries.push(entry);
    const own = this.#of.get(entry.host);
    if (own) own.push(entry);
    else this.#of.set(entry.host, [entry]);
    for (const check of [...this.#waiting]) check();
    return entry;
  }

  /** Returns the requests (not connections) that match. @param {Match | string} match a test, or a host */
  requests(match) {
    const [entries, test] =
      typeof match === 'string' ? [this.#at(match), () => true] : [this.entries, match];
    return entries.filter((entry) => entry.method !== 'CONNECT' && test(entry));
  }

  /** @param {string} host  @returns {Entry[]} the TLS connections opened to a host */
  connections(host) {
    return this.#at(host).filter((entry) => entry.method === 'CONNECT');
  }

  /**
   * Rejects at once for all that wait for a host that will not be requested.
   * @param {string} host @param {string} reason
   */
  giveUp(host, reason) {
    this.#givenUp.set(host, reason);
    for (const check of [...this.#waiting]) check();
  }

  /** @param {string} host */
  #at(host) {
    return this.#of.get(host) ?? [];
  }

  /**
   * Resolves with the matching requests as soon as there are `count` of them. Rejects at the deadline, and when the
   * host is given up.
   * @param {Match | string} match
   * @param {{ count?: number, what?: string, deadline?: number }} [options]
   * @returns {Promise<Entry[]>}
   */
  when(match, { count = 1, what = String(match), deadline = DEADLINE } = {}) {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = this.requests(match);
        const reason = this.#givenUp.get(match);
        if (found.length >= count) finish(() => resolve(found));
        else if (reason !== undefined) finish(() => reject(new Error(reason)));
      };
      const finish = (/** @type {() => void} */ settle) => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        settle();
      };
      const late = () => new Error(`the server never saw ${count} × ${what} (${deadline} ms)`);
      const timer = setTimeout(() => finish(() => reject(late())), deadline);
      this.#waiting.add(check);
      check();
    });
  }
}
