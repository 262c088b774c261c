/**
 * @file How long a tool takes to stand: from its script's first byte at hand until it has returned, in a fresh profile; and
 * what it keeps in memory afterwards, script heap and wasm together, against the page without it.
 */

/** Notes the memory of every wasm instance. It runs before the page's own scripts. */
const NOTE = `(() => {
  const { Instance } = WebAssembly;
  self.wasm = [];
  WebAssembly.Instance = new Proxy(Instance, { construct(target, args) {
    const made = new target(...args);
    for (const it of Object.values(made.exports)) if (it instanceof WebAssembly.Memory) self.wasm.push(it);
    return made;
  } });
})()`;

/**
 * The page of a start: marks around the tool's scripts, nothing else.
 * @param {import('../peers.mjs').Peer} peer
 */
export const startPage = ({ head, body = '' }) =>
  `<!doctype html><html lang="en"><head><title>start</title>${head.replace(/<script (src|defer)/, '<script>self.from = performance.now()</script><script $1')}<script>self.to = performance.now()</script></head><body><h1>Shop</h1>${body}</body></html>`;

/**
 * @param {import('playwright-core').Browser} browser @param {string} url @param {string} tool the path of its first script
 * @returns {Promise<{ start: number, memory: number }>} ms; bytes
 */
export async function startOnce(browser, url, tool) {
  const context = await browser.newContext();
  await context.addInitScript(NOTE);
  const tab = await context.newPage();
  await tab.goto(url, { waitUntil: 'load' });
  const start = await tab.evaluate(startOf, tool);
  const session = await context.newCDPSession(tab);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const wasm = await tab.evaluate(
    '(self.wasm ?? []).reduce((sum, it) => sum + it.buffer.byteLength, 0)',
  );
  await context.close();
  return { start, memory: usedSize + Number(wasm) };
}

/** Runs in the page: what the network took does not count. @param {string} tool */
function startOf(tool) {
  const page = /** @type {any} */ (window);
  const files = /** @type {PerformanceResourceTiming[]} */ (
    performance.getEntriesByType('resource')
  );
  const arrived = files.find(({ name }) => tool && name.endsWith(tool))?.responseEnd ?? 0;
  return page.to - Math.max(page.from ?? page.to, arrived);
}
