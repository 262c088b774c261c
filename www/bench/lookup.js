/**
 * @file What the lookup benchmark runs in the page: the engine alone, with a table of so many hosts. Times are in
 * nanoseconds for one call from JavaScript; the start is in milliseconds.
 */
import { startWasm } from '../engine.js';

const nothing = () => {};
const HANDS = /** @type {any} */ ({
  complain: nothing,
  emit: nothing,
  load: nothing,
  watch: nothing,
});

/**
 * @param {string} table
 * @param {Record<string, string[]>} urls by what they are to the table
 */
function measure(table, urls) {
  const engine = startWasm();
  const from = performance.now();
  engine.start(HANDS, table, undefined, 'www.example.com', false);
  const start = performance.now() - from;
  const times = Object.entries(urls).map(([name, list]) => [name, perCall(engine, list)]);
  return { start, ...Object.fromEntries(times) };
}

/**
 * The best of five rounds: what else the machine does only adds.
 * @param {import('../engine-types').Engine} engine
 * @param {string[]} urls
 */
function perCall(engine, urls) {
  const rounds = Array.from({ length: 5 }, () => {
    const from = performance.now();
    for (let i = 0; i < 40_000; i += 1) engine.peek(urls[i % urls.length], 0);
    return ((performance.now() - from) * 1e6) / 40_000;
  });
  return Math.min(...rounds);
}

Object.assign(window, { measure });
