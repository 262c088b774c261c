/**
 * @file The page's part of the lookup benchmark: the engine alone, with tables of several sizes, and the entry point
 * that the hooks use. Times are in nanoseconds for one call from JavaScript; the start is in milliseconds.
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
 * @param {Record<string, string[]>} urls by how the table matches them
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
 * Returns the best of five rounds, since other load on the machine only adds time.
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
