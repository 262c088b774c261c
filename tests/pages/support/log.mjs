/**
 * @file What reached the server, in the order of arrival: the ground truth of every page test.
 * A test waits here for facts; nothing in it sleeps or polls.
 */

/**
 * One request, or one TLS connection (`method` is then `CONNECT` and `path` is empty).
 * @typedef {object} Entry
 * @property {number} seq   place in the log, from 0
 * @property {string} host  lower case, without port and trailing dot
 * @property {string} path  path and query
 * @property {string} dest  the browser's own `sec-fetch-dest`, or ""
 * @property {string} method
 * @property {number} at    ms on the server's monotonic clock
 * @property {Record<string, string | string[] | undefined>} headers
 */

/** @typedef {(entry: Entry) => boolean} Match */

/**
 * How long a fact may take before its absence fails the test, in ms. Only a test that fails waits so long; a machine
 * that is shared with others may need it.
 */
export const DEADLINE = Number(process.env.DEADLINE ?? 45_000);

/** The list of arrivals, with promises for those that have not come yet. */
export class Log {
  /** @type {Entry[]} */
  entries = [];
  /** The same by host: a long run has tens of thousands, and every test asks about its own. @type {Map<string, Entry[]>} */
  #of = new Map();
  /** @type {Set<() => void>} */
  #waiting = new Set();
  /** The hosts that the browser has said it will not ask, with what it said. @type {Map<unknown, string>} */
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

  /**
   * The requests (not connections) that match.
   * @param {Match | string} match a test, or a host
   */
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
   * Whoever waits for a host that will not be asked hears so at once.
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
   * Resolves with the matching requests as soon as there are `count` of them; rejects at the deadline, and when the
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
