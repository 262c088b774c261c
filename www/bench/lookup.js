/**
 * @file What the lookup benchmark runs in the page: the engine alone, with a table of so many hosts, and the door that the
 * hooks use. Times are in nanoseconds for one call from JavaScript; the start is in milliseconds.
 */
import { peek, useEngine } from '../engine/engine.ts';
import { startWasm } from '../engine/start-wasm.ts';

const nothing = () => {};
const HANDS = /** @type {any} */ ({
  complain: nothing,
  emit: nothing,
  load: nothing,
  wait: nothing,
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
  useEngine(engine, 'wasm');
  const times = Object.entries(urls).flatMap(([name, list]) => [
    [name, perCall((url) => engine.peek(url, 0), list)],
    [`${name} again`, perCall((url) => peek(url, 0), list)],
  ]);
  return { start, ...Object.fromEntries(times) };
}

/**
 * The best of five rounds: what else the machine does only adds.
 * @param {(url: string) => unknown} act
 * @param {string[]} urls
 */
function perCall(act, urls) {
  const rounds = Array.from({ length: 5 }, () => {
    const from = performance.now();
    for (let i = 0; i < 40_000; i += 1) act(urls[i % urls.length]);
    return ((performance.now() - from) * 1e6) / 40_000;
  });
  return Math.min(...rounds);
}

Object.assign(window, { measure });
