/**
 * @file The part of the lookup benchmark with `@ghostery/adblocker`, as a reference for matching: the same hosts as
 * filters, the same addresses. Its filters can do more than match a host, and it does not decide about consent.
 */
import { FiltersEngine, Request } from '@ghostery/adblocker';

/**
 * @param {string[]} hosts
 * @param {Record<string, string[]>} urls by how the hosts match them
 */
function measureReference(hosts, urls) {
  const from = performance.now();
  const engine = FiltersEngine.parse(hosts.map((host) => `||${host}^`).join('\n'));
  const start = performance.now() - from;
  const times = Object.entries(urls).map(([name, list]) => [name, perCall(engine, list)]);
  return { start, ...Object.fromEntries(times) };
}

/** @param {FiltersEngine} engine @param {string[]} urls */
function perCall(engine, urls) {
  const sourceUrl = 'https://www.example.com/';
  const rounds = Array.from({ length: 5 }, () => {
    const from = performance.now();
    for (let i = 0; i < 4000; i += 1) {
      const url = urls[i % urls.length];
      engine.match(Request.fromRawDetails({ type: 'script', url, sourceUrl }));
    }
    return ((performance.now() - from) * 1e6) / 4000;
  });
  return Math.min(...rounds);
}

Object.assign(window, { measureReference });
